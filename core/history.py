"""The history of Changes and Events, read from the database as values.

The API, the command line and the alerts all read it here. What is recorded and never sent is left out unless
asked for: technical Changes (our reading changed, not the page) and quiet ones (swings, marked noise).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text, cast, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core import models
from core.contract import change_as_json, change_from_json
from core.errors import NotInHistory
from core.instants import instant_as_text
from core.paging import Order, Page, is_number, page_of, read_cursor, write_cursor
from core.records import Evidence, RecordedChange, RecordedEvent, Rectified
from core.search import indexed
from core.values import Rule, Significance, WatchKind

Row = TypeVar("Row", models.Change, models.Event)


@dataclass(frozen=True)
class ChangeFilter:
    """Which Changes are wanted; every condition given must hold.

    ``significance`` is a minimum, ``since`` and ``until`` bound ``detected`` and include their own instant,
    ``q`` holds words that must all occur in the path, the texts or the summaries. ``technical`` brings the quiet ones too.
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
    row = session.scalar(_with_evidence().where(models.Change.id == change_id)) if is_number(change_id) else None
    if row is None:
        raise NotInHistory(f"There is no Change {change_id} in the history; `veille log` lists those there are.")
    return _recorded(row)


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
    return _numbered_page(session, _with_evidence().where(*_conditions(wanted)), cursor, limit, order).map(_recorded)


def events(
    session: Session, cursor: str | None = None, limit: int = 50, order: Order = "desc", topic: str | None = None
) -> Page[RecordedEvent]:
    """A page of the Events with their Changes; the cursor behaves as that of ``changes``."""
    conditions = [] if topic is None else [has_topic(models.Event.topics, topic)]
    page = _numbered_page(session, select(models.Event).where(*conditions), cursor, limit, order)
    return Page(_recorded_events(session, page.items), page.next)


def change_record(recorded: RecordedChange) -> dict[str, Any]:
    """A Change as the API and ``veille log`` show it: the keys of ``veille diff`` and where, when and by what it was seen."""
    return change_as_json(recorded.change) | {
        "id": recorded.id,
        "watch": recorded.watch,
        "source": recorded.source,
        "url": recorded.url,
        "language": recorded.language,
        "topics": list(recorded.topics),
        "event": recorded.event,
        "stage": recorded.stage,
        "detected": instant_as_text(recorded.detected),
        "published": recorded.published,
        "technical": recorded.technical,
        "rectified": rectified_record(recorded.rectified) if recorded.rectified else None,
        "snapshots": {
            "before": evidence_record(recorded.before) if recorded.before else None,
            "after": evidence_record(recorded.after),
        },
    }


def event_record(recorded: RecordedEvent) -> dict[str, Any]:
    """An Event as the API shows it."""
    return {
        "id": recorded.id,
        "revision": recorded.revision,
        "created": instant_as_text(recorded.created),
        "topics": list(recorded.topics),
        "significance": recorded.significance.value,
        "changes": [change_record(change) for change in recorded.changes],
    }


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """A Snapshot's number, SHA-256, instant and address as the API shows them."""
    return {"id": evidence.id, "sha256": evidence.sha256, "instant": instant_as_text(evidence.instant), "url": evidence.url}


def rectified_record(rectified: Rectified) -> dict[str, Any]:
    """What a person said of a Change since it was told, as the API shows it."""
    return {"kind": rectified.kind, "note": rectified.note, "made": instant_as_text(rectified.made)}


def evidence_of(snapshot: models.Snapshot) -> Evidence:
    """The evidence that a stored Snapshot is."""
    return Evidence(snapshot.id, snapshot.sha256, snapshot.instant, snapshot.url)


def has_topic(topics: Any, topic: str) -> ColumnElement[bool]:
    """Whether a JSON list of topics holds ``topic``, said so that SQLite and PostgreSQL both understand it."""
    return cast(topics, Text).contains(f'"{topic}"', autoescape=True)


def _conditions(wanted: ChangeFilter) -> Iterable[ColumnElement[bool]]:
    row = models.Change
    if not wanted.technical:
        yield row.technical.is_(False)
        yield row.quiet.is_(False)
    if wanted.watch is None:
        # What we change on our own pages is nobody's news; who asks for such a page by name gets it.
        yield row.watch.has(models.Watch.kind != WatchKind.OWN)
    if wanted.topic is not None:
        yield has_topic(row.topics, wanted.topic)
    if wanted.source is not None:
        yield row.watch_id.in_(select(models.Watch.id).where(models.Watch.source == wanted.source))
    if wanted.significance is not None:
        yield row.significance.in_([each.value for each in Significance if each.rank >= wanted.significance.rank])
    if wanted.since is not None:
        yield row.detected >= wanted.since
    if wanted.until is not None:
        yield row.detected <= wanted.until
    yield from (row.folded.contains(word, autoescape=True) for word in indexed(wanted.q).split())
    equal = {row.watch_id: wanted.watch, row.language: wanted.language, row.rule: wanted.rule}
    yield from (column == value for column, value in equal.items() if value is not None)


def _numbered_page(session: Session, statement: Select[Row], cursor: str | None, limit: int, order: Order) -> Page[Row]:
    number = statement.column_descriptions[0]["entity"].id
    if cursor is not None:
        (last,) = read_cursor(cursor, int)
        statement = statement.where(number < last if order == "desc" else number > last)
    rows = session.scalars(statement.order_by(number.desc() if order == "desc" else number).limit(limit + 1)).all()
    page = page_of(rows, limit, lambda row: write_cursor(row.id))
    if order == "desc":
        return page
    return Page(page.items, write_cursor(page.items[-1].id) if page.items else cursor or write_cursor(0))


def _with_evidence() -> Select[models.Change]:
    return select(models.Change).options(
        joinedload(models.Change.watch),
        joinedload(models.Change.version_before).joinedload(models.Version.snapshot),
        joinedload(models.Change.version_after).joinedload(models.Version.snapshot),
        joinedload(models.Change.snapshot),
        selectinload(models.Change.rectifications),
    )


def _recorded_events(session: Session, rows: Sequence[models.Event]) -> tuple[RecordedEvent, ...]:
    numbers = [row.id for row in rows]
    found = session.scalars(
        _with_evidence().where(models.Change.event_id.in_(numbers), models.Change.technical.is_(False)).order_by(models.Change.id)
    ).all()
    by_event: dict[int | None, list[RecordedChange]] = {}
    for change in sorted(map(_recorded, found), key=_most_telling):
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


def _most_telling(recorded: RecordedChange) -> tuple[int, int, int]:
    """The most significant first, a fee before the date from which it applies, otherwise in the order of the text."""
    return -recorded.change.significance.rank, list(Rule).index(recorded.change.rule), recorded.id


def _recorded(row: models.Change) -> RecordedChange:
    last = row.rectifications[-1] if row.rectifications else None
    return RecordedChange(
        id=row.id,
        change=change_from_json(row.content),
        watch=row.watch_id,
        source=row.watch.source,
        source_name=row.watch.source_name,
        url=row.url,
        language=row.language,
        topics=tuple(row.topics),
        event=row.event_id,
        stage=row.stage,
        detected=row.detected,
        published=row.published,
        technical=row.technical,
        before=evidence_of(row.version_before.snapshot) if row.version_before else None,
        after=evidence_of(row.snapshot or row.version_after.snapshot),
        rectified=Rectified(last.kind, last.note, last.made) if last else None,
    )
