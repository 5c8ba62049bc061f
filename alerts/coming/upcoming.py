"""The days that come near without any publication: a rule ends by itself, or what was announced begins to apply."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, select
from sqlalchemy.orm import Session, joinedload

from alerts.coming.ends import End, ends
from alerts.coming.put_off import PutOff, put_off
from alerts.messages import Upcoming
from alerts.messages.items import day_of, headline
from core import models
from core.clock import BRUSSELS
from core.database import in_batches
from core.history import recorded_changes
from core.history_records import evidence_of
from core.records import RecordedChange, RecordedEvent
from core.values import Significance, WatchKind

THRESHOLDS = (30, 90, 180)
"""Days before an end at which it is told."""
NEAR = timedelta(days=max(THRESHOLDS))
ENDS, APPLIES = "ends", "applies"
HEADLINES = 3
"""How many things that end or begin on one day a line names."""
Span = tuple[date, date]
"""The first and the last day that are looked at."""
REMEMBERED, AT_ONCE = 20_000, 200
"""How many texts are remembered with the ends that they state, and how many new ones are read at once."""
NO_ROW = 0
"""The number of a Change that never happened: the sentence stands there, and nobody saw it appear."""


class Newest(NamedTuple):
    """The newest Version of a Watch, without its text, and what the text is read as."""

    id: int
    language: str
    kind: str


Read = dict[tuple[Newest, int], tuple[End, ...]]
"""What was read of a text, from a year on: nearly always nothing."""
_read: WeakKeyDictionary[Pool, Read] = WeakKeyDictionary()
"""By the pool, which all sessions of a database share."""


@dataclass(frozen=True)
class Ahead:
    """One day that comes near: ``kind`` (``ends``, ``applies``) and, as an Event, every text that tells it on a shared Topic."""

    day: date
    kind: str
    event: RecordedEvent


def ahead(session: Session, now: datetime, back: timedelta = timedelta(), forth: timedelta = NEAR) -> list[Ahead]:
    """The days of the next 180, the nearest first, or of another span around today; an end that was put off meanwhile is none."""
    today = day_in_brussels(now)
    span = (today - back, today + forth)
    days = [*_gathered(_ends(session, now, span), ENDS, now), *_gathered(_starts(session, now, span), APPLIES, now)]
    return sorted(days, key=lambda each: (each.day, each.kind))


def came_near(days: Iterable[Ahead], since: date, today: date) -> bool:
    """Whether one of the ends came within a threshold after the day ``since``."""
    ends_of_rules = [each for each in days if each.kind == ENDS]
    return any((each.day - today).days <= threshold < (each.day - since).days for each in ends_of_rules for threshold in THRESHOLDS)


def line(each: Ahead, language: str, today: date) -> Upcoming:
    """A day as a digest tells it."""
    first = in_language(each.event, language)[0]
    return Upcoming(each.day, (each.day - today).days, each.kind, " · ".join(headlines(each.event, language)), first.url)


def headlines(event: RecordedEvent, language: str) -> list[str]:
    """What the texts tell, each thing once, in the words of ``language``; by those in that language where there are any."""
    told = [change for change in event.changes if change.language == language] or event.changes
    return list(dict.fromkeys(headline(change, language) for change in told))[:HEADLINES]


def in_language(event: RecordedEvent, language: str) -> list[RecordedChange]:
    """The texts that tell it, those in the reader's language first."""
    return sorted(event.changes, key=lambda change: change.language != language)


def day_in_brussels(now: datetime) -> date:
    """The day that people have at ``now``."""
    return now.astimezone(BRUSSELS).date()


def _ends(session: Session, now: datetime, span: Span) -> Iterator[tuple[date, RecordedChange]]:
    """The ends that official texts state today, each as the Change that its sentence would be."""
    first, last = span
    stated = _stated(session, now, first.year)
    near = [each for each in stated if first.isoformat() <= each[2].day <= last.isoformat()]
    if not near:
        return
    further = [PutOff(frozenset(watch.topics), end.subjects, None, end.day) for _, watch, end in stated if end.prolongs]
    further += put_off(session, {end.day for *_, end in near}, now)
    for row, watch, end in near:
        if not any(each.puts_off(end, watch.topics) for each in further):
            yield date.fromisoformat(end.day), _told(row, watch, end)


