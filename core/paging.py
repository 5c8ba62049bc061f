"""Pages of a list and the cursors between them.

A cursor holds the key of the last item given, so that what arrives meanwhile is neither skipped nor repeated.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from core.errors import VeilleError

LARGEST = 2**31 - 1
"""The greatest number that a row can have on every database."""

Order = Literal["desc", "asc"]
Item = TypeVar("Item")
Row = TypeVar("Row")
Shape = TypeVar("Shape")


class CursorError(VeilleError):
    """A cursor that no page of this list gave."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Items of a list, and the cursor to ask for the following ones (``None`` where there are none)."""

    items: tuple[Item, ...]
    next: str | None

    def map(self, shape: Callable[[Item], Shape]) -> "Page[Shape]":
        """The same page with each item in another shape."""
        return Page(tuple(map(shape, self.items)), self.next)


def write_cursor(*key: int | str) -> str:
    """An opaque cursor for the item with this key."""
    return urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *types: type[int] | type[str]) -> list[int | str]:
    """The key that ``write_cursor`` was given; ``CursorError`` where it is not of these types."""
    try:
        key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise _refused(cursor) from error
    if not isinstance(key, list) or [type(part) for part in key] != list(types) or not all(map(_can_be_kept, key)):
        raise _refused(cursor)
    return key


def _can_be_kept(part: int | str) -> bool:
    """Whether every database can hold the value, so that it may be asked for."""
    return 0 <= part <= LARGEST if isinstance(part, int) else part.isprintable()


def is_number(number: int) -> bool:
    """Whether a row can have this number; databases fail where they are asked for another."""
    return 0 < number <= LARGEST


def _refused(cursor: str) -> CursorError:
    return CursorError(f"The cursor {cursor!r} was not given by this list; use the 'next' of an answer as it is, or leave it out.")


def page_of(found: Sequence[Item], limit: int, cursor_of: Callable[[Item], str]) -> Page[Item]:
    """The first ``limit`` of the items found; ask the database for one more to know whether others follow."""
    items = tuple(found[:limit])
    return Page(items, cursor_of(items[-1]) if len(found) > limit else None)


def page_by_number(session: Session, statement: Select[Row], number: Any, cursor: str | None, limit: int, order: Order) -> Page[Row]:  # noqa: PLR0913, PLR0917
    """A page of rows by the column ``number``, which grows: the highest first, or (``asc``) the lowest first.

    In ``asc`` the cursor is never ``None``: it stands after the last row known and can be asked again later.
    """
    if cursor is not None:
        (last,) = read_cursor(cursor, int)
        statement = statement.where(number < last if order == "desc" else number > last)
    rows = session.scalars(statement.order_by(number.desc() if order == "desc" else number).limit(limit + 1)).all()
    page = page_of(rows, limit, lambda row: write_cursor(getattr(row, number.key)))
    if order == "desc":
        return page
    return Page(page.items, write_cursor(getattr(page.items[-1], number.key)) if page.items else cursor or write_cursor(0))
