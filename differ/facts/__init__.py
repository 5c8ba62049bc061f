"""Typed values stated in a text; each kind of value has its module, each language its data file."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from core.values import Fact, FactType
from differ.facts.ages import ages
from differ.facts.amounts import amounts, cents, percentages
from differ.facts.contacts import contacts
from differ.facts.counts import counts
from differ.facts.dates import dates
from differ.facts.durations import durations
from differ.facts.prices import free_of_charge
from differ.facts.references import references
from differ.facts.statuses import statuses
from differ.facts.times import times
from differ.language import Language
from differ.language import language as data_of

READERS = (amounts, cents, free_of_charge, durations, ages, percentages, times, counts, statuses)
"""The readers of values; contacts and references come before them, for their numbers are no values."""
BLOT = "\N{REPLACEMENT CHARACTER}"
BRACKETS = (("(", ")"), ("[", "]"))
LONGEST_MARK = 5
"""Characters between a bracket and the number that an amendment put into it: "[12 ", with the bracket."""


@lru_cache(maxsize=4096)
def facts(text: str, language: str | None) -> tuple[Fact, ...]:
    """The Facts of ``text`` in order; none where the language has no data file.

    Where two readings overlap the one that starts first wins, then the longer: "4 mars 2027" holds no "4".
    Only the date of an act stands within its reference.
    """
    data = data_of(language)
    if data is None:
        return ()
    straight = text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    named = _without_overlap([*contacts(straight, data), *references(straight, data)])
    rest = _masked(straight, named)
    values = _without_overlap([*_dates(straight, named, data), *(fact for read in READERS for fact in read(rest, data))])
    return tuple(sorted([*named, *(_bracketed(fact, straight) for fact in values)], key=lambda each: (each.start, -each.end)))


def _bracketed(fact: Fact, text: str) -> Fact:
    """The Fact with the bracket that opens before it and closes within it: "(quinze) jours"."""
    bracket = next((opening for opening, closing in BRACKETS if fact.text.count(closing) > fact.text.count(opening)), None)
    start = text.rfind(bracket, max(0, fact.start - LONGEST_MARK), fact.start) if bracket else -1
    return fact if start < 0 else replace(fact, start=start, text=text[start : fact.end])


def _masked(text: str, named: Sequence[Fact]) -> str:
    """The text with what is named blotted out, so that none of its numbers is read as a value."""
    pieces, position = [], 0
    for fact in named:
        pieces += [text[position : fact.start], BLOT * (fact.end - fact.start)]
        position = fact.end
    return "".join([*pieces, text[position:]])


def _dates(text: str, named: Sequence[Fact], data: Language) -> list[Fact]:
    """The dates, those within references as well, but no part of an address."""
    contacts = [fact for fact in named if fact.type is FactType.CONTACT]
    starts = [fact.start for fact in contacts]

    def within(date: Fact) -> bool:
        place = bisect_right(starts, date.start) - 1
        return place >= 0 and contacts[place].end > date.start

    return [date for date in dates(text, data) if not within(date)]


def _without_overlap(found: Iterable[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or fact.start >= kept[-1].end:
            kept.append(fact)
    return kept
