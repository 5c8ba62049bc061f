"""Tasks of editors: opened, updated and closed by what a review finds."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from alerts.desk.corrections import edited_wrongly, reworded
from alerts.desk.deeds import CLOSED, CONFIRMED, EDITED, REOPENED, WOKE, by_itself
from alerts.desk.findings import Finding
from alerts.desk.statements import Statement
from core import models
from core.watchlist import Page

ANSWERED = ("later", "disagreed")
AROUND = ("header", "footer")
"""Where what stands on a page stands on every page of its site."""
Says = tuple[Sequence[Statement], Collection[str]]
"""What a page states, and its sentences that it did not hold before."""


def settle(session: Session, page: Page, found: Iterable[Finding], says: Says, now: datetime) -> int:
    """Open a Task for each finding, update those that are open, close those whose sentence is right; how many were touched."""
    by_key = {_key(page, each): each for each in found}
    by_key |= _go_with_edits(session, page, by_key, says, now)
    _wake(session, page, by_key, now)
    return sum([*(_open(session, page, key, each, now) for key, each in by_key.items()), _close(session, page, by_key, now)])


def _go_with_edits(session: Session, page: Page, found: Mapping[str, Finding], says: Says, now: datetime) -> dict[str, Finding]:
    """What is still wrong of Tasks whose sentence was edited: they become Tasks about the sentence as it stands, and are told again."""
    row = models.Task
    asked = or_(row.state == "open", row.recheck)
    moved: dict[str, Finding] = {}
    unfound = session.scalars(select(row).where(row.page_id == page.id, asked, row.key.not_in(list(found))).order_by(row.id)).all()
    followed = [*edited_wrongly(unfound, *says, page.language)]
    left = [task for task in unfound if all(task is not other for other, _ in followed)]
    followed += reworded(left, _new(session, found), says[1], page.language)
    for task, finding in followed:
        key, claim = _key(page, finding), finding.claim
        moved[key] = finding
        if task.key != key:
            task.key, task.sentence, task.path, task.edited = key, claim.sentence, claim.path, True
            task.text, task.processed_at = claim.sentence[claim.fact.start : claim.fact.end], None
            task.proposal, task.reason = finding.proposal, finding.reason
            by_itself(session, task, EDITED, now)
    return moved


def _new(session: Session, found: Mapping[str, Finding]) -> list[Finding]:
    """What was found that was never a Task before."""
    known = set(session.scalars(select(models.Task.key).where(models.Task.key.in_(list(found)))))
    return [each for key, each in found.items() if key not in known]


def _key(page: Page, found: Finding) -> str:
    fact = found.claim.fact
    identity = (page.id, found.claim.sentence, str(fact.start), fact.type, fact.value, fact.unit or "")
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()


def _wake(session: Session, page: Page, found: Mapping[str, Finding], now: datetime) -> None:
    """Open again what was put off until now, and what an editor called corrected though the page still says it."""
    row = models.Task
    put_off = and_(row.state == "later", row.wakes <= now)
    for task in session.scalars(select(row).where(row.page_id == page.id, or_(put_off, row.recheck))):
        slept = task.state == "later"
        if task.key in found:
            by_itself(session, task, WOKE if slept else REOPENED, now)
            task.state, task.closed, task.processed_at, task.reminders = "open", None, None, task.reminders + 1
        elif not slept:
            by_itself(session, task, CONFIRMED, now)
        task.wakes, task.recheck = None, False


def _open(session: Session, page: Page, key: str, found: Finding, now: datetime) -> int:
    known = session.scalars(select(models.Task).where(models.Task.key == key).order_by(models.Task.id)).all()
    current = next((task for task in known if task.state == "open"), None)
    if current:
        return _update(current, found)
    if any(_is_answered(task, found) for task in known) or _is_told_elsewhere(session, page, found):
        return 0
    claim = found.claim
    session.add(
        models.Task(
            page_id=page.id,
            key=key,
            sentence=claim.sentence,
            text=claim.sentence[claim.fact.start : claim.fact.end],
            path=claim.path,
            problem=found.problem,
            reason=found.reason,
            confidence=found.confidence,
            rule=found.rule,
            proposal=found.proposal,
            change_id=found.change_id,
            state="open",
            opened=now,
        )
    )
    session.flush()
    return 1


def _is_told_elsewhere(session: Session, page: Page, found: Finding) -> bool:
    """Whether editors were told of the same sentence of the site's head or foot on another page: it is corrected once."""
    row, claim = models.Task, found.claim
    if claim.path.split(" › ")[0] not in AROUND:
        return False
    same = select(row.id).where(row.page_id != page.id, row.state == "open", row.sentence == claim.sentence, row.path == claim.path)
    return session.scalar(same.limit(1)) is not None


def _is_answered(task: models.Task, found: Finding) -> bool:
    """Whether an editor said all there is to say: of the same, or that the sentence is about no rule, and no rule says more."""
    if task.state == "disagreed" and task.rule and found.rule is None and found.change_id is None:
        return True
    return task.state in ANSWERED and _says_the_same(task, found)


def _says_the_same(task: models.Task, found: Finding) -> bool:
    return (task.change_id, task.problem, task.proposal) == (found.change_id, found.problem, found.proposal)


def _update(task: models.Task, found: Finding) -> int:
    if _says_the_same(task, found):
        return 0
    if task.proposal != found.proposal:
        # The editor was told something that is no longer true.
        task.processed_at = None
    task.change_id, task.proposal, task.problem = found.change_id, found.proposal, found.problem
    task.reason, task.confidence, task.rule = found.reason, found.confidence, found.rule
    return 1


def _close(session: Session, page: Page, found: Mapping[str, Finding], now: datetime) -> int:
    row = models.Task
    still_open = select(row).where(row.page_id == page.id, row.state.in_(("open", "later")))
    right = [task for task in session.scalars(still_open) if task.key not in found]
    for task in right:
        task.state, task.closed = "done", now
        by_itself(session, task, CLOSED, now)
    return len(right)
