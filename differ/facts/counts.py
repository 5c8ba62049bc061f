"""Counts: a number with what it counts, such as ``6.500 dossiers``."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import OPENED, again, number_pattern, span_of, written
from differ.language import Language, any_of


@cache
def _count(language: Language) -> re.Pattern[str]:
    value = number_pattern(language)
    until = rf"(?: ?{any_of(language.words['range_words'])} ?{OPENED}(?P<upper>{value}))?"
    return re.compile(rf"(?P<value>{value}){again(language)}{until} (?P<noun>{any_of(language.words['count_nouns'])})", re.IGNORECASE)


def counts(text: str, language: Language) -> Iterator[Fact]:
    """Every count in ``text``: the unit is the noun as written, in lower case."""
    for found in _count(language).finditer(text):
        span = span_of(found, "value", "upper", language)
        if span is not None and found["value"].lower() not in language.words["articles"]:
            ends, start = span
            yield Fact(FactType.COUNT, "..".join(map(written, ends)), found["noun"].lower(), text[start : found.end()], start, found.end())
