"""What an editor does with a Task; every action is kept with who and when."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import models
from core.errors import NotInHistory, VeilleError

LATER = timedelta(days=7)
"""How long a Task is put off where the editor names no day."""


def act(  # noqa: PLR0913 - what the form of a Task says
    session: Session, task_id: int, action: str, by: str, now: datetime, *, note: str = "", until: datetime | None = None
) -> models.Task:
    """Do ``action`` on a Task and record it; ``VeilleError`` for an action there is not, or a reason that is missing.

    done: the page was corrected. correct: it was right already. disagree: it is right, and ``note`` says why. later: until a day.
    assign: to ``note``. comment: ``note``. reopen: it is wrong after all.
    """
    task = session.get(models.Task, task_id)
    if task is None:
        raise NotInHistory(f"There is no Task {task_id}; `veille tasks` lists them.")
    if action not in ACTIONS:
        raise VeilleError(f"{action!r} is nothing that can be done with a Task; write one of {', '.join(ACTIONS)}.")
    if action in NEEDS_A_NOTE and not note.strip():
        raise VeilleError(f"To {action} needs words: {NEEDS_A_NOTE[action]}.")
    ACTIONS[action](task, note.strip(), now, until)
    session.add(models.TaskAction(task_id=task.id, action=action, note=note.strip(), made=now, made_by=by))
    session.flush()
    return task


def _done(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    task.state, task.closed, task.wakes, task.recheck = "done", now, None, True


def _disagree(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    task.state, task.closed, task.wakes, task.recheck = "disagreed", now, None, False


def _later(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    task.state, task.wakes = "later", until or now + LATER


def _reopen(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    task.state, task.closed, task.wakes, task.recheck = "open", None, None, False


def _assign(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    task.assignee = note


def _comment(task: models.Task, note: str, now: datetime, until: datetime | None) -> None:
    """The words alone are kept."""


ACTIONS: Mapping[str, Callable[[models.Task, str, datetime, datetime | None], None]] = {
    "done": _done,
    "correct": _disagree,
    "disagree": _disagree,
    "later": _later,
    "assign": _assign,
    "comment": _comment,
    "reopen": _reopen,
}
NEEDS_A_NOTE = {
    "disagree": "say why the sentence is right, so that the link learns",
    "assign": "name who is to look at it",
    "comment": "write the comment",
}
