"""The history of Changes and Events, read from the database as values.

The API, the command line and the alerts all read it here. What is recorded and never sent is left out unless
asked for: technical Changes (our reading changed, not the page) and quiet ones (swings, marked noise).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core import models
from core.contract import change_from_json
from core.database import in_batches
from core.errors import NotInHistory
from core.numbered import Turn, page_of_numbers
from core.paging import Order, Page, is_number
from core.records import Evidence, RecordedChange, RecordedEvent, Rectified
from core.search import EVERY, OFFICIAL, TOLD, mark, query
from core.search_index import WORDS, meets, stand_together
from core.values import Rule, Significance

AT_ONCE = 500
"""How many Changes one statement names."""


@dataclass(frozen=True)
class ChangeFilter:
    """Which Changes are wanted; every condition given must hold.

    ``significance`` is a minimum, ``since`` and ``until`` bound ``detected`` and include their own instant,
    ``q`` asks for words of the path, the texts or the summaries (``core.search.query``). ``technical`` brings the quiet ones too.
    """

    topic: str | None = None
    source: str | None = None
    watch: str | None = None
    language: str | None = None
    significance: Significance | None = None
    rule: Rule | None = None
    q: str = ""
    since: datetime | None = None
    until: datetime | None = None
    technical: bool = False


def recorded_change(session: Session, change_id: int) -> RecordedChange:
    """The Change with this number; ``NotInHistory`` where there is none."""
    found = _recorded_changes(session, models.Change.id == change_id) if is_number(change_id) else []
    if not found:
        raise NotInHistory(f"There is no Change {change_id} in the history; `veille log` lists those there are.")
    return found[0]


def recorded_changes(session: Session, numbers: Sequence[int]) -> list[RecordedChange]:
    """The Changes with these numbers in that order; those that are not there are left out."""
    found = {each.id: each for batch in in_batches(numbers, AT_ONCE) for each in _recorded_changes(session, models.Change.id.in_(batch))}
    return [found[number] for number in numbers if number in found]


def recorded_event(session: Session, event_id: int) -> RecordedEvent:
    """The Event with this number at its present revision; ``NotInHistory`` where there is none."""
    event = session.get(models.Event, event_id) if is_number(event_id) else None
    if event is None:
        raise NotInHistory(f"There is no Event {event_id} in the history; the events of the API list those there are.")
    return _recorded_events(session, [event])[0]


def recorded_events(session: Session, numbers: Sequence[int]) -> tuple[RecordedEvent, ...]:
    """The Events with these numbers in that order, each at its present revision; those that are not there are left out."""
    found = {event.id: event for event in session.scalars(select(models.Event).where(models.Event.id.in_(numbers)))}
    return _recorded_events(session, [found[number] for number in numbers if number in found])


def changes(
    session: Session, wanted: ChangeFilter, cursor: str | None = None, limit: int = 50, order: Order = "desc"
) -> Page[RecordedChange]:
    """A page of the Changes in the order they were recorded, newest first or (``asc``) oldest first.

    In ``asc`` the cursor is never ``None``: it stands after the last Change known and can be asked again later.
    """
    page = numbers_of_changes(session, wanted, cursor, limit, order)
    return Page(tuple(recorded_changes(session, page.items)), page.next)


def numbers_of_changes(session: Session, wanted: ChangeFilter, cursor: str | None, limit: int, order: Order) -> Page[int]:
    """The numbers of that page."""
    span = _span(session, wanted)
    return page_of_numbers(session, _found(session, wanted, span), Turn(cursor, limit, order, span, few=wanted.watch is not None))


def how_many(session: Session, wanted: ChangeFilter, most: int) -> int:
    """How many Changes meet the conditions; ``most`` + 1 where they are more."""
    found = _found(session, wanted, _span(session, wanted)).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def numbers_of_events(session: Session, cursor: str | None, limit: int, order: Order, topic: str | None) -> Page[int]:
    """The numbers of a page of the Events; the cursor behaves as that of ``changes``."""
    conditions = [] if topic is None else [has_topic(models.Event.topics, topic)]
    return page_of_numbers(session, select(models.Event.id.label("number")).where(*conditions), Turn(cursor, limit, order))


def has_topic(topics: Any, topic: str) -> ColumnElement[bool]:
    """Whether a JSON list of topics holds ``topic``, said so that SQLite and PostgreSQL both understand it."""
    return cast(topics, Text).contains(f'"{topic}"', autoescape=True)


def _found(session: Session, wanted: ChangeFilter, span: tuple[int, int] | None) -> Select[int]:
    """The numbers of the Changes that meet every condition."""
    dialect, asked = session.get_bind().dialect.name, query(wanted.q)
    number = WORDS.c.rowid.label("number")
    found = select(number).where(meets(dialect, asked, list(_marks(wanted))))
    if span:
        found = found.where(WORDS.c.rowid.between(*span))
    if wanted.watch is not None and dialect == "postgresql":
        # It finds the few Changes of a Watch by their own index sooner than it looks up every word that begins as one asked for.
        found = found.where(WORDS.c.rowid.in_(select(models.Change.id).where(models.Change.watch_id == wanted.watch)))
    others = [*stand_together(dialect, asked), *_between(models.Change.detected, wanted)]
    return found.join(models.Change, models.Change.id == WORDS.c.rowid).where(*others) if others else found


def _marks(wanted: ChangeFilter) -> Iterator[list[str]]:
    """Of each of these sets a Change must have one mark."""
    yield [EVERY if wanted.technical else TOLD]
    # What we change on our own pages is nobody's news; who asks for such a page by name gets it.
    yield [EVERY if wanted.watch is not None else OFFICIAL]
    equal = {"topic": wanted.topic, "source": wanted.source, "watch": wanted.watch, "language": wanted.language, "rule": wanted.rule}
    yield from ([mark(name, value)] for name, value in equal.items() if value is not None)
    if wanted.significance is not None:
        yield [mark("significance", each) for each in Significance if each.rank >= wanted.significance.rank]


def _between(instant: Any, wanted: ChangeFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield instant >= wanted.since
    if wanted.until is not None:
        yield instant <= wanted.until


def _span(session: Session, wanted: ChangeFilter) -> tuple[int, int] | None:
    """Between which numbers lies what was detected in the time that is asked for, so that no others are looked at."""
    row = models.Change
    if wanted.since is None and wanted.until is None:
        return None
    # Asked for the least alone, PostgreSQL would look at one number after the other.
    numbers = select(func.count(), func.min(row.id), func.max(row.id)).where(*_between(row.detected, wanted))
    count, first, last = session.execute(numbers).one()
    return (first, last) if count else (0, 0)


def _recorded_changes(session: Session, condition: ColumnElement[bool]) -> list[RecordedChange]:
    """The Changes that meet a condition, each with what was last said of it, in the order of their numbers."""
    rows = session.execute(with_evidence(models.Change.content).where(condition).order_by(models.Change.id)).all()
    last = last_said(session, [row.id for row in rows])
    return [_recorded(row, last.get(row.id)) for row in rows]


def last_said(session: Session, changes: Sequence[int]) -> dict[int, Rectified]:
    """What a person said last of those of the Changes of which somebody said something."""
    row = models.Rectification
    said = select(row.change_id, row.kind, row.note, row.made).where(row.change_id.in_(changes)).order_by(row.id)
    return {each.change_id: Rectified(each.kind, each.note, each.made) for each in session.execute(said)} if changes else {}


@cache
def with_evidence(content: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    """What is known of Changes, with their ``content`` or what is made of it, under the names of a ``RecordedChange``.

    Whole rows of six tables would cost more time than all the rest of an answer, and so does putting the statement together.
    """
    change, watch = models.Change, models.Watch
    before, after = aliased(models.Version), aliased(models.Version)
    first, then = aliased(models.Snapshot, name="first"), aliased(models.Snapshot, name="then")
    said = (change.id, content.label("content"), change.url, change.language, change.topics, change.stage, change.rule, change.significance)
    seen = (change.detected, change.published, change.technical, watch.source, watch.source_name)
    belongs = (change.watch_id.label("watch"), change.event_id.label("event"))
    proof = (column.label(f"{name}_{column.key}") for name, of in (("before", first), ("after", then)) for column in _proof(of))
    return (
        select(*said, *seen, *belongs, *proof)
        .join(watch, watch.id == change.watch_id)
        .join(after, after.id == change.version_after_id)
        .join(then, then.id == func.coalesce(change.snapshot_id, after.snapshot_id))
        .outerjoin(before, before.id == change.version_before_id)
        .outerjoin(first, first.id == before.snapshot_id)
    )


def _proof(snapshot: Any) -> tuple[Any, ...]:
    return snapshot.id, snapshot.sha256, snapshot.instant, snapshot.url


def _recorded_events(session: Session, rows: Sequence[models.Event]) -> tuple[RecordedEvent, ...]:
    numbers = [row.id for row in rows]
    found = _recorded_changes(session, and_(models.Change.event_id.in_(numbers), models.Change.technical.is_(False)))
    by_event: dict[int | None, list[RecordedChange]] = {}
    for change in sorted(found, key=lambda each: most_telling(each.change.significance, each.change.rule, each.id)):
        by_event.setdefault(change.event, []).append(change)
    return tuple(
        RecordedEvent(
            id=row.id,
            revision=row.revision,
            created=row.created,
            topics=tuple(row.topics),
            significance=Significance(row.significance),
            changes=tuple(by_event.get(row.id, [])),
            revised=row.revised,
            takes_effect=row.takes_effect,
        )
        for row in rows
    )


def most_telling(significance: str, rule: str, number: int) -> tuple[int, int, int]:
    """The most significant first, a fee before the date from which it applies, otherwise in the order of the text."""
    return -Significance(significance).rank, list(Rule).index(Rule(rule)), number


def _recorded(row: Any, last: Rectified | None) -> RecordedChange:
    known = {name: getattr(row, name) for name in ("id", "watch", "source", "source_name", "url", "language", "event", "stage")}
    seen = {name: getattr(row, name) for name in ("detected", "published", "technical")}
    before, after = proof_of(row)
    return RecordedChange(
        change=change_from_json(row.content), topics=tuple(row.topics), before=before, after=after, rectified=last, **known, **seen
    )


def proof_of(row: Any) -> tuple[Evidence | None, Evidence]:
    """The evidence on both sides of a Change ``with_evidence``."""
    before = Evidence(row.before_id, row.before_sha256, row.before_instant, row.before_url) if row.before_id else None
    return before, Evidence(row.after_id, row.after_sha256, row.after_instant, row.after_url)
