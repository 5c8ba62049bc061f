"""What pages count and official texts do not: any things ("65 buddy's"), and ages told by a birthday ("tot je 18 bent")."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import number, number_pattern, written
from differ.language import Language, any_of
from differ.language import language as data_of

PLURAL = {"fr": r"[^\W\d_][\w-]{2,}[sx]", "nl": r"[^\W\d_][\w-]*(?:en|s|['’]s|ers)", "en": r"[^\W\d_][\w-]{2,}s"}
BIRTHDAYS = {
    "fr": (
        r"\b(\d\d?|[a-zéû]+(?:[ -][a-zé]+){0,2}?)(?:i?[eè]me|e) anniversaire",
        r"\b(?:aura|auras|aurez|as|avez|atteint|atteins) (\d\d?)(?= ans)",
    ),
    "nl": (
        r"\b(\d\d?|[a-zë]+?)(?:ste|de) verjaardag",
        r"\btot (?:je|hij|ze|zij|u|hun|jouw|zijn|haar)\b(?: \w+)? ([a-zë]+?)(?:ste|de)\b",
        r"\b(?:je|hij|ze|zij|u|bent|wordt|ben) (\d\d?)(?= (?:jaar )?(?:bent|bent,|wordt|is|werd|geworden)\b)",
    ),
}
"""How an age is told by the birthday."""


def counted(sentence: str, language: str) -> Iterator[Fact]:
    """Every age told by a birthday, and every number of things whatever they are called."""
    data = data_of(language)
    if data and language in PLURAL:
        yield from _birthdays(sentence, data)
        for found in _things(data).finditer(sentence):
            value = number(found["value"], data)
            if value is not None and value > 1:
                noun = found["noun"].lower()
                yield Fact(FactType.COUNT, written(value), noun, found.group(), found.start(), found.end())


def _birthdays(sentence: str, data: Language) -> Iterator[Fact]:
    for pattern in BIRTHDAYS.get(data.code, ()):
        for found in re.finditer(pattern, sentence, re.IGNORECASE):
            value = next((each for stem in (found[1], f"{found[1]}e", f"{found[1]}t") if (each := number(stem, data)) is not None), None)
            if value is not None:
                yield Fact(FactType.DURATION, written(value), "year", found.group(), found.start(), found.end())


@cache
def _things(data: Language) -> re.Pattern[str]:
    """A number with a noun in the plural behind it; what measures time or money, and months, are no things."""
    words = data.words
    units = [name for names in (*words["duration_units"].values(), *words["currencies"].values()) for name in names]
    others = any_of([*units, *data.months, *words["time_units"]])
    return re.compile(rf"(?P<value>{number_pattern(data)}) (?!{others})(?P<noun>{PLURAL[data.code]})(?!\w)", re.IGNORECASE)
