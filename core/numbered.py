"""Pages of the numbers that a query finds, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.paging import Order, Page, page_of, read_cursor, write_cursor

NEAR = 1000
"""How many of the nearest numbers PostgreSQL looks at one by one."""


@dataclass(frozen=True)
class Turn:
    """Which page is wanted; outside of ``span``, where one is known, there is nothing to be found. ``few`` where few are to be expected."""

    cursor: str | None
    limit: int
    order: Order
    span: tuple[int, int] | None = None
    few: bool = False

    @property
    def after(self) -> int | None:
        """The number after which the page begins, in its order."""
        known = [int(read_cursor(self.cursor, int)[0])] if self.cursor is not None else []
        if self.order == "desc":
            return min([*known, *([self.span[1] + 1] if self.span else [])], default=None)
        return max([*known, *([self.span[0] - 1] if self.span else [])], default=None)


def page_of_numbers(session: Session, found: Select[int], turn: Turn) -> Page[int]:
    """A page of the column ``number`` of a query; in ``asc`` it always says where to go on."""
    page = page_of(_in_order(session, found, turn, turn.limit + 1), turn.limit, write_cursor)
    if turn.order == "desc":
        return page
    return Page(page.items, write_cursor(page.items[-1]) if page.items else turn.cursor or write_cursor(0))


def _in_order(session: Session, found: Select[int], turn: Turn, most: int) -> Sequence[int]:
    """The first numbers. PostgreSQL looks at those nearest to the beginning one by one before it turns to an index.

    What is common is there, and it would fetch and sort all of it; what is rare it would look for one by one without end.
    """
    number, newest_first, after = found.selected_columns.number, turn.order == "desc", turn.after
    if after is not None:
        found = found.where(number < after if newest_first else number > after)
    found = found.order_by(number.desc() if newest_first else number)
    if turn.few or session.get_bind().dialect.name != "postgresql":
        return session.scalars(found.limit(most)).all()
    start = after if after is not None else (session.scalar(select(func.max(number))) or 0) if newest_first else 0
    _may_use_text_index(session, False)
    near = session.scalars(found.where(number > start - NEAR if newest_first else number <= start + NEAR).limit(most)).all()
    _may_use_text_index(session, True)
    if len(near) == most:
        return near
    every = found.cte("every").prefix_with("MATERIALIZED")
    return session.scalars(select(every.c.number).order_by(every.c.number.desc() if newest_first else every.c.number).limit(most)).all()


def _may_use_text_index(session: Session, may: bool) -> None:
    """Whether PostgreSQL may ask an index that knows all of the history, and no order, rather than go from one number to the next."""
    session.execute(select(func.set_config("enable_bitmapscan", "on" if may else "off", True)))
