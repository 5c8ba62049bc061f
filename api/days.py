"""The days that official texts name, past and to come: what begins to apply, what ends, until when something must be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from alerts.coming.upcoming import APPLIES, NO_ROW, ahead, day_in_brussels
from alerts.messages.items import day_of
from api.coming import State
from core import models
from core.history import recorded_changes
from core.records import RecordedChange
from core.revisions import revisions, updated
from core.values import Change, FactType

IN_FORCE, DEADLINE = "in_force", "deadline"
BACK, FORTH = timedelta(days=90), timedelta(days=3650)
LOOK_BACK = timedelta(days=730)
"""How long ago a text may have named a deadline, or a day on which it enters into force."""


@dataclass(frozen=True)
class Day:
    """One day and what happens on it: ``kind`` is ``applies``, ``in_force``, ``ends`` or ``deadline``.

    ``changes`` are the texts that tell it. ``id`` stays the same when the day is corrected, ``updated`` grows. ``withdrawn`` where
    a person said that it is not so.
    """

    id: str
    kind: str
    day: date
    topics: tuple[str, ...]
    changes: tuple[RecordedChange, ...]
    updated: datetime
    withdrawn: bool = False


def state(session: Session, now: datetime) -> State:
    """Equal as long as the days are: they follow from what was read, said and decided until today."""
    newest = (models.Watch.last_read, models.Version.id, models.Change.id, models.Rectification.id, models.Event.revised)
    return (day_in_brussels(now), *(session.scalar(select(func.max(column))) for column in newest))


def days(session: Session, now: datetime) -> list[Day]:
    """Every day of the last 90 and of the coming ten years, the earliest first."""
    found = [*_told(session, now), *_named(session, now), *_withdrawn(session, now)]
    return sorted(found, key=lambda each: (each.day, each.kind, each.id))


def _told(session: Session, now: datetime) -> Iterator[Day]:
    """What ends and what begins to apply, as digests tell it."""
    for each in ahead(session, now, BACK, FORTH):
        first = min(each.event.changes, key=lambda change: (change.id, change.watch, change.change.key))
        yield _day(session, _id(each.kind, first), each.kind, each.day, each.event.changes)


def _id(kind: str, first: RecordedChange) -> str:
    """The Change that told it first; what nobody saw appear is known by its Provision."""
    if first.id != NO_ROW:
        return f"{kind}-{first.id}"
    return f"{kind}-{sha256(f'{first.watch} {first.change.key}'.encode()).hexdigest()[:16]}"


def _day(session: Session, id: str, kind: str, day: date, changes: Iterable[RecordedChange], *, withdrawn: bool = False) -> Day:  # noqa: PLR0913
    told = tuple(changes)
    known = revisions(session, told)
    topics = tuple(dict.fromkeys(topic for change in told for topic in change.topics))
    return Day(id, kind, day, topics, told, max(updated(change, known) for change in told), withdrawn)


def _named(session: Session, now: datetime) -> Iterator[Day]:
    """Deadlines, and entries into force on another day than that from which the rule binds; one for all Changes of an Event."""
    row = models.Change
    content = cast(row.content, Text)
    names_one = or_(content.contains('"role": "deadline"'), content.contains('"in_force": "'))
    groups: dict[tuple[str, date, int | None], list[RecordedChange]] = {}
    for change in _changes(session, now, row.detected > now - LOOK_BACK, row.event_id.is_not(None), names_one):
        for kind, day in [] if change.withdrawn else named_by(change.change):
            groups.setdefault((kind, day, change.event), []).append(change)
    for (kind, day, _), changes in groups.items():
        if _in_span(day, now):
            yield _day(session, _id(kind, changes[0]), kind, day, changes)


def named_by(change: Change) -> Iterator[tuple[str, date]]:
    """The days beside that from which it binds: of its entry into force, and until when something must be done."""
    enters = day_of(change.dates.in_force)
    if enters and change.dates.in_force != change.effective:
        yield IN_FORCE, enters
    stated = {fact.after.value for fact in change.facts if fact.type is FactType.DATE and fact.role == DEADLINE and fact.after}
    yield from ((DEADLINE, day) for day in sorted(filter(None, map(day_of, stated))))


def _withdrawn(session: Session, now: datetime) -> Iterator[Day]:
    """What was told and is not so, so that a calendar takes it out again."""
    withdrawn = models.Change.rectifications.any(models.Rectification.kind == "withdrawn")
    for change in _changes(session, now, withdrawn):
        begins = day_of(change.change.effective)
        told = [*([(APPLIES, begins)] if begins else []), *named_by(change.change)]
        for kind, day in told if change.withdrawn else []:
            if _in_span(day, now):
                yield _day(session, _id(kind, change), kind, day, [change], withdrawn=True)


def _changes(session: Session, now: datetime, *those: ColumnElement[bool]) -> list[RecordedChange]:
    row = models.Change
    told = (row.technical.is_(False), row.quiet.is_(False), row.detected <= now)
    return recorded_changes(session, session.scalars(select(row.id).where(*told, *those).order_by(row.id)).all())


def _in_span(day: date, now: datetime) -> bool:
    today = day_in_brussels(now)
    return today - BACK <= day <= today + FORTH
