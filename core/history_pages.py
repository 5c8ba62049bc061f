"""Pages of Changes and Events as the API writes them: the text of each is taken from the database as it stands there.

To make values of thousands of words, and text of the values again, would take longer than all the rest of an answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Row, Text, case, cast, func, select
from sqlalchemy.orm import Session

from core import models
from core.history import ChangeFilter, last_said, most_telling, numbers_of_changes, numbers_of_events, proof_of, with_evidence
from core.history_records import event_record, seen_record
from core.paging import Order, Page, write_cursor
from core.records import Rectified

ENOUGH = 4_000_000
"""Bytes after which a page ends, and its cursor goes on: a text may be of any length."""
LONG = 20_000
"""Characters beyond which a Change is fetched by itself, where it is still wanted."""
TEXT = cast(models.Change.content, Text)
SHORT_TEXT = case((func.length(TEXT) <= LONG, TEXT))


class Stored(NamedTuple):
    """A row ``with_evidence``, and what was said of the Change since."""

    row: Row[Any]
    rectified: Rectified | None

    def order(self) -> tuple[int, int, int]:
        """Its place within its Event."""
        return most_telling(self.row.significance, self.row.rule, self.row.id)


def page_of_changes(session: Session, wanted: ChangeFilter, cursor: str | None, limit: int, order: Order) -> Page[bytes]:
    """A page of the Changes as JSON, each as ``change_record`` shows it; it ends earlier where their texts are long."""
    page = numbers_of_changes(session, wanted, cursor, limit, order)
    stored = {each.row.id: each for each in _stored(session, models.Change.id.in_(page.items))} if page.items else {}
    return _with_enough(page, (_text(session, stored[number]) for number in page.items))


def page_of_events(session: Session, cursor: str | None, limit: int, order: Order, topic: str | None) -> Page[bytes]:
    """A page of the Events as JSON, each with its Changes, the most telling first."""
    page = numbers_of_events(session, cursor, limit, order, topic)
    return _with_enough(page, _events(session, page.items))


def _events(session: Session, numbers: Sequence[int]) -> Iterator[bytes]:
    events = {row.id: row for row in session.scalars(select(models.Event).where(models.Event.id.in_(numbers)))}
    told: dict[int, list[Stored]] = {number: [] for number in numbers}
    for stored in _stored(session, models.Change.event_id.in_(numbers) & models.Change.technical.is_(False)):
        told[stored.row.event].append(stored)
    for number, those in told.items():
        changes = [_text(session, each) for each in sorted(those, key=Stored.order)]
        yield b'%b,"changes":[%b]}' % (to_json(event_record(events[number]))[:-1], b",".join(changes))


def _stored(session: Session, condition: ColumnElement[bool]) -> list[Stored]:
    rows = session.execute(with_evidence(SHORT_TEXT).where(condition)).all()
    said = last_said(session, [row.id for row in rows])
    return [Stored(row, said.get(row.id)) for row in rows]


def _text(session: Session, stored: Stored) -> bytes:
    row, rectified = stored
    text = row.content or session.scalars(select(TEXT).where(models.Change.id == row.id)).one()
    return b"%b,%b" % (text.encode()[:-1], to_json(seen_record(row, *proof_of(row), rectified))[1:])


def _with_enough(page: Page[int], texts: Iterable[bytes]) -> Page[bytes]:
    """The page with its texts, as many of them as are enough."""
    taken: list[bytes] = []
    size = 0
    for text in texts:
        size += len(text)
        if taken and size > ENOUGH:
            return Page(tuple(taken), write_cursor(page.items[len(taken) - 1]))
        taken.append(text)
    return Page(tuple(taken), page.next)
