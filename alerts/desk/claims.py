"""Claims of our own pages: which sentence states which Fact, and whether a later Change made it wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.sentences import sentences, subject_words
from core.values import Change, Fact, FactChange, FactType, Provision, Stated
from differ.facts import facts
from differ.facts.numbers import spelled_out
from differ.wording.values import value_in_words
from differ.wording.words import LOCALES

NUMBER = re.compile(r"\d[\d. \u00a0\u202f]*(?:,\d+)?(?<=\d)")
NUMERIC_DATE = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A full date is telling; an amount less so; "30 jours" or "3 mois" stands in a hundred rules.
SHARED_WORDS = {FactType.AMOUNT: 1, FactType.REFERENCE: 1}
SHARED_OTHERWISE = 2


@dataclass(frozen=True)
class Claim:
    """A Fact stated by a sentence of one of our own pages; the Fact's positions are within the sentence."""

    sentence: str
    fact: Fact
    path: str


@dataclass(frozen=True)
class Stale:
    """A Claim that a Change made wrong: the newest Change about it, and the sentence as it should read now.

    ``proposal`` is ``None`` on a page in a language that we cannot write values in.
    """

    claim: Claim
    change_id: int
    proposal: str | None


def claims(provisions: Sequence[Provision], language: str) -> list[Claim]:
    """Every Fact that the Provisions state, with its sentence, in order."""
    return [
        Claim(sentence, fact, provision.path)
        for provision in provisions
        for sentence in sentences(provision.text, language)
        for fact in facts(sentence, language)
    ]


def stale(claim: Claim, changes: Mapping[int, Change], language: str) -> Stale | None:
    """Whether later Changes made the Claim wrong.

    ``changes`` are the Changes by number, the oldest first: one may follow another (2024 → 2025 → 2026), the
    proposal takes the newest value. A Change only counts where the Claim states its old value *and* shares words with it.
    """
    value, newest, later = claim.fact.stated(), None, set()
    for number, change in changes.items():
        after = _successor(value, claim, change, language)
        if after:
            value, newest = after, number
            later.add((after.value, after.unit))
    if newest is None or (value.value, value.unit) == (claim.fact.value, claim.fact.unit):
        return None
    # "passe de 150 € à 1.000 €" tells of the change: there the old value is right.
    if any((fact.value, fact.unit) in later for fact in facts(claim.sentence, language)):
        return None
    return Stale(claim, newest, proposal(claim, value, language))


def _successor(value: Stated, claim: Claim, change: Change, language: str) -> Stated | None:
    """What the Change puts in the place of ``value``, where it is about the Claim."""
    for fact in change.facts:
        if _replaces(fact, value, claim.fact) and _is_about(claim, change, fact, language):
            return fact.after
    return None


def _replaces(fact: FactChange, value: Stated, claimed: Fact) -> bool:
    if fact.before is None or fact.after is None or fact.type is not claimed.type:
        return False
    same = (fact.before.value, fact.before.unit) == (value.value, value.unit)
    changed = (fact.after.value, fact.after.unit) != (value.value, value.unit)
    return same and changed and (fact.role is None or claimed.role is None or fact.role == claimed.role)


def _is_about(claim: Claim, change: Change, fact: FactChange, language: str) -> bool:
    """Whether sentence and Change speak of one thing, by the words they share; one word is enough for a full date."""
    stated = [each for each in (fact.before, fact.after) if each]
    near = [_sentence_with(text, stated, language) for text in (change.before, change.after) if text]
    theirs = subject_words(" ".join([change.path, change.summary.get(language, ""), *near]), language)
    ours = subject_words(f"{claim.path} {claim.sentence[: claim.fact.start]} {claim.sentence[claim.fact.end :]}", language)
    full_date = fact.type is FactType.DATE and FULL_DATE.fullmatch(claim.fact.value)
    return len(ours & theirs) >= (1 if full_date else SHARED_WORDS.get(fact.type, SHARED_OTHERWISE))


def _sentence_with(text: str, stated: Sequence[Stated], language: str) -> str:
    """The sentences of ``text`` that hold one of the values, all of it where none does: a long article shares words with everything."""
    return " ".join(sentence for sentence in sentences(text, language) if any(each.text in sentence for each in stated)) or text


def proposal(claim: Claim, value: Stated, language: str) -> str | None:
    """The sentence of the Claim with another value, in its own language and notation; ``None`` where we cannot write values in it."""
    if language not in LOCALES:
        return None
    fact = claim.fact
    new = _in_the_same_writing(fact, value, language)
    return claim.sentence[: fact.start] + new + claim.sentence[fact.end :]


def _in_the_same_writing(fact: Fact, value: Stated, language: str) -> str:
    """The new value as the page wrote the old one: ``150 euros`` becomes ``1.000 euros``, ``04/03/2024`` ``04/03/2027``."""
    in_words = value_in_words(fact.type, value.value, value.unit, language)
    numeric = NUMERIC_DATE.fullmatch(fact.text)
    if numeric and FULL_DATE.fullmatch(value.value):
        year, month, day = value.value.split("-")
        padded = [each.lstrip("0") if len(old) == 1 else each for old, each in ((numeric.group(1), day), (numeric.group(3), month))]
        return numeric.group(2).join([*padded, year])
    old, new = NUMBER.findall(fact.text), NUMBER.findall(in_words)
    if not old and len(new) == 1 and (spelled := spelled_out(value.value, language)):
        return in_words.replace(new[0], spelled)
    if fact.type is FactType.AMOUNT and fact.unit == value.unit and len(old) == len(new) == 1:
        return fact.text.replace(old[0], new[0])
    return in_words


def in_three(sentence: str, text: str) -> tuple[str, str, str]:
    """The sentence before, at and after the doubtful words; all of it before, where they do not stand in it."""
    before, found, after = sentence.partition(text)
    return before, found, after
