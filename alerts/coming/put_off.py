"""Ends that were put off: a later text says that what ends on a day goes on, whichever document still says otherwise."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from alerts.coming.ends import PROLONGED, UNTIL, End, subjects
from core import models
from core.contract import change_from_json
from core.values import Change, FactType, Significance

LOOK_BACK = timedelta(days=550)
"""How long ago a text may have put off an end that comes near now."""


@dataclass(frozen=True)
class PutOff:
    """A text said that what ends on ``day`` (any earlier day, where it names none) goes on until ``until``; days are ISO 8601."""

    topics: frozenset[str]
    subjects: frozenset[str]
    day: str | None
    until: str

    def puts_off(self, end: End, topics: Collection[str]) -> bool:
        """Whether it is about this end, told on these Topics: of that very day, or else surely of the same subject."""
        earlier = self.until > end.day and self.day in (None, end.day) and not self.topics.isdisjoint(topics)
        both_named = bool(self.subjects and end.subjects)
        return earlier and (bool(self.subjects & end.subjects) if both_named else self.day is not None)


def put_off(session: Session, days: Collection[str], now: datetime) -> Iterator[PutOff]:
    """What the Changes of the last year and a half say of ends on these days."""
    row = models.Change
    content = cast(row.content, Text)
    seen = (row.detected > now - LOOK_BACK, row.detected <= now, row.technical.is_(False), row.quiet.is_(False))
    named = or_(*(content.contains(f'"{day}"') for day in days), content.contains(f'"{PROLONGED}"'))
    stands = ~row.rectifications.any(models.Rectification.kind == "withdrawn")
    wanted = select(row.topics, row.language, row.content).where(*seen, row.significance == Significance.MAJOR, named, stands)
    for topics, language, shape in session.execute(wanted):
        yield from _said(change_from_json(shape), frozenset(topics), language)


def _said(change: Change, topics: frozenset[str], language: str) -> Iterator[PutOff]:
    about = subjects(" ".join(filter(None, (change.before, change.after))), language)
    prolongs = any(fact.type is FactType.STATUS and fact.after and fact.after.value == PROLONGED for fact in change.facts)
    for fact in change.facts:
        if fact.type is FactType.DATE and fact.role == UNTIL and fact.after and (fact.before or prolongs):
            yield PutOff(topics, about, fact.before.value if fact.before else None, fact.after.value)
