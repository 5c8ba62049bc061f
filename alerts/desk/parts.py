"""The part of a sentence that is about one of its values, where it states several of one type."""

import re

from alerts.desk.statements import PAUSE, Statement
from core.values import Fact

STRONG = re.compile(r";|:\s|\s[–—]\s|[()]|\.\s")
"""Where a sentence parts for sure."""


def part(statement: Statement, fact: Fact) -> str:
    """What the sentence says of ``fact``, not of the other values of its type: with the head of its row and its column."""
    said, facts = statement.claim.sentence, (statement.fact, *statement.beside)
    like = [other for other in facts if other.type is fact.type and other != fact]
    before = [other for other in like if other.end <= fact.start]
    after = [other for other in like if other.start >= fact.end]
    start = _parting(said, max(each.end for each in before), fact.start) if before else 0
    end = _parting(said, fact.end, min(each.start for each in after)) if after else len(said)
    return f"{statement.column} {statement.row} {said[start:end]}".strip()


def _parting(said: str, start: int, end: int) -> int:
    """Where between two values what is said of the first ends."""
    between = said[start:end]
    strong, weak = list(STRONG.finditer(between)), PAUSE.search(between)
    return start + strong[-1].end() if strong else start + weak.end() if weak else end
