"""Whether Changes made a sentence of ours wrong, and how surely: by the rule or the words that both share, and by what sets them apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.desk.bearers import belongs_to_another
from alerts.desk.claims import Claim, proposal
from alerts.desk.doubts import SURE, in_words, sentence
from alerts.desk.likeness import ENOUGH, likeness
from alerts.desk.links import Link, is_of_another
from alerts.desk.official import OfficialRule
from alerts.desk.overlay import touches
from alerts.desk.parts import part
from alerts.desk.sides import are_beyond, near, sides, together
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from core.values import Change, Fact, FactChange, Stated

Found = tuple[Stated, float]
"""What a Change puts in the place of a value, and how sure it is that both are about one thing, from 0 to 1."""


@dataclass(frozen=True)
class Stale:
    """A Claim that Changes made wrong: the newest of them, and the sentence as it should read now.

    ``proposal`` is ``None`` where it is not sure enough that both are about one thing, which ``reason`` then says.
    """

    claim: Claim
    change_id: int
    proposal: str | None
    confidence: float
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """A statement with the link that it has after what editors decided, and the rules as they stand."""

    statement: Statement
    link: Link | None = None
    rules: Sequence[OfficialRule] = ()

    @property
    def fact(self) -> Fact:
        """The Fact that is stated."""
        return self.statement.fact

    @property
    def part(self) -> str:
        """What its sentence says of this value, not of another."""
        return part(self.statement, self.fact)


def stale(asked: Asked, changes: Mapping[int, Change], today: date) -> Stale | None:
    """Whether Changes, by number and the oldest first, made the statement wrong: one may follow another (2024 → 2025 → 2026).

    The proposal takes the newest value. A Change only counts where the statement states its old value *and* both are about one thing.
    """
    if not _is_said(asked, today):
        return None
    value, newest, sure, passed = asked.fact.stated(), None, 1.0, dict[tuple[str, str | None], Change]()
    for number, change in changes.items():
        if found := _successor(value, asked, change):
            value, newest, sure = found[0], number, min(sure, found[1])
            passed[value.value, value.unit] = change
    if newest is None or _says(asked.fact, value) or _tells_of_it(asked, passed) or _is_guessed_on(asked, today):
        return None
    return _told(asked, newest, value, sure, changes[newest])


def _told(asked: Asked, newest: int, value: Stated, sure: float, change: Change) -> Stale:
    claim, language = asked.statement.claim, asked.statement.speech.language
    confidence = round(SURE * sure, 2)
    if sure >= ENOUGH:
        return Stale(claim, newest, proposal(claim, value, language), confidence)
    now = in_words(asked.fact.type, value.value, value.unit, language)
    reason = sentence("stale_unsure", language, now=now, before=asked.statement.text, place=change.path)
    return Stale(claim, newest, None, confidence, reason)


def _is_said(asked: Asked, today: date) -> bool:
    """Whether the page says it of today, in the part of the sentence that states it."""
    statement = asked.statement
    speech = Speech(asked.part, statement.speech.language)
    other = statement.quoted or statement.speech.is_in_other_words(asked.fact.start)
    return bool(asked.link and asked.link.pinned) or not (other or speech.tells_history(today))


def _says(fact: Fact | Stated, value: Stated) -> bool:
    return (fact.value, fact.unit) == (value.value, value.unit)


def _successor(value: Stated, asked: Asked, change: Change) -> Found | None:
    """What the Change puts in the place of ``value``, where it is about the statement."""
    for fact in change.facts:
        if _replaces(fact, value, asked.fact) and fact.after and (sure := _sureness(asked, change, fact)):
            return fact.after, sure
    return None


def _replaces(fact: FactChange, value: Stated, claimed: Fact) -> bool:
    if fact.before is None or fact.after is None or fact.type is not claimed.type:
        return False
    fits = fact.role is None or claimed.role is None or fact.role == claimed.role
    return _says(value, fact.before) and not _says(value, fact.after) and fits


def _sureness(asked: Asked, change: Change, fact: FactChange) -> float:
    """How sure it is that Change and statement are about one thing: by the rule that both are about, else by their words."""
    link, touched = asked.link, [rule for rule in asked.rules if touches(rule, change)]
    if link and link.rule.id in {rule.id for rule in touched}:
        return 1.0 if link.pinned else likeness(asked.statement, asked.part, change, fact, link)
    if link and (link.pinned or touched):
        return 0.0
    if any(is_of_another(asked.statement, rule) or belongs_to_another(asked.statement, rule) for rule in touched):
        return 0.0
    return likeness(asked.statement, asked.part, change, fact)


def _tells_of_it(asked: Asked, passed: Mapping[tuple[str, str | None], Change]) -> bool:
    """Whether the sentence tells of the Change itself ("passe de 150 € à 1.000 €"), and not the new value of another case."""
    like = (other for other in asked.statement.beside if other.type is asked.fact.type)
    return any(not _is_of_another_case(asked, other, passed) for other in like if (other.value, other.unit) in passed)


def _is_of_another_case(asked: Asked, other: Fact, passed: Mapping[tuple[str, str | None], Change]) -> bool:
    """Whether another value of the sentence is told of what neither this one nor the Change names: "en centre fermé, 10 jours"."""
    change, type = passed[other.value, other.unit], other.type
    stated: Collection[FactChange] = [each for each in change.facts if each.type is type]
    told = " ".join([asked.part, *(near(change, each) for each in stated)])
    return are_beyond(sides(part(asked.statement, other), type), together(sides(told, type), sides(change.path, type)))


def _is_guessed_on(asked: Asked, today: date) -> bool:
    """Whether the rule is known to have gone on to a value that nobody knows: then that is what is to be said."""
    position = asked.link.rule.current(today) if asked.link else None
    return asked.link is not None and position is not None and asked.link.rule.history[position].value is None
