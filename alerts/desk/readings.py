"""The Facts of a sentence of ours: what the differ reads, and what editors say in their own way (a season, a plan, a standstill)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from alerts.desk.counted import counted
from alerts.desk.figures import NEVER, facts_in_figures
from core.plain_yaml import read_plain
from core.values import Fact, FactType
from differ.facts import facts

MONTHS, A_YEAR = 12, 4
BARE_AMOUNT = re.compile(r"\d{1,3}(?:[. ]?\d{3})*(?P<cents>,\d\d|,-)?")


def read(sentence: str, language: str, head: str = "") -> list[Fact]:
    """Every Fact that the sentence states, in order; where two readings overlap, the wider, else the differ's.

    Below the head of a column, or above one, a number may be all there is of an amount: "150,00".
    """
    given = _data().get(language, {})
    known = facts_in_figures(sentence, language, given)
    ours = [*_own(sentence, language), *_bare_amounts(sentence, language, head)]
    own = [each for each in ours if all(_holds(each, fact) for fact in known if _overlap(each, fact))]
    left = [fact for fact in known if not any(_overlap(each, fact) for each in own)]
    return sorted([*left, *own], key=lambda fact: fact.start) if own else known


def _overlap(one: Fact, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _holds(own: Fact, known: Fact) -> bool:
    """Whether a reading of ours says more than what the differ reads in it: the year of "fin 2025", the hour of "boulevard du Midi 4"."""
    inside = own.start <= known.start and known.end <= own.end
    street = own.type is FactType.CONTACT and known.type is not FactType.CONTACT
    return inside and (street or (own.type is known.type is FactType.DATE and own.start < known.start and len(known.value) == A_YEAR))


@cache
def _seasons(language: str) -> tuple[Mapping[str, int], re.Pattern[str] | None, re.Pattern[str]]:
    """The seasons with their last month, how one is written with its year, and what leads to an end."""
    given: Mapping[str, Any] = _data().get(language, {})
    seasons: Mapping[str, int] = given.get("seasons", {})
    dated = re.compile(rf"\b({'|'.join(seasons)})(?: de| d['’]| van| of)? ?((?:19|20)\d\d)\b", re.IGNORECASE) if seasons else None
    return seasons, dated, re.compile(given.get("until", NEVER), re.IGNORECASE)


@cache
def _worded(language: str) -> Mapping[tuple[FactType, str], re.Pattern[str]]:
    """How each status, each time told from the day of writing, and each length without a number is worded."""
    given: Mapping[str, Any] = _data().get(language, {})
    kinds = ((FactType.STATUS, "statuses"), (FactType.DATE, "ahead"), (FactType.DURATION, "lengths"))
    return {
        (kind, value): re.compile(rf"\b(?:{'|'.join(worded)})\b", re.IGNORECASE)
        for kind, name in kinds
        for value, worded in given.get(name, {}).items()
    }


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = read_plain((Path(__file__).parent / "readings.yaml").read_text(encoding="utf-8"))
    return content


def _own(sentence: str, language: str) -> Iterator[Fact]:
    seasons, dated, until = _seasons(language)
    for found in dated.finditer(sentence) if dated else ():
        last = int(found[2]) * MONTHS + seasons[found[1].lower()] - 1
        role = "until" if until.search(sentence[: found.start()].rstrip()) else None
        yield Fact(FactType.DATE, f"{last // MONTHS}-{last % MONTHS + 1:02}", None, found.group(), found.start(), found.end(), role)
    for (kind, value), pattern in _worded(language).items():
        amount, _, unit = value.partition(" ")
        for found in pattern.finditer(sentence):
            yield Fact(kind, amount, unit or None, found.group(), found.start(), found.end())
    yield from _streets_named(sentence, language)
    yield from counted(sentence, language, _data().get(language, {}))


def _bare_amounts(sentence: str, language: str, head: str) -> Iterator[Fact]:
    found = BARE_AMOUNT.fullmatch(sentence)
    if found and (found["cents"] or re.search(_data().get(language, {}).get("money", NEVER), head, re.IGNORECASE)):
        yield from (replace(fact, text=sentence, end=len(sentence)) for fact in facts(f"{sentence} EUR", language))


@cache
def _streets(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a street is named, and what leads to it where its number stands before it."""
    given: Mapping[str, Any] = _data().get(language, {})
    return re.compile(given.get("streets", NEVER), re.VERBOSE), re.compile(given.get("doors", NEVER))


def _streets_named(sentence: str, language: str) -> Iterator[Fact]:
    """Streets without a postal code, as "Rue du Verregat 1" whatever the order, the number left out where there is none."""
    streets, doors = _streets(language)
    for found in streets.finditer(sentence):
        door = None if found["number"] else doors.search(sentence[: found.start()])
        value = " ".join(filter(None, (found["street"], found["number"] or (door and door["number"]))))
        start = door.start() if door else found.start()
        yield Fact(FactType.CONTACT, value, None, sentence[start : found.end()], start, found.end())
