"""The editors' Tasks, read from the database."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.instants import instant_as_text
from core.paging import Page, page_of, read_cursor, write_cursor


def tasks(
    session: Session, cursor: str | None = None, limit: int = 50, *, state: str | None = None, page: str | None = None
) -> Page[models.Task]:
    """A page of the Tasks, newest first; ``state`` is open, later, done or disagreed, ``page`` one of our own pages."""
    statement = select(models.Task).order_by(models.Task.id.desc())
    if state is not None:
        statement = statement.where(models.Task.state == state)
    if page is not None:
        statement = statement.where(models.Task.page_id == page)
    if cursor is not None:
        statement = statement.where(models.Task.id < read_cursor(cursor, int)[0])
    return page_of(session.scalars(statement.limit(limit + 1)).all(), limit, lambda task: write_cursor(task.id))


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
    }
