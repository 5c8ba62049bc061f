"""What is wrong with a page, put together: what was known before, the calendar, the page itself, and the Changes since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.desk.audit import judge
from alerts.desk.claims import Claim
from alerts.desk.decisions import Decision, decision_about
from alerts.desk.doubts import Doubtful
from alerts.desk.links import Link
from alerts.desk.official import OfficialRule
from alerts.desk.stale import Asked, stale
from alerts.desk.statements import Statement
from core.values import Change

STALE = "stale"


@dataclass(frozen=True)
class Finding:
    """A Claim that is wrong or doubtful, why, and what to write instead; ``change_id`` names the Change that made it so."""

    claim: Claim
    problem: str
    proposal: str | None
    change_id: int | None = None
    reason: str = ""
    confidence: float = 1.0
    rule: str | None = None


def findings(  # noqa: PLR0913, PLR0917 - all that a page is judged by
    stated: Sequence[Statement],
    links: Sequence[Link],
    rules: Sequence[OfficialRule],
    changes: Mapping[int, Change],
    today: date,
    decisions: Sequence[Decision] = (),
) -> list[Finding]:
    """Every doubtful Claim of a page.

    Of one Claim the last counts: a Change that was seen says more than what was known before, where it tells what to write. What an
    editor decided about the link of a sentence outweighs both.
    """
    decided = {id(each): decision for each in stated if (decision := decision_about(each, decisions))}
    known = [of_doubt(each) for each in judge(stated, links, rules, today) if _may_judge(each.rule, decided.get(id(each.statement)))]
    answered = {each.claim for each in known if each.proposal}
    changed = _changed([each for each in stated if _may_judge(None, decided.get(id(each)))], links, rules, changes, today)
    return [*known, *(each for each in changed if each.proposal or each.claim not in answered)]


def _may_judge(rule: OfficialRule | None, decision: Decision | None) -> bool:
    """Whether a rule, or a Change, may judge a statement after what an editor decided: none where it repeats none, else its own."""
    if decision is None:
        return True
    return decision.rule is not None and (rule is None or rule.id == decision.rule)


def _changed(
    stated: Sequence[Statement], links: Sequence[Link], rules: Sequence[OfficialRule], changes: Mapping[int, Change], today: date
) -> Iterator[Finding]:
    """What Changes made wrong."""
    by_statement = {id(link.statement): link for link in links}
    for statement in stated if changes else ():
        link = by_statement.get(id(statement))
        if doubt := stale(Asked(statement, link, rules), changes, today):
            rule = link.rule.id if link else None
            yield Finding(doubt.claim, STALE, doubt.proposal, doubt.change_id, doubt.reason, doubt.confidence, rule)


def of_doubt(doubtful: Doubtful) -> Finding:
    """What a page's Task says of a doubt."""
    rule = doubtful.rule.id if doubtful.rule else None
    claim = doubtful.statement.claim
    return Finding(claim, doubtful.problem, doubtful.proposal, None, doubtful.reason, doubtful.confidence, rule)
