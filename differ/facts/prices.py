"""Prices told without a number: what is "gratuit" or "free of charge" costs 0 EUR."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.language import Language, any_of

AROUND = 30
"""Characters beside the word in which it may be said of a telephone number or the like."""
ALONE = re.compile(r"(?:^|[:|,;(/–→-] ?)$")
ENDS = re.compile(r" ?(?:$|[.,;:|)(/–])")


@cache
def _free(language: Language) -> re.Pattern[str]:
    words = language.words["free_of_charge"]
    return re.compile(rf"(?P<always>{any_of(words['always'])})|(?P<stated>{any_of(words['stated'])})", re.IGNORECASE)


@cache
def _said_of(language: Language) -> re.Pattern[str]:
    """The verb before the word, and what may stand between them: "est entièrement "."""
    words = language.words["free_of_charge"]
    return re.compile(rf"{any_of(words['verbs'])} (?:\S+ )?$", re.IGNORECASE)


@cache
def _no_price(language: Language) -> re.Pattern[str]:
    return re.compile(any_of(language.words["free_of_charge"]["no_price"]), re.IGNORECASE)


def free_of_charge(text: str, language: Language) -> Iterator[Fact]:
    """Every place where ``text`` states that something costs nothing, as an amount of 0 EUR.

    A word that may only describe ("un service gratuit") counts behind a verb or as an entry of its own; none counts beside
    what is free of charge without being a rule's price: a call, a car park.
    """
    lowered, words = text.lower(), language.words["free_of_charge"]
    if not any(word in lowered for word in (*words["always"], *words["stated"])):
        return
    for found in _free(language).finditer(text):
        before, behind = text[max(0, found.start() - AROUND) : found.start()], text[found.end() : found.end() + AROUND]
        around = f"{before}{found['stated'] or ''}{behind}"
        says = found["always"] or _stated(before, behind, language)
        if says and not _no_price(language).search(around) and not _denied(before, language):
            yield Fact(FactType.AMOUNT, "0", "EUR", found.group(), found.start(), found.end())


def _stated(before: str, behind: str, language: Language) -> bool:
    return bool((ALONE.search(before) and ENDS.match(behind)) or _said_of(language).search(before))


def _denied(before: str, language: Language) -> bool:
    denials = language.words["denials"]
    return re.search(rf"{any_of([*denials['never'], *denials['over']])}(?: \S+)?$", before.rstrip(), re.IGNORECASE) is not None
