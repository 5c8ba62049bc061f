"""Values that are conditions to meet, no time limits and no fees: "plus de 21 ans", "120 % du revenu d'intégration"."""

import re
from functools import cache

from core.values import FactChange, FactType, Stated
from differ.language import Language, any_of, cue

BEFORE, AROUND = 40, 60
"""Characters before an age, and around a share of an income, in which words say that it is one."""


@cache
def _ages(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before an age, and right behind it."""
    ages = language.words["ages"]
    before = rf"{any_of(ages['before'])}(?: {any_of(ages['comparatives'])})? $"
    return re.compile(before, re.IGNORECASE), re.compile(rf" {any_of(ages['behind'])}", re.IGNORECASE)


def is_requirement(fact: FactChange, before: str | None, after: str | None, language: Language) -> bool:
    """Whether a value that changed is an age, or a share of an income that the law refers to."""
    stated = [(side, text) for side, text in ((fact.before, before), (fact.after, after)) if side and text]
    told = {FactType.DURATION: _is_age, FactType.PERCENTAGE: _is_share}.get(fact.type)
    return told is not None and any(told(side, text, language) for side, text in stated)


def _is_age(side: Stated, text: str, language: Language) -> bool:
    start = text.find(side.text)
    if side.unit != "year" or start < 0:
        return False
    before, behind = _ages(language)
    end = start + len(side.text)
    return bool(before.search(text[max(0, start - BEFORE) : start]) or behind.match(text, end))


def _is_share(side: Stated, text: str, language: Language) -> bool:
    start = max(0, text.find(side.text))
    return cue(language, "reference_incomes", text[max(0, start - AROUND) : start + len(side.text) + AROUND]) is not None
