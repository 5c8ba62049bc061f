"""Our own pages of which sentences are to be corrected: what messages to the people of the house tell of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from alerts.desk.deeds import CONFIRMED
from alerts.desk.overview import UNSOLVED, organisations, overview
from alerts.messages import PageTasks, Standing
from core import models
from core.watchlist import Page, Watchlist


@dataclass(frozen=True)
class ToDo:
    """One page with how many Tasks it has that are open, or were closed."""

    page: Page
    sentences: int

    @property
    def told(self) -> PageTasks:
        """As a message tells it."""
        return PageTasks(self.page.id, self.page.url, self.sentences)


def to_do(session: Session, watchlist: Watchlist, changes: Collection[int] | None = None) -> list[ToDo]:
    """Each page with open Tasks, in the order of the watchlist; only with those that one of ``changes`` caused, where these are given."""
    row = models.Task
    wanted = select(row.page_id, func.count()).where(row.state == "open")
    if changes is not None:
        wanted = wanted.where(row.change_id.in_(changes))
    counts = dict(session.execute(wanted.group_by(row.page_id)).all())
    return [ToDo(page, counts[page.id]) for page in watchlist.pages if page.id in counts]


def corrected(session: Session, watchlist: Watchlist, start: datetime, end: datetime) -> list[ToDo]:
    """Each page with the sentences that were read corrected in the window ``(start, end]``, in the order of the watchlist.

    What an editor said counts once the page was read again. A sentence counts once, and not while it is wrong again.
    """
    row, deed = models.Task, models.TaskAction
    confirmed = select(deed.task_id).where(deed.action == CONFIRMED, deed.made > start, deed.made <= end)
    read_now = or_(and_(row.closed > start, row.closed <= end), row.id.in_(confirmed))
    right = _sentences(session, row.state == "done", row.recheck.is_(False), read_now) - _sentences(session, row.state.in_(UNSOLVED))
    counts = Counter(page for page, _ in right)
    return [ToDo(page, counts[page.id]) for page in watchlist.pages if page.id in counts]


def _sentences(session: Session, *conditions: ColumnElement[bool]) -> set[tuple[str, str]]:
    """The pages and sentences of these Tasks, whatever the value that was wrong: it may have been so more than once."""
    row = models.Task
    found = session.execute(select(row.page_id, row.sentence, row.text).where(*conditions))
    return {(page, sentence.replace(text, "…")) for page, sentence, text in found}


def standing(session: Session, watchlist: Watchlist, topics: Collection[str], today: date) -> tuple[Standing, ...]:
    """How the pages of each organisation stand, of those on one of the Topics; of all where there are none."""
    pages = [page.id for page in watchlist.pages if not topics or not set(page.topics).isdisjoint(topics)]
    states = organisations(overview(session, pages, today)) if pages else []
    return tuple(Standing(each.name, each.pages, each.claims, each.wrong, each.average, each.oldest) for each in states)


def on_topics(pages: Sequence[ToDo], topics: Collection[str]) -> tuple[PageTasks, ...]:
    """Those of the pages that are on one of the Topics; all where there are none."""
    return tuple(each.told for each in pages if not topics or not set(each.page.topics).isdisjoint(topics))
