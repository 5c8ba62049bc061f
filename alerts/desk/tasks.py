"""What editors are told of their Tasks: what is urgent at once, the rest once a day, and reminders at growing intervals."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.desk.deeds import still_wrong
from alerts.ledger import Addressees, enter
from alerts.messages import PageDoubts, tasks_of_pages
from alerts.sending.routes import recipient
from alerts.words import reader_language
from core import models
from core.clock import BRUSSELS
from core.history import recorded_change
from core.settings import Settings
from core.titles import page_names
from core.values import FactType
from core.watchlist import Page, Watchlist

AT_ONCE = (FactType.AMOUNT, FactType.DURATION, FactType.DATE)
"""A wrong fee, deadline or end date costs a reader money or a right."""
DAILY_AT = time(8, 30)
"""In Brussels: what is not urgent is told then, and what still is to do."""
INTERVALS, MONTHLY = (3, 7, 21), 30
"""Days before each reminder, counted from the message before."""


def write_tasks(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger what editors are to know of their Tasks now; the number of Deliveries added.

    A wrong amount, duration or date is told at once, with all else that is new on its page; the rest once a day, and
    reminders with growing intervals, in one message per editor.
    """
    desk = _Desk(session, {page.id: page for page in watchlist.pages if page.editor}, settings, now)
    waiting = _waiting(session)
    urgent = _pages_with_urgent(session, waiting)
    added = 0
    for page, group in groupby((task for task in waiting if task.page_id in urgent), key=lambda task: task.page_id):
        added += desk.tell(page[:60], list(group))
    quiet = [task for task in waiting if task.page_id not in urgent]
    added += desk.tell_by_editor("daily", [task for task in quiet if task.opened < desk.morning or not desk.has_editor(task)])
    return added + desk.remind()


def _waiting(session: Session) -> Sequence[models.Task]:
    """The Tasks that nobody was told of, page by page."""
    row = models.Task
    unsaid = select(row).where(row.processed_at.is_(None), row.state == "open")
    return session.scalars(unsaid.order_by(row.page_id, row.id).with_for_update()).all()


def _pages_with_urgent(session: Session, waiting: Iterable[models.Task]) -> set[str]:
    """The pages of Tasks about a value that cannot wait."""
    row, places = models.Claim, {(task.page_id, task.sentence, task.text) for task in waiting}
    stated = select(row.page_id, row.sentence, row.text).where(row.page_id.in_({page for page, _, _ in places}), row.type.in_(AT_ONCE))
    return {page for page, sentence, text in session.execute(stated) if (page, sentence, text) in places}


@dataclass(frozen=True)
class _Desk:
    """The editors' messages of one pass: ``pages`` are those that have an editor."""

    session: Session
    pages: Mapping[str, Page]
    settings: Settings
    now: datetime

    @property
    def morning(self) -> datetime:
        """The last time that it was half past eight in Brussels."""
        today = datetime.combine(self._today, DAILY_AT, BRUSSELS)
        return today if today <= self.now else datetime.combine(self._today - timedelta(days=1), DAILY_AT, BRUSSELS)

    @property
    def _today(self) -> date:
        return self.now.astimezone(BRUSSELS).date()

    def has_editor(self, task: models.Task) -> bool:
        """Whether somebody looks after the page of a Task."""
        return task.page_id in self.pages

    def tell_by_editor(self, name: str, found: Iterable[models.Task], *, again: bool = False) -> int:
        """One message per editor, whatever pages the Tasks are about."""
        by_editor: dict[str, list[models.Task]] = {}
        for task in found:
            editor = recipient(self.pages[task.page_id].editor, self.settings, os.environ) if self.has_editor(task) else ""
            by_editor.setdefault(editor, []).append(task)
        return sum(self.tell(name, theirs, again=again) for theirs in by_editor.values())

    def tell(self, name: str, found: Sequence[models.Task], *, again: bool = False) -> int:
        """One message about Tasks of one editor, which are stamped; without an editor they count as told."""
        for task in found:
            if again:
                task.reminders, task.reminded = task.reminders + 1, self.now
            else:
                task.processed_at = self.now
        if not self.has_editor(found[0]):
            return 0
        first = self.pages[found[0].page_id]
        to = Addressees(self.settings, staff=True)
        to.add(first.id, reader_language(first.language), [first.editor])
        told, site = [self._of_page(page, list(group)) for page, group in groupby(found, key=lambda task: task.page_id)], self.settings.site
        message_id = f"tasks-{name}-{_digest_of(found)}"
        return enter(self.session, message_id, to, lambda each: tasks_of_pages(told, each.language, site, again=again), self.now)

    def _of_page(self, page: str, found: Iterable[models.Task]) -> PageDoubts:
        known, own = list(found), self.pages[page]
        doubts = [(task, recorded_change(self.session, task.change_id) if task.change_id else None) for task in known]
        name = page_names(self.session, {own.id: own.url})[own.id]
        return PageDoubts(own, doubts, name, still_wrong(self.session, [task.id for task in known]))

    def remind(self) -> int:
        """Once more what was told long enough ago and still is to do."""
        row = models.Task
        told = select(row).where(row.processed_at.is_not(None), row.state == "open", row.page_id.in_(self.pages))
        rows = self.session.scalars(told.order_by(row.page_id, row.id).with_for_update()).all()
        return self.tell_by_editor("reminder", [task for task in rows if _reminded_on(task) <= self.morning.date()], again=True)


def _reminded_on(task: models.Task) -> date:
    """The day of the next reminder of a Task that its editor was told of."""
    told = max(filter(None, (task.processed_at, task.reminded)))
    interval = INTERVALS[task.reminders] if task.reminders < len(INTERVALS) else MONTHLY
    return told.astimezone(BRUSSELS).date() + timedelta(days=interval)


def _digest_of(found: Iterable[models.Task]) -> str:
    lines = (f"{task.id} {task.change_id} {task.reminders} {task.problem} {task.sentence} {task.proposal}" for task in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
