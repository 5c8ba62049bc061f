"""What editors decided about links: a decision is found again though the sentence was reworded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alerts.desk.links import BY_AN_EDITOR, Link, pinned
from alerts.desk.official import OfficialRule
from alerts.desk.readings import read
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core import models
from core.values import FactType

ALIKE = 0.5
"""The share of words that a reworded sentence keeps at least."""
AS_THE_WORDS_SAY = ""
"""What stands for a rule where an editor took a decision back."""


@dataclass(frozen=True)
class Decision:
    """On a page, sentences of these words with a Fact of this type repeat ``rule``, or none where it is ``None``.

    ``AS_THE_WORDS_SAY`` is that of a decision that was taken back. ``others`` are the words of the values that stood beside the one that
    was meant.
    """

    type: FactType
    words: frozenset[str]
    rule: str | None
    others: frozenset[str] = frozenset()

    def is_about(self, statement: Statement) -> bool:
        """Whether a statement is the one that was decided about, perhaps reworded, perhaps with another value."""
        if statement.fact.type is not self.type or statement.text in self.others:
            return False
        return alike(words_of(statement), self.words)


def values_beside(sentence: str, text: str, type: FactType, language: str) -> frozenset[str]:
    """The words in a sentence that state other values of a type than ``text`` does; none where that is not known."""
    return frozenset(fact.text for fact in read(sentence, language, "") if fact.type is type and fact.text != text) if text else frozenset()


def decision_of(made: models.LinkDecision, language: str) -> Decision:
    """A decision about a sentence of a page in this language, as it was recorded."""
    type = FactType(made.type)
    return Decision(type, frozenset(made.words), made.rule, values_beside(made.sentence, made.text, type, language))


def alike(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sentences of these words may be one, reworded."""
    return len(words & others) >= ALIKE * max(1, len(words | others))


def words_of(statement: Statement) -> frozenset[str]:
    """The words that tell a statement again: those of its sentence without the value."""
    sentence, fact = statement.claim.sentence, statement.fact
    return subject_words(f"{sentence[: fact.start]} {sentence[fact.end :]}", statement.speech.language)


def decided(stated: Sequence[Statement], found: Iterable[Link], decisions: Sequence[Decision], rules: Sequence[OfficialRule]) -> list[Link]:
    """The links of a page after what its editors decided, the newest decision last; a rule that is unknown decides nothing."""
    by_statement, known = {id(link.statement): link for link in found}, {rule.id: rule for rule in rules}
    links: list[Link] = []
    for statement in stated:
        link, decision = by_statement.get(id(statement)), decision_about(statement, decisions)
        if decision and (decision.rule is None or decision.rule in known):
            link = _as_decided(statement, link, known.get(decision.rule or ""))
        links += [link] if link else []
    return links


def decision_about(statement: Statement, decisions: Sequence[Decision]) -> Decision | None:
    """What an editor decided last about a statement, where that stands."""
    newest = next((each for each in reversed(decisions) if each.is_about(statement)), None)
    return newest if newest and newest.rule != AS_THE_WORDS_SAY else None


def cut(stated: Iterable[Statement], decisions: Sequence[Decision]) -> set[int]:
    """The identities of the statements of which an editor said that they repeat no rule."""
    return {id(each) for each in stated if (decision := decision_about(each, decisions)) and decision.rule is None}


def _as_decided(statement: Statement, link: Link | None, rule: OfficialRule | None) -> Link | None:
    if link and rule and link.rule.id == rule.id:
        return replace(link, score=1.0, reasons=(*link.reasons, BY_AN_EDITOR))
    return pinned(statement, rule, BY_AN_EDITOR)
