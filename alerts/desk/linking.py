"""The link between a sentence of ours and an official rule: where else it stands, and what an editor decides about it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.desk.claims import in_three
from alerts.desk.official import OfficialRule, bundled
from alerts.sentences import subject_words
from core import models
from core.errors import VeilleError
from core.rights import enter_deed
from core.values import FactType


def claim_of(session: Session, task: models.Task) -> models.Claim | None:
    """The Claim that a Task is about, while the page states it."""
    row = models.Claim
    stated = (row.page_id == task.page_id, row.sentence == task.sentence, row.text == task.text)
    return session.scalar(select(row).where(*stated, row.gone.is_(None)).order_by(row.id).limit(1))


def elsewhere(session: Session, claim: models.Claim, limit: int = 50) -> Sequence[models.Claim]:
    """The other places of our pages that claim the same of the same rule."""
    row = models.Claim
    same = (row.rule == claim.rule, row.type == claim.type, row.value == claim.value, row.gone.is_(None), row.id != claim.id)
    return session.scalars(select(row).where(*same).order_by(row.page_id, row.id).limit(limit)).all() if claim.rule else ()


def rules_of_type(type: str) -> list[OfficialRule]:
    """The official rules that a Claim of this type may repeat."""
    return [rule for rule in bundled() if rule.type == type]


def decide(session: Session, task: models.Task, rule: str | None, by: str, now: datetime, *, reason: str = "") -> models.LinkDecision:  # noqa: PLR0913
    """Record that the sentence of a Task repeats ``rule``, or none; the page is looked at again by the next run.

    ``VeilleError`` where there is no such rule, or the page no longer states it.
    """
    type = _type_of(session, task)
    if type is None or (rule is not None and rule not in {each.id for each in rules_of_type(type)}):
        raise VeilleError(f"The sentence of Task {task.id} cannot repeat the rule {rule!r}; choose one of its type, or none.")
    before, _, after = in_three(task.sentence, task.text)
    words = sorted(subject_words(f"{before} {after}", task.page.language))
    made = models.LinkDecision(page_id=task.page_id, type=type, words=words, rule=rule, made=now, made_by=by, reason=reason)
    session.add(made)
    enter_deed(session, by, "link", f"task {task.id}", now, detail=rule or "no rule")
    session.execute(update(models.Watch).where(models.Watch.id == task.page_id).values(reviewed_version=None))
    return made


def _type_of(session: Session, task: models.Task) -> FactType | None:
    claim = claim_of(session, task)
    linked = next((rule.type for rule in bundled() if rule.id == task.rule), None)
    return FactType(claim.type) if claim else linked
