"""What an editor does with a Task; every action is kept with who and when."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.desk.decisions import AS_THE_WORDS_SAY
from alerts.desk.linking import claim_of, decide, pin
from alerts.desk.official import bundled
from core import models
from core.errors import AlreadySo, NotInHistory, VeilleError
from core.paging import is_number
from core.rights import enter_deed

LATER, LONGEST = timedelta(days=7), timedelta(days=366)
"""How long a Task is put off where the editor names no day, and at most."""


def act(  # noqa: PLR0913 - what the form of a Task says
    session: Session, task_id: int, action: str, by: str, now: datetime, *, note: str = "", until: datetime | None = None
) -> models.Task:
    """Do ``action`` on a Task and record it; ``VeilleError`` for an action there is not, or a reason that is missing.

    done: the page was corrected. correct: it was right already. disagree: it is no such rule, and ``note`` says why; the link
    learns. later: until a day. assign: to ``note``. comment: ``note``. reopen: it is wrong after all. ``AlreadySo`` where the
    state of the Task leaves nothing to do.
    """
    task = session.get(models.Task, task_id, with_for_update=True) if is_number(task_id) else None
    if task is None:
        raise NotInHistory(f"There is no Task {task_id}; `veille tasks` lists them.")
    if action not in ACTIONS:
        raise VeilleError(f"{action!r} is nothing that can be done with a Task; write one of {', '.join(ACTIONS)}.")
    if action in NEEDS_A_NOTE and not note.strip():
        raise VeilleError(f"To {action} needs words: {NEEDS_A_NOTE[action]}.")
    if until and until <= now:
        raise VeilleError(f"A Task is put off until a day to come, not until {until.isoformat()}.")
    if until and until > now + LONGEST:
        raise VeilleError(f"A Task is put off for a year at most, not until {until.isoformat()}.")
    _check(task, action)
    _teach(session, task, action, by, now, note=note.strip())
    ACTIONS[action](task, note.strip(), now, until)
    wakes = task.wakes if action == "later" else None
    session.add(models.TaskAction(task_id=task.id, action=action, note=note.strip(), made=now, made_by=by, until=wakes))
    enter_deed(session, by, action, f"task {task.id}", now, detail=note.strip())
    session.flush()
    return task


def possible(task: models.Task) -> list[str]:
    """The actions that the state of a Task leaves."""
    left_out = ANSWERS if task.state in CLOSED else () if task.state == "later" else ("reopen",)
    return [each for each in ACTIONS if each not in left_out]


def _check(task: models.Task, action: str) -> None:
    if action not in possible(task):
        raise AlreadySo(f"Task {task.id} is {task.state}, which leaves: {', '.join(possible(task))}.")


def _teach(session: Session, task: models.Task, action: str, by: str, now: datetime, *, note: str) -> None:  # noqa: PLR0913
    """Who disagrees cuts the link to the rule, so that the sentence is not asked about again in other words; reopening mends it."""
    claim = claim_of(session, task)
    known = task.rule in {rule.id for rule in bundled()}
    if not (known or (task.change_id and claim)):
        return
    if action == "disagree":
        decide(session, task, None, by, now, reason=note)
    elif action == "reopen" and task.state == "disagreed":
        # What a Change said stands by the words alone: no rule may be named there.
        if task.change_id and claim:
            pin(session, claim, AS_THE_WORDS_SAY, by, now, reason=note)
        elif known:
            decide(session, task, task.rule, by, now, reason=note)


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
CLOSED = ("done", "disagreed")
ANSWERS = ("done", "correct", "disagree", "later")
NEEDS_A_NOTE = {
    "disagree": "say why the sentence is right, so that the link learns",
    "assign": "name who is to look at it",
    "comment": "write the comment",
}
