"""Claims of our own pages: which sentence states which Fact, and how it reads with another value."""

import re
from dataclasses import dataclass

from core.values import Fact, FactType, Stated
from differ.facts.numbers import spelled_out
from differ.wording.values import value_in_words
from differ.wording.words import LOCALES

NUMBER = re.compile(r"\d[\d. \u00a0\u202f]*(?:,\d+)?(?<=\d)")
NUMERIC_DATE = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Claim:
    """A Fact stated by a sentence of one of our own pages; the Fact's positions are within the sentence."""

    sentence: str
    fact: Fact
    path: str


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
