"""What can be wrong with a sentence of ours, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.desk.claims import proposal
from alerts.desk.official import OfficialRule, Step
from alerts.desk.statements import Statement
from alerts.words import words
from core.values import FactType, Stated
from differ.wording.values import date_in_words, value_in_words

SURE, LIKELY, POSSIBLE = 0.9, 0.7, 0.5


@dataclass(frozen=True)
class Doubtful:
    """One sentence of a page that is wrong or doubtful, and what to do about it.

    ``problem`` is one of ``stale superseded expired contradiction announced dead``; ``proposal`` is ``None`` where today's value is
    not known. ``confidence`` goes from 0 to 1. ``rule`` names the official rule, where there is one. What is not ``certain`` is
    only to be checked: what is so today is not known, or not for sure.
    """

    statement: Statement
    problem: str
    reason: str
    proposal: str | None = None
    confidence: float = LIKELY
    rule: OfficialRule | None = None
    certain: bool = True

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.statement.claim.sentence

    @property
    def text(self) -> str:
        """The doubtful words within it."""
        return self.statement.text

    def in_three(self) -> tuple[str, str, str]:
        """The sentence before, at and after the doubtful words."""
        fact = self.statement.fact
        return self.sentence[: fact.start], self.text, self.sentence[fact.end :]

    @property
    def path(self) -> str:
        """Where on the page it stands."""
        return self.statement.claim.path


def says(language: str) -> Mapping[str, Any]:
    """What the desk tells an editor, in ``fr``, ``nl`` or ``en``."""
    desk: Mapping[str, Any] = words(language)["desk"]
    return desk


def sentence(name: str, language: str, **given: str) -> str:
    """The reason called ``name`` in words, its first letter a capital."""
    text = str(says(language)[name]).format(**given)
    return text[:1].upper() + text[1:]


def step_in_words(rule: OfficialRule, step: Step, language: str) -> str:
    """The value of a step as people write it."""
    return in_words(rule.type, step.value or "", step.unit, language)


def in_words(type: FactType, value: str, unit: str | None, language: str) -> str:
    """A value as people of the language write it; a status by its word."""
    if type is FactType.STATUS:
        return str(says(language)["statuses"].get(value, value))
    return value_in_words(type, value, unit, language)


def day_in_words(day: str | None, language: str, form: str = "") -> str:
    """A day or a month in words, empty where none is known; ``form`` puts it in a phrase: ``since``, ``for``."""
    if not day:
        return ""
    written = date_in_words(day, language)
    return str(says(language)[f"{form}_{'day' if len(day) == 10 else 'month'}"]).format(day=written) if form else written


def rewritten(statement: Statement, step: Step) -> str | None:
    """The sentence with the value of ``step``, in its own language and notation; a status is not rewritten by a machine."""
    if step.value is None or statement.fact.type in (FactType.STATUS, FactType.CONTACT):
        return None
    # A page that names a month is answered with a month.
    value = step.value[: len(statement.fact.value)] if statement.fact.type is FactType.DATE else step.value
    return proposal(statement.claim, Stated(value, value, step.unit), statement.speech.language)


def contradicting(statement: Statement, other: Statement, rule: OfficialRule | None = None) -> Doubtful:
    """That a page says two things: at ``statement``, and at ``other``."""
    language = statement.speech.language
    place = other.claim.path or str(says(language)["place_unknown"])
    reason = sentence("contradiction", language, other=other.claim.sentence, place=place)
    return Doubtful(statement, "contradiction", reason, None, LIKELY, rule)
