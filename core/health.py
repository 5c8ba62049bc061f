"""Whether Veille does its work, told from the database alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.errors import DatabaseError
from core.instants import instant_as_text

OVERDUE = timedelta(days=1)
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Health:
    """The state of the whole: ``ok`` or ``degraded``, and why."""

    reasons: tuple[str, ...]
    watches: int
    last_read: datetime | None

    @property
    def status(self) -> str:
        """``degraded`` where there is any reason for it."""
        return "degraded" if self.reasons else "ok"


def health(session: Session, now: datetime) -> Health:
    """How Veille is at ``now``; ``DatabaseError`` where the file of the database has gone."""
    _file_is_there(session)
    count, last_read = followed(session)
    return Health(tuple(_reasons(session, now)), count, last_read)


def followed(session: Session) -> tuple[int, datetime | None]:
    """How many Watches the watchlist names, and when any of them was last read."""
    found = session.execute(select(func.count(), func.max(models.Watch.last_read)).where(models.Watch.active)).one()
    return found[0], found[1]


def health_record(found: Health) -> dict[str, Any]:
    """The health as the API shows it."""
    last_read = found.last_read and instant_as_text(found.last_read)
    return {"status": found.status, "reasons": list(found.reasons), "watches": found.watches, "last_read": last_read}


def _file_is_there(session: Session) -> None:
    # A connection that was opened before goes on reading a deleted file as if nothing had happened.
    url = session.get_bind().engine.url
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise DatabaseError(f"The database file {url.database} has gone; put it back, or `veille db upgrade` makes a new one.")


def _reasons(session: Session, now: datetime) -> Iterator[str]:
    watch, incident, delivery = models.Watch, models.Incident, models.Delivery
    unread = session.scalar(select(func.count()).where(incident.closed.is_(None)))
    if unread:
        yield f"Incidents open: {unread}; /api/v1/incidents?open=true tells which and why."
    overdue = session.scalar(select(func.count()).where(watch.active, watch.due_at < now - OVERDUE))
    if overdue:
        yield f"Watches due for over a day and not read: {overdue}; see that `veille run` is running."
    if session.scalar(select(func.count()).where(watch.active)) == 0:
        yield "No Watch is followed; `veille run` takes them from the watchlist."
    oldest = session.scalar(select(func.min(delivery.created)).where(delivery.state == "failed"))
    if oldest:
        yield f"Messages could not be sent since {instant_as_text(oldest)}; they are tried again, see that the channel is up."
    lost = session.scalar(
        select(func.count()).where(delivery.state == "given_up", delivery.created > now - LATELY, delivery.reason != "unsubscribed")
    )
    if lost:
        yield f"Messages given up in the last week: {lost}; correct the routes of their subscribers."
