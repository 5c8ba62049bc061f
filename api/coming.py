"""The days that come near, for every reader alike: read anew only where the history moved on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from time import perf_counter
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from alerts.coming.upcoming import Ahead, ahead, day_in_brussels
from core import models

QUICK = 0.1
"""Seconds within which all texts are read anew for whoever asks."""
REST = 100
"""Where it takes longer, so many times as long passes before they are read again: a large deployment keeps answering."""

State = tuple[date, *tuple[object, ...]]
"""The day, and whatever else the days that are remembered follow from."""
Days = TypeVar("Days")


@dataclass(frozen=True)
class _Known:
    state: State
    days: Any
    until: float


_known: WeakKeyDictionary[Engine, dict[str, _Known]] = WeakKeyDictionary()
_lock = Lock()


def coming(engine: Engine, session: Session, now: datetime) -> list[Ahead]:
    """The days of the next 180 on which a rule ends or begins to apply, the nearest first."""
    return remembered(engine, "coming", _state(session, now), lambda: ahead(session, now))


def remembered(engine: Engine, name: str, state: State, read: Callable[[], list[Days]]) -> list[Days]:
    """What ``read`` finds, read anew where the state is another; where that takes long, not too often."""
    known = _known.setdefault(engine, {}).get(name)
    if known and (known.state == state or (known.state[0] == state[0] and perf_counter() < known.until)):
        return list(known.days)
    # Others are answered with what was known, rather than all reading everything.
    if not _lock.acquire(blocking=known is None):
        return list(known.days) if known else []
    try:
        began = perf_counter()
        days = read()
        spent = perf_counter() - began
        # The first reading also warms up, which tells nothing of those to come.
        rest = spent * REST if known and spent > QUICK else 0
        _known[engine][name] = _Known(state, days, perf_counter() + rest)
        return days
    finally:
        _lock.release()


def _state(session: Session, now: datetime) -> State:
    rows = (models.Version, models.Change, models.Rectification)
    version, change, rectification = (session.scalar(select(func.max(row.id))) for row in rows)
    return day_in_brussels(now), version, change, rectification
