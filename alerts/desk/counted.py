"""What pages count and official texts do not: any things ("65 buddy's"), and ages told by a birthday ("tot je 18 bent")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from core.values import Fact, FactType
from differ.facts.numbers import number, number_pattern, written
from differ.language import Language, any_of
from differ.language import language as data_of


def counted(sentence: str, language: str, given: Mapping[str, Any]) -> Iterator[Fact]:
    """Every age told by a birthday, and every number of things whatever they are called; ``given`` are the words of the language."""
    data, plural = data_of(language), given.get("plural")
    if data and plural:
        yield from _birthdays(sentence, data, given.get("birthdays", ()))
        for found in _things(data, plural).finditer(sentence):
            value = number(found["value"], data)
            if value is not None and value > 1:
                noun = found["noun"].lower()
                yield Fact(FactType.COUNT, written(value), noun, found.group(), found.start(), found.end())


def _birthdays(sentence: str, data: Language, patterns: Sequence[str]) -> Iterator[Fact]:
    for pattern in patterns:
        for found in re.finditer(pattern, sentence, re.IGNORECASE):
            value = next((each for stem in (found[1], f"{found[1]}e", f"{found[1]}t") if (each := number(stem, data)) is not None), None)
            if value is not None:
                yield Fact(FactType.DURATION, written(value), "year", found.group(), found.start(), found.end())


@cache
def _things(data: Language, plural: str) -> re.Pattern[str]:
    """A number with a noun in the plural behind it; what measures time or money, and months, are no things."""
    words = data.words
    units = [name for names in (*words["duration_units"].values(), *words["currencies"].values()) for name in names]
    others = any_of([*units, *data.months, *words["time_units"]])
    return re.compile(rf"(?P<value>{number_pattern(data)}) (?!{others})(?P<noun>{plural})(?!\w)", re.IGNORECASE)
