"""The days that come near, for every reader alike: read anew only where the history moved on."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from time import perf_counter
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from alerts.coming.upcoming import Ahead, ahead, day_in_brussels
from core import models

QUICK = 0.1
"""Seconds within which all texts are read anew for whoever asks."""
REST = 100
"""Where it takes longer, so many times as long passes before they are read again: a large deployment keeps answering."""

State = tuple[date, int | None, int | None, int | None]


@dataclass(frozen=True)
class _Known:
    state: State
    days: list[Ahead]
    until: float


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()
_lock = Lock()


def coming(engine: Engine, session: Session, now: datetime) -> list[Ahead]:
    """The days of the next 180 on which a rule ends or begins to apply, the nearest first."""
    state, known = _state(session, now), _known.get(engine)
    if known and (known.state == state or (known.state[0] == state[0] and perf_counter() < known.until)):
        return known.days
    # Others are answered with what was known, rather than all reading everything.
    if not _lock.acquire(blocking=known is None):
        return known.days if known else []
    try:
        return _read(engine, session, now, state)
    finally:
        _lock.release()


def _read(engine: Engine, session: Session, now: datetime, state: State) -> list[Ahead]:
    began = perf_counter()
    days = ahead(session, now)
    ended = perf_counter()
    rest = (ended - began) * REST if ended - began > QUICK else 0
    _known[engine] = _Known(state, days, ended + rest)
    return days


def _state(session: Session, now: datetime) -> State:
    rows = (models.Version, models.Change, models.Rectification)
    version, change, rectification = (session.scalar(select(func.max(row.id))) for row in rows)
    return day_in_brussels(now), version, change, rectification
