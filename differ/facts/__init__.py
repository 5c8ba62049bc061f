"""Typed values stated in a text; each kind of value has its module, each language its data file."""

from collections.abc import Iterable
from functools import lru_cache

from core.values import Fact
from differ.facts.amounts import amounts, percentages
from differ.facts.dates import dates
from differ.facts.durations import durations
from differ.language import language as data_of


@lru_cache(maxsize=4096)
def facts(text: str, language: str | None) -> tuple[Fact, ...]:
    """The Facts of ``text`` in order; none where the language has no data file.

    Where two readings overlap the one that starts first wins, then the longer: "4 mars 2027" holds no "4".
    """
    data = data_of(language)
    if data is None or (not any(character.isdigit() for character in text) and len(text) < 3):
        return ()
    straight = text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return tuple(
        _without_overlap([*dates(straight, data), *amounts(straight, data), *durations(straight, data), *percentages(straight, data)])
    )


def _without_overlap(found: Iterable[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or fact.start >= kept[-1].end:
            kept.append(fact)
    return kept


def with_values(text: str, language: str | None) -> str:
    """``text`` with each Fact in canonical writing, so that "trois mois" and "3 mois" read the same."""
    pieces, position = [], 0
    for fact in facts(text, language):
        pieces += [text[position : fact.start], f"{fact.value} {fact.unit or ''}"]
        position = fact.end
    return "".join([*pieces, text[position:]])
