"""Days and years written in words, read as if they stood in figures: "vier maart tweeduizend zesentwintig"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from core.values import Fact
from differ.facts import facts
from differ.facts.numbers import number
from differ.language import any_of
from differ.language import language as data_of

FIRST = "1"
"""What a word for a day means that counts nothing: "le premier mars"."""


@cache
def _dated(language: str, day: str, year: str) -> re.Pattern[str] | None:
    data = data_of(language)
    spelled = rf"(?:(?<![\w-])(?P<day>{day}) )?{any_of(data.months)}(?: (?P<year>{year})\b)?" if data else None
    return re.compile(spelled, re.IGNORECASE) if spelled else None


def facts_in_figures(sentence: str, language: str, day: str, year: str) -> list[Fact]:
    """The Facts of a sentence in which days before a month and years behind one may be written as ``day`` and ``year`` have it."""
    spelled = list(_spelled(sentence, language, day, year))
    if not spelled:
        return list(facts(sentence, language))
    text, places, position = "", list[int](), 0
    for start, end, figures in spelled:
        text += sentence[position:start] + figures
        places += [*range(position, start), *(start for _ in figures)]
        position = end
    places += range(position, len(sentence) + 1)
    return [_at(places[fact.start], places[fact.end], fact, sentence) for fact in facts(text + sentence[position:], language)]


def _at(start: int, end: int, fact: Fact, sentence: str) -> Fact:
    return replace(fact, start=start, end=end, text=sentence[start:end])


def _spelled(sentence: str, language: str, day: str, year: str) -> Iterator[tuple[int, int, str]]:
    """Where words stand for figures, and which."""
    pattern, data = _dated(language, day, year), data_of(language)
    for found in pattern.finditer(sentence) if pattern and data else ():
        for part in ("day", "year"):
            if found[part] and data:
                value = number(found[part], data)
                yield found.start(part), found.end(part), FIRST if value is None else str(value)
