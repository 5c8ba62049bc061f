"""What is wrong with a page, put together: what was known before, the calendar, the page itself, and the Changes since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.desk.audit import judge
from alerts.desk.claims import Claim, stale
from alerts.desk.doubts import Doubtful
from alerts.desk.links import Link
from alerts.desk.official import OfficialRule
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


def findings(
    stated: Sequence[Statement], links: Sequence[Link], rules: Sequence[OfficialRule], changes: Mapping[int, Change], today: date
) -> list[Finding]:
    """Every doubtful Claim of a page.

    Of one Claim the last counts: a Change that was seen says more than what was known before.
    """
    known = [of_doubt(doubtful) for doubtful in judge(stated, links, rules, today)]
    changed = [
        Finding(doubt.claim, STALE, doubt.proposal, doubt.change_id)
        for statement in stated
        if (doubt := stale(statement.claim, changes, statement.speech.language))
    ]
    return [*known, *changed]


def of_doubt(doubtful: Doubtful) -> Finding:
    """What a page's Task says of a doubt."""
    rule = doubtful.rule.id if doubtful.rule else None
    claim = doubtful.statement.claim
    return Finding(claim, doubtful.problem, doubtful.proposal, None, doubtful.reason, doubtful.confidence, rule)
