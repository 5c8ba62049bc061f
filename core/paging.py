"""Pages of a list and the cursors between them.

A cursor holds the key of the last item given, so that what arrives meanwhile is neither skipped nor repeated.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from core.errors import VeilleError

LARGEST = 2**31 - 1
"""The greatest number that a row can have on every database."""

Order = Literal["desc", "asc"]
Item = TypeVar("Item")
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
