"""The editors' Tasks, read from the database."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core import models
from core.instants import instant_as_text
from core.links import link_to_text
from core.paging import Order, Page, page_by_number


def tasks(  # noqa: PLR0913 - every condition by its name
    session: Session,
    cursor: str | None = None,
    limit: int = 50,
    *,
    state: str | None = None,
    page: str | None = None,
    problem: str | None = None,
    of_pages: Collection[str] | None = None,
    order: Order = "desc",
) -> Page[models.Task]:
    """A page of the Tasks, newest first or (``asc``) oldest first.

    ``state`` is open, later, done or disagreed, ``page`` one of our own pages, ``problem`` what is doubtful about the sentence.
    ``of_pages`` leaves out all other pages.
    """
    row = models.Task
    equal = {row.state: state, row.page_id: page, row.problem: problem}
    conditions = [column == value for column, value in equal.items() if value is not None]
    if of_pages is not None:
        conditions.append(row.page_id.in_(of_pages))
    statement = select(row).options(joinedload(row.page), joinedload(row.change)).where(*conditions)
    return page_by_number(session, statement, row.id, cursor, limit, order)


def task_record(task: models.Task) -> dict[str, Any]:
    """A Task as the API and ``veille tasks`` show it."""
    return {
        "id": task.id,
        "page": task.page_id,
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
    }
