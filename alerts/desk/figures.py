"""What editors write in their own way, read as it is written elsewhere: "vier maart tweeduizend zesentwintig", "12 mnd."."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from core.values import Fact
from differ.facts import facts
from differ.facts.numbers import number
from differ.language import any_of
from differ.language import language as data_of

FIRST, NEVER = "1", "(?!)"
"""What a word for a day means that counts nothing: "le premier mars"; an expression that is found nowhere."""


@cache
def _dated(language: str, day: str, year: str) -> re.Pattern[str] | None:
    data = data_of(language)
    spelled = rf"(?:(?<![\w-])(?P<day>{day}) )?{any_of(data.months)}(?: (?P<year>{year})\b)?" if data else None
    return re.compile(spelled, re.IGNORECASE) if spelled else None


@cache
def _plain(written: str) -> re.Pattern[str]:
    return re.compile(written)


def facts_in_figures(sentence: str, language: str, given: Mapping[str, Any]) -> list[Fact]:
    """The Facts of a sentence in which days before a month, years behind one and other numbers may be written as ``given`` has it.

    ``given`` holds the expressions ``days``, ``years`` and ``numbers``, and by expression what else is written otherwise (``rewritten``).
    """
    spelled = sorted([*_spelled(sentence, language, given), *_rewritten(sentence, language, given)])
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


def _spelled(sentence: str, language: str, given: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Where words of a date stand for figures, and which."""
    pattern, data = _dated(language, given.get("days", NEVER), given.get("years", NEVER)), data_of(language)
    for found in pattern.finditer(sentence) if pattern and data else ():
        for part in ("day", "year"):
            if found[part] and data:
                value = number(found[part], data)
                yield found.start(part), found.end(part), FIRST if value is None else str(value)


def _rewritten(sentence: str, language: str, given: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Where other words stand for figures, and what else is read as if it were written otherwise."""
    data = data_of(language)
    for found in _plain(given.get("numbers", NEVER)).finditer(sentence) if data else ():
        value = number(found.group(), data) if data else None
        if value is not None:
            yield found.start(), found.end(), str(value)
    for written, meant in given.get("rewritten", {}).items():
        yield from ((found.start(), found.end(), meant) for found in _plain(written).finditer(sentence))
