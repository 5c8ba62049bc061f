"""Values through time: the Facts that a document stated when it was first read, and each FactChange since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.orm import Session

from api.following import FIRST_SIGHT, Key, first_reading, series_of, stated
from core import models
from core.errors import NotInHistory
from core.finding import is_found
from core.history import ChangeFilter, changes
from core.paging import Order, Page, read_cursor, write_cursor
from core.records import RecordedChange
from core.search import query
from core.values import FactChange, FactType, Provision, Rule

MOST = 5_000
"""How many FactChanges are looked at for one page of a rare type: the page ends there, and its cursor goes on."""
AT_A_TIME = 50

Item = TypeVar("Item")


@dataclass(frozen=True)
class FactFilter:
    """Which values are wanted; every condition given must hold. ``changes`` are the conditions on the Changes."""

    changes: ChangeFilter
    type: FactType | None = None
    unit: str | None = None
    series: str | None = None

    def meets(self, fact: FactChange, series: str) -> bool:
        """Whether the conditions on the value itself hold."""
        units = {side.unit for side in (fact.before, fact.after) if side}
        return self.type in (None, fact.type) and self.series in (None, series) and (self.unit is None or self.unit in units)


@dataclass(frozen=True)
class RecordedFact:
    """One step of a value: a FactChange with where, when and by what Change it came; no Change where it was read at first."""

    series: str
    fact: FactChange
    watch: str
    url: str
    language: str
    key: str
    path: str
    detected: datetime
    change: int | None = None
    rule: Rule | None = None
    effective: str | None = None
    rectified: str | None = None


@dataclass(frozen=True)
class Document:
    """A Watch with all that it ever stated: every series of it begins with its first reading."""

    session: Session
    watch: models.Watch

    @cached_property
    def first(self) -> models.Version | None:
        """What was read at first sight."""
        return first_reading(self.session, self.watch.id)

    @cached_property
    def stated_at_first(self) -> tuple[tuple[Provision, FactChange], ...]:
        """The Facts of the first reading, as FactChanges without anything before."""
        return stated(self.first.provisions, self.watch.language) if self.first else ()

    @cached_property
    def series(self) -> Mapping[Key, str]:
        """The series of every FactChange."""
        return series_of(self.session, {self.watch.id}).get(self.watch.id, {})


def recorded_facts(
    session: Session, wanted: FactFilter, cursor: str | None = None, limit: int = 50, order: Order = "desc"
) -> Page[RecordedFact]:
    """A page of values in the order they were recorded, newest first or (``asc``) oldest first; of one Watch from its first reading on.

    A page may hold fewer than ``limit`` where what is wanted is rare; its cursor goes on. In ``asc`` the cursor is never ``None``.
    """
    start = _start(cursor)
    items: list[RecordedFact] = []
    last, more = start, False
    for looked, (key, item) in enumerate(_steps(session, wanted, start, order)):
        if len(items) == limit or looked == MOST:
            more = True
            break
        last = key
        items += [item] if item else []
    if order == "asc":
        return Page(tuple(items), write_cursor(*(last or (0, 0))))
    return Page(tuple(items), write_cursor(*last) if more and last else None)


def _start(cursor: str | None) -> Key | None:
    if cursor is None:
        return None
    number, place = read_cursor(cursor, int, int)
    return int(number), int(place)


def _steps(session: Session, wanted: FactFilter, start: Key | None, order: Order) -> Iterator[tuple[Key, RecordedFact | None]]:
    """Every step behind ``start``, ``None`` in the place of one that is not wanted."""
    parts = [_since(session, wanted, start, order)]
    if wanted.changes.watch is not None:
        parts.insert(0 if order == "asc" else 1, _at_first(_document(session, wanted.changes.watch), wanted, order))
    for part in parts:
        for key, item in part:
            if start is None or (key > start if order == "asc" else key < start):
                yield key, item


def _document(session: Session, watch: str) -> Document:
    row = session.get(models.Watch, watch)
    if row is None:
        raise NotInHistory(f"There is no Watch {watch}; `veille status` lists those there are.")
    return Document(session, row)


def _at_first(document: Document, wanted: FactFilter, order: Order) -> Iterator[tuple[Key, RecordedFact | None]]:
    """What was read at first sight; it has no rule, so that a condition on the rule leaves it out."""
    if document.first is None or wanted.changes.rule is not None or not _is_about(document.watch, wanted.changes):
        return
    asked = query(wanted.changes.q)
    for place, (provision, fact) in _ordered(enumerate(document.stated_at_first, 1), order):
        series = document.series[FIRST_SIGHT, place]
        met = wanted.meets(fact, series) and is_found(f"{provision.path} {provision.text}", asked)
        yield (FIRST_SIGHT, place), _first(document, document.first, provision, fact, series) if met else None


def _is_about(watch: models.Watch, wanted: ChangeFilter) -> bool:
    return wanted.source in (None, watch.source) and (wanted.topic is None or wanted.topic in watch.topics)


def _first(document: Document, version: models.Version, provision: Provision, fact: FactChange, series: str) -> RecordedFact:
    watch = document.watch
    url = provision.url or watch.url
    return RecordedFact(series, fact, watch.id, url, watch.language, provision.key, provision.path, version.instant)


def _since(session: Session, wanted: FactFilter, start: Key | None, order: Order) -> Iterator[tuple[Key, RecordedFact | None]]:
    """What changed; a place of its own before the first FactChange of each Change counts those that state no value."""
    for page in _pages(session, wanted.changes, start, order):
        names = series_of(session, {recorded.watch for recorded in page})
        for recorded in page:
            for place, fact in _ordered(enumerate([None, *recorded.change.facts]), order):
                key = (recorded.id, place)
                name = names[recorded.watch].get(key, "")
                yield key, _step(recorded, fact, name) if fact and wanted.meets(fact, name) else None


def _pages(session: Session, wanted: ChangeFilter, start: Key | None, order: Order) -> Iterator[tuple[RecordedChange, ...]]:
    """The Changes from that of ``start`` on."""
    beside = None if start is None else max(0, start[0] + (1 if order == "desc" else -1))
    cursor = None if beside is None else write_cursor(beside)
    while True:
        page = changes(session, wanted, cursor, AT_A_TIME, order)
        yield page.items
        cursor = page.next
        if cursor is None or not page.items:
            return


def _ordered(found: Iterable[Item], order: Order) -> Iterator[Item]:
    return iter(found) if order == "asc" else reversed(list(found))


def _step(recorded: RecordedChange, fact: FactChange, series: str) -> RecordedFact:
    change = recorded.change
    return RecordedFact(
        series=series,
        fact=fact,
        watch=recorded.watch,
        url=recorded.url,
        language=recorded.language,
        key=change.key,
        path=change.path,
        detected=recorded.detected,
        change=recorded.id,
        rule=change.rule,
        effective=change.effective,
        rectified=recorded.rectified.kind if recorded.rectified else None,
    )
