"""What editors decided about links: a decision is found again though the sentence was reworded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alerts.desk.links import Link
from alerts.desk.official import OfficialRule
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.values import FactType

ALIKE = 0.5
"""The share of words that a reworded sentence keeps at least."""
BY_AN_EDITOR = "editor"


@dataclass(frozen=True)
class Decision:
    """On a page, sentences of these words with a Fact of this type repeat ``rule``, or none where it is ``None``."""

    type: FactType
    words: frozenset[str]
    rule: str | None

    def is_about(self, statement: Statement) -> bool:
        """Whether a statement is the one that was decided about, perhaps reworded, perhaps with another value."""
        if statement.fact.type is not self.type:
            return False
        words = words_of(statement)
        return len(words & self.words) >= ALIKE * max(1, len(words | self.words))


def words_of(statement: Statement) -> frozenset[str]:
    """The words that tell a statement again: those of its sentence without the value."""
    sentence, fact = statement.claim.sentence, statement.fact
    return subject_words(f"{sentence[: fact.start]} {sentence[fact.end :]}", statement.speech.language)


def decided(stated: Sequence[Statement], found: Iterable[Link], decisions: Sequence[Decision], rules: Sequence[OfficialRule]) -> list[Link]:
    """The links of a page after what its editors decided, the newest decision last."""
    by_statement, known = {id(link.statement): link for link in found}, {rule.id: rule for rule in rules}
    links: list[Link] = []
    for statement in stated:
        link, decision = by_statement.get(id(statement)), _about(statement, decisions)
        if decision:
            link = _as_decided(statement, link, known.get(decision.rule or ""))
        links += [link] if link else []
    return links


def _about(statement: Statement, decisions: Sequence[Decision]) -> Decision | None:
    return next((each for each in reversed(decisions) if each.is_about(statement)), None)


def _as_decided(statement: Statement, link: Link | None, rule: OfficialRule | None) -> Link | None:
    if rule is None:
        return None
    if link and link.rule.id == rule.id:
        return replace(link, score=1.0, reasons=(*link.reasons, BY_AN_EDITOR))
    position = rule.position(statement.fact.value, statement.fact.unit)
    return Link(statement, rule, position, 1.0, (BY_AN_EDITOR,)) if position is not None else None
