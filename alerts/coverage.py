"""What was looked at in a window of time: how a digest proves that silence is silence."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from alerts.messages import Coverage, Unread
from core import models
from core.values import IncidentKind, Outcome, WatchKind


def coverage(session: Session, start: datetime, end: datetime) -> Coverage:
    """The official Watches polled in ``(start, end]`` by what that brought, and those that cannot be read."""
    official = (models.Watch.active, models.Watch.kind != WatchKind.OWN)
    watches = set(session.scalars(select(models.Watch.id).where(*official)))
    polls = select(models.Poll.watch_id, models.Poll.outcome).where(models.Poll.instant > start, models.Poll.instant <= end).distinct()
    outcomes = [(watch, outcome) for watch, outcome in session.execute(polls) if watch in watches]
    checked = {watch for watch, outcome in outcomes if outcome in (Outcome.FIRST, Outcome.UNCHANGED, Outcome.CHANGED)}
    changed = {watch for watch, outcome in outcomes if outcome == Outcome.CHANGED}
    unread = _unread(session, watches)
    asked = {watch for watch, _ in outcomes} | {incident.watch_id for incident in unread}
    return Coverage(
        checked=len(checked),
        unchanged=len(checked - changed),
        changed=len(changed),
        unasked=len(watches - asked),
        unread=tuple(Unread(f"{each.watch.source_name}, {each.watch_id}", each.watch.url, each.kind, each.opened) for each in unread),
    )


def _unread(session: Session, watches: set[str]) -> list[models.Incident]:
    row = models.Incident
    # A language version that lags is read all the same.
    still_open = select(row).where(row.closed.is_(None), row.kind != IncidentKind.PARITY).options(joinedload(row.watch))
    return [incident for incident in session.scalars(still_open.order_by(row.opened)) if incident.watch_id in watches]
