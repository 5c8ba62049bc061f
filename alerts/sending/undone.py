"""What should have been done long ago and was not: every stage takes up by itself what an earlier run left, so this stays empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from alerts.sending.attempts import OPEN
from alerts.sending.leases import LEASE
from alerts.sending.patience import LONGEST_WAIT
from core import models

LONG = timedelta(hours=2)
QUIET = timedelta(days=1)
"""A message may wait for the end of quiet hours."""


@dataclass(frozen=True)
class Undone:
    """Rows that wait for a stage for too long: what they are, how many, and since when the oldest."""

    what: str
    number: int
    since: datetime


def left_undone(session: Session, now: datetime) -> list[Undone]:
    """What waits for too long at ``now``, for `veille status` and ``/health``; nothing where all stages run."""
    return [Undone(what, number, since) for what, number, since in _counted(session, now) if number]


def _counted(session: Session, now: datetime) -> Iterator[tuple[str, int, datetime]]:
    event, match, task, row = models.Event, models.Match, models.Task, models.Delivery
    told_since = func.coalesce(event.revised, event.created)
    yield from _rows(session, "Event not matched", told_since, event.processed_at.is_(None), told_since < now - LONG)
    at_once = match.frequency == "immediate"
    yield from _rows(session, "Match not in the ledger", match.created, match.processed_at.is_(None), at_once, match.created < now - QUIET)
    # What is not urgent waits for the next morning.
    untold = (task.processed_at.is_(None), task.state == "open", task.opened < now - QUIET - LONG)
    yield from _rows(session, "Task not in the ledger", task.opened, *untold)
    open_row = row.state.in_(OPEN)
    never = (open_row, row.attempts == 0, row.created < now - QUIET)
    yield from _rows(session, "Delivery never tried", row.created, *never)
    late = (open_row, row.next_attempt_at < now - LONG)
    yield from _rows(session, "Delivery not tried again", row.next_attempt_at, *late)
    held = (open_row, row.held_by != "", row.held_until < now - LEASE)
    yield from _rows(session, "Delivery held by a sender that has gone", row.held_until, *held)
    too_far = (open_row, row.next_attempt_at > now + LONGEST_WAIT)
    yield from _rows(session, "Delivery put off by a wrong clock", row.created, *too_far)


def _rows(session: Session, what: str, instant: Any, *those: ColumnElement[bool]) -> Iterator[tuple[str, int, datetime]]:
    number, since = session.execute(select(func.count(), func.min(instant)).where(*those)).one()
    yield what, number, since
