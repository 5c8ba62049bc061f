"""The link between a sentence of ours and an official rule: where else it stands, and what an editor decides about it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.desk.claims import in_three
from alerts.desk.decisions import AS_THE_WORDS_SAY, alike
from alerts.desk.official import OfficialRule, bundled
from alerts.desk.overview import UNSOLVED
from alerts.sentences import subject_words
from core import models
from core.errors import NotInHistory, VeilleError
from core.paging import Page, page_of, read_cursor, write_cursor
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


def rules_by_type() -> dict[str, list[OfficialRule]]:
    """The official rules by the type of Claims that may repeat them."""
    return {rule.type.value: rules_of_type(rule.type) for rule in bundled()}


def decide(session: Session, task: models.Task, rule: str | None, by: str, now: datetime, *, reason: str = "") -> models.LinkDecision:  # noqa: PLR0913
    """Record that the sentence of a Task repeats ``rule``, or none; the page is looked at again by the next run.

    ``VeilleError`` where there is no such rule, or the page no longer states it.
    """
    type = _type_of(session, task)
    if type is None or (rule is not None and rule not in {each.id for each in rules_of_type(type)}):
        raise VeilleError(f"The sentence of Task {task.id} cannot repeat the rule {rule!r}; choose one of its type, or none.")
    enter_deed(session, by, "link", f"task {task.id}", now, detail=rule or "no rule")
    return _record(session, task, type, rule, (by, now, reason))


def pin(session: Session, claim: models.Claim, rule: str | None, by: str, now: datetime, *, reason: str = "") -> models.LinkDecision:  # noqa: PLR0913
    """Record that a Claim repeats ``rule``, none, or what its words say (``AS_THE_WORDS_SAY``); the next run looks at the page again.

    ``NotInHistory`` where no Claim of its type can repeat it.
    """
    if rule not in {None, AS_THE_WORDS_SAY, *(each.id for each in rules_of_type(claim.type))}:
        raise NotInHistory(f"The Claim {claim.id} cannot repeat the rule {rule!r}; choose one of its type, or none.")
    said = {None: "no rule", AS_THE_WORDS_SAY: "as the words say"}.get(rule, rule)
    enter_deed(session, by, "pin", f"claim {claim.id}", now, detail=f"{said}: {claim.sentence}")
    return _record(session, claim, FactType(claim.type), rule, (by, now, reason))


def _record(
    session: Session, about: models.Task | models.Claim, type: FactType, rule: str | None, how: tuple[str, datetime, str]
) -> models.LinkDecision:
    by, now, reason = how
    words = sorted(_words(about.sentence, about.text, about.page.language))
    made = models.LinkDecision(
        page_id=about.page_id,
        type=type,
        words=words,
        sentence=about.sentence,
        text=about.text,
        rule=rule,
        made=now,
        made_by=by,
        reason=reason,
    )
    session.add(made)
    session.execute(update(models.Watch).where(models.Watch.id == about.page_id).values(reviewed_version=None))
    return made


def claims_of(session: Session, page: str, cursor: str | None, limit: int) -> Page[models.Claim]:
    """The Claims of one of our pages that a rule could make wrong, a page of them in the order in which they were first seen."""
    row, (after,) = models.Claim, read_cursor(cursor, int) if cursor else [0]
    wanted = select(row).where(row.page_id == page, row.gone.is_(None), row.type.in_(list(rules_by_type())), row.id > after)
    return page_of(session.scalars(wanted.order_by(row.id).limit(limit + 1)).all(), limit, lambda claim: write_cursor(claim.id))


def chosen(session: Session, page: str) -> dict[tuple[str, str], models.LinkDecision]:
    """What people decided last about the values of a page as they stand, by the sentence and its words; not what was taken back."""
    row = models.LinkDecision
    made = session.scalars(select(row).where(row.page_id == page).order_by(row.id))
    newest = {(each.sentence, each.text): each for each in made}
    return {place: each for place, each in newest.items() if each.rule != AS_THE_WORDS_SAY}


def tasks_of(session: Session, page: str) -> dict[tuple[str, str], int]:
    """The unsolved Tasks of a page, by the sentence and its doubtful words."""
    row = models.Task
    unsolved = select(row).where(row.page_id == page, row.state.in_(UNSOLVED)).order_by(row.id)
    return {(task.sentence, task.text): task.id for task in session.scalars(unsolved)}


def lost_pins(session: Session, page: models.Watch) -> list[models.LinkDecision]:
    """What editors decided about sentences of a page that it no longer states, whatever the words, the newest first."""
    row, claim = models.LinkDecision, models.Claim
    made = session.scalars(select(row).where(row.page_id == page.id).order_by(row.id.desc())).all()
    stated = session.execute(select(claim.type, claim.sentence, claim.text).where(claim.page_id == page.id, claim.gone.is_(None))).all()
    lost: dict[frozenset[str], models.LinkDecision] = {}
    for each in made:
        words = frozenset(each.words)
        if not any(type == each.type and alike(_words(sentence, text, page.language), words) for type, sentence, text in stated):
            lost.setdefault(words, each)
    return [each for each in lost.values() if each.rule]


def _words(sentence: str, text: str, language: str) -> frozenset[str]:
    before, _, after = in_three(sentence, text)
    return subject_words(f"{before} {after}", language)


def _type_of(session: Session, task: models.Task) -> FactType | None:
    claim = claim_of(session, task)
    linked = next((rule.type for rule in bundled() if rule.id == task.rule), None)
    return FactType(claim.type) if claim else linked
