"""The editors' Tasks, read from the database."""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from core import models
from core.discretion import without_addresses
from core.history import has_topic
from core.instants import instant_as_text
from core.links import link_to_text
from core.paging import Order, Page, page_by_number

TaskState = Literal["open", "later", "done", "disagreed"]
TaskProblem = Literal["stale", "superseded", "expired", "contradiction", "announced", "dead", "pin"]
"""What may be doubtful about a sentence of our own pages."""
AT_ONCE = 200
"""How many Tasks are read together where all are wanted."""


def tasks(  # noqa: PLR0913 - every condition by its name
    session: Session,
    cursor: str | None = None,
    limit: int = 50,
    *,
    state: str | None = None,
    page: str | None = None,
    problem: str | None = None,
    organisation: str | None = None,
    topic: str | None = None,
    of_pages: Collection[str] | None = None,
    order: Order = "desc",
) -> Page[models.Task]:
    """A page of the Tasks, newest first or (``asc``) oldest first.

    ``state`` is open, later, done or disagreed, ``page`` one of our own pages, ``problem`` what is doubtful about the sentence.
    ``organisation`` is the Source of the page, ``topic`` one of its Topics. ``of_pages`` leaves out all other pages.
    """
    row = models.Task
    equal = {row.state: state, row.page_id: page, row.problem: problem}
    conditions = [column == value for column, value in equal.items() if value is not None]
    conditions += [row.page.has(each) for each in _of_the_page(organisation, topic)]
    if of_pages is not None:
        conditions.append(row.page_id.in_(of_pages))
    statement = select(row).options(joinedload(row.page), joinedload(row.change)).where(*conditions)
    return page_by_number(session, statement, row.id, cursor, limit, order)


def _of_the_page(organisation: str | None, topic: str | None) -> Iterator[ColumnElement[bool]]:
    if organisation is not None:
        yield models.Watch.source == organisation
    if topic is not None:
        yield has_topic(models.Watch.topics, topic)


def every_task(session: Session, **conditions: str | None) -> Iterator[models.Task]:
    """All Tasks that meet the conditions of ``tasks``, newest first."""
    cursor: str | None = None
    while True:
        found = tasks(session, cursor, AT_ONCE, **conditions)  # type: ignore[arg-type]  # its conditions are all of these
        yield from found.items
        cursor = found.next
        if cursor is None:
            return


def task_record(task: models.Task) -> dict[str, Any]:
    """A Task as the API and ``veille tasks`` show it."""
    return {
        "id": task.id,
        "page": task.page_id,
        "organisation": task.page.source,
        "sentence": task.sentence,
        "text": task.text,
        "problem": task.problem,
        "proposal": task.proposal,
        "change": task.change_id,
        "state": task.state,
        "opened": instant_as_text(task.opened),
        "closed": task.closed and instant_as_text(task.closed),
        "path": task.path,
        "reason": task.reason,
        "confidence": task.confidence,
        "rule": task.rule,
        "link": link_to_text(task.page.url, task.sentence),
        "assignee": without_addresses(task.assignee) or None,
        "wakes": task.wakes and instant_as_text(task.wakes),
    }
