"""Statuses: what is suspended, resumed, prolonged, repealed …, in one word for every language."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.language import Language, any_of


@cache
def _words(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    statuses = {word: status for status, words in language.words["statuses"].items() for word in words}
    return statuses, re.compile(any_of(statuses), re.IGNORECASE)


@cache
def _things(language: Language) -> re.Pattern[str]:
    return re.compile(any_of(language.words["no_status"]), re.IGNORECASE)


def statuses(text: str, language: Language) -> Iterator[Fact]:
    """Every status that ``text`` states; the value is the contract's word for it."""
    values, pattern = _words(language)
    things = [found.span() for found in _things(language).finditer(text)]
    for found in pattern.finditer(text):
        if any(start <= found.start() < end for start, end in things):
            continue
        yield Fact(FactType.STATUS, values[found.group().lower()], None, found.group(), found.start(), found.end())
