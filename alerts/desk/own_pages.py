"""Our own pages of which sentences are to be corrected: what messages to the people of the house tell of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.messages import PageTasks
from core import models
from core.watchlist import Page, Watchlist


@dataclass(frozen=True)
class ToDo:
    """The open Tasks of one page."""

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


def on_topics(pages: Sequence[ToDo], topics: Collection[str]) -> tuple[PageTasks, ...]:
    """Those of the pages that are on one of the Topics; all where there are none."""
    return tuple(each.told for each in pages if not topics or not set(each.page.topics).isdisjoint(topics))
