"""Ages told without a unit: "aged 16 to 17", "18 or over", "jonger dan 18"."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import span_of, written
from differ.language import Language, any_of

NUMBER = r"\d{1,3}(?![\w%€$£]|[.,/:-]\d)"
OLDEST = 120


@cache
def _patterns(language: Language) -> list[re.Pattern[str]]:
    """A number behind words that make an age of it; and one behind people, with such words behind it."""
    words, spans = language.words["bare_ages"], language.words["duration_units"].values()
    joined, units = any_of(language.words["range_words"]), any_of(name for names in spans for name in names)
    age = rf"(?P<lower>{NUMBER})(?: ?{joined} ?(?P<upper>{NUMBER}))?(?![ -]?{units})"
    sides = [(words["before"], ""), (words["people"], rf" {any_of(words['behind'])}" if words["behind"] else "")]
    return [re.compile(rf"{any_of(before)} {age}{behind}", re.IGNORECASE) for before, behind in sides if before]


def ages(text: str, language: Language) -> Iterator[Fact]:
    """Every age in ``text`` that bears no unit, as a duration in years."""
    for pattern in _patterns(language):
        for found in pattern.finditer(text):
            span = span_of(found, "lower", "upper", language)
            if span and max(span[0]) <= OLDEST:
                start = span[1] if span[1] != found.start() else found.start("lower")
                end = max(found.end("lower"), found.end("upper"))
                yield Fact(FactType.DURATION, "..".join(map(written, span[0])), "year", text[start:end], start, end)
