"""What was done with a Task, by people and by Veille itself, in the order in which it happened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.clock import BRUSSELS

ITSELF = ""
"""Who made a TaskAction that no person did."""
CLOSED, CONFIRMED, REOPENED, WOKE, EDITED = "closed", "confirmed", "reopened", "woke", "edited"
"""What Veille does itself: the page is right; it is, as its editor said; it is not; the day has come; another wrong value is there now."""
CUT, FREED, LINKED = "cut", "freed", "linked"
"""What became of the link to a rule: there is none; the words say again which; a person said which."""
SAID_ASIDE = ("comment", "assign")


@dataclass(frozen=True)
class Done:
    """One thing that was done; ``by`` is empty where nobody did it. ``day`` is until when a Task sleeps, ``rule`` what it was linked to."""

    made: datetime
    by: str
    what: str
    note: str = ""
    day: date | None = None
    rule: str = ""


def by_itself(session: Session, task: models.Task, action: str, now: datetime) -> None:
    """Record what Veille did with a Task."""
    session.add(models.TaskAction(task_id=task.id, action=action, note="", made=now, made_by=ITSELF))


def done_with(session: Session, task: models.Task) -> list[Done]:
    """All that was done with a Task and with the link of its sentence, the oldest first."""
    row, link = models.TaskAction, models.LinkDecision
    acts = session.scalars(select(row).where(row.task_id == task.id).order_by(row.id))
    about = (link.page_id == task.page_id, link.sentence == task.sentence, link.text == task.text)
    links = session.scalars(select(link).where(*about).order_by(link.id))
    return sorted([*map(_act, acts), *map(_link, links)], key=lambda each: each.made)


def _act(row: models.TaskAction) -> Done:
    until = row.until.astimezone(BRUSSELS).date() if row.until else None
    return Done(row.made, row.made_by, row.action, row.note, until)


def _link(row: models.LinkDecision) -> Done:
    what = CUT if row.rule is None else LINKED if row.rule else FREED
    return Done(row.made, row.made_by, what, row.reason, rule=row.rule or "")


def still_wrong(session: Session, tasks: Collection[int]) -> set[int]:
    """Those of the Tasks whose editor called the page corrected, which the next reading did not find."""
    row = models.TaskAction
    newest = select(func.max(row.id)).where(row.task_id.in_(tasks), row.action.not_in(SAID_ASIDE)).group_by(row.task_id)
    return set(session.scalars(select(row.task_id).where(row.id.in_(newest), row.action == REOPENED)))