def _stated(session: Session, now: datetime, year: int) -> list[tuple[models.Version, models.Watch, End]]:
    """What every official Watch says now of ends from a year on; of thousands of texts only those that were not read before are."""
    newest = _newest(session, now)
    read = _read_with(session, newest, year)
    speaking = {each.id: said for each in newest if (said := read[each, year])}
    row, watch = models.Version, models.Watch
    found = select(row, watch).join(watch, row.watch_id == watch.id).where(row.id.in_(speaking)).order_by(watch.id)
    return [(version, of, end) for version, of in session.execute(found.options(joinedload(row.snapshot))) for end in speaking[version.id]]


def _newest(session: Session, now: datetime) -> list[Newest]:
    """What tells the newest text of every official Watch from any other."""
    row, watch = models.Version, models.Watch
    newest = select(row.id).where(row.watch_id == watch.id, row.instant <= now).order_by(row.number.desc()).limit(1).correlate(watch)
    found = select(row.id, watch.language, watch.kind).join(watch, row.id == newest.scalar_subquery())
    return [Newest(*each) for each in session.execute(found.where(watch.active, watch.kind != WatchKind.OWN))]


def _read_with(session: Session, newest: Sequence[Newest], year: int) -> Read:
    """What was read before, and these."""
    row, pool = models.Version, session.get_bind().engine.pool
    if pool not in _read or len(_read[pool]) > REMEMBERED:
        _read[pool] = {}
    read = _read[pool]
    for batch in in_batches([each for each in newest if (each, year) not in read], AT_ONCE):
        texts = dict(session.execute(select(row.id, row.provisions).where(row.id.in_([each.id for each in batch]))).all())
        read.update({(each, year): ends(texts[each.id], each.language, each.kind, year) for each in batch})
    return read


def _told(version: models.Version, watch: models.Watch, end: End) -> RecordedChange:
    return RecordedChange(
        id=NO_ROW,
        change=end.change,
        watch=watch.id,
        source=watch.source,
        source_name=watch.source_name,
        url=watch.url,
        language=watch.language,
        topics=tuple(watch.topics),
        event=None,
        stage="in_force",
        detected=version.instant,
        published=None,
        technical=False,
        before=None,
        after=evidence_of(version.snapshot),
    )


def _starts(session: Session, now: datetime, span: Span) -> Iterator[tuple[date, RecordedChange]]:
    """The Changes that were told and bind from a day to come, or of the span."""
    row, (first, last) = models.Change, span
    days = (row.effective > first.isoformat(), row.effective <= last.isoformat())
    told = (row.event_id.is_not(None), row.technical.is_(False), row.quiet.is_(False), row.detected <= now)
    for change in recorded_changes(session, session.scalars(select(row.id).where(*days, *told).order_by(row.id)).all()):
        if (day := day_of(change.change.effective)) and not change.withdrawn and not _is_replaced(session, change, now):
            yield day, change


def _is_replaced(session: Session, change: RecordedChange, now: datetime) -> bool:
    """Whether the document said otherwise later, before it applied."""
    row, said = models.Change, change.change
    applied = datetime.combine(day_of(said.effective) or date.max, time.min, BRUSSELS)
    seen = (row.detected <= min(now, applied), row.technical.is_(False), row.quiet.is_(False))
    later = session.scalars(select(row.content).where(row.watch_id == change.watch, row.id > change.id, *seen))
    return any(said.key in (content["key"], content.get("key_before")) and content["before"] == said.after for content in later)


def _gathered(told: Iterable[tuple[date, RecordedChange]], kind: str, now: datetime) -> Iterator[Ahead]:
    """One for all texts that tell the same end on a Topic that they share; one for each Event of which rules begin to apply."""
    groups: list[tuple[date, list[RecordedChange]]] = []
    for day, change in told:
        same = [group for group in groups if group[0] == day and any(_shares(change, other) for other in group[1])]
        groups = [group for group in groups if group not in same]
        groups.append((day, [*(each for group in same for each in group[1]), change]))
    for day, changes in groups:
        yield Ahead(day, kind, _as_event(changes, now))


def _shares(one: RecordedChange, other: RecordedChange) -> bool:
    if one.event or other.event:
        return one.event == other.event
    return one.watch == other.watch or not set(one.topics).isdisjoint(other.topics)


def _as_event(changes: Sequence[RecordedChange], now: datetime) -> RecordedEvent:
    return RecordedEvent(
        id=NO_ROW,
        revision=1,
        created=now,
        topics=tuple(dict.fromkeys(topic for change in changes for topic in change.topics)),
        significance=Significance.highest([change.change.significance for change in changes]),
        changes=tuple(changes),
    )
