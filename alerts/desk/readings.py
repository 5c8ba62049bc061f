"""The Facts of a sentence of ours: what the differ reads, and what editors say in their own way (a season, a plan, a standstill)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from alerts.desk.figures import facts_in_figures
from core.values import Fact, FactType

MONTHS, A_YEAR, NEVER = 12, 4, "(?!)"


def read(sentence: str, language: str) -> list[Fact]:
    """Every Fact that the sentence states, in order; where two readings overlap, the wider, else the differ's."""
    given = _data().get(language, {})
    known = facts_in_figures(sentence, language, given.get("days", NEVER), given.get("years", NEVER))
    own = [each for each in _own(sentence, language) if all(_holds(each, fact) for fact in known if _overlap(each, fact))]
    left = [fact for fact in known if not any(_overlap(each, fact) for each in own)]
    return sorted([*left, *own], key=lambda fact: fact.start) if own else known


def _overlap(one: Fact, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _holds(own: Fact, known: Fact) -> bool:
    """Whether a reading of ours says more than the year that the differ reads in it: "fin 2025"."""
    return own.type is known.type is FactType.DATE and own.start < known.start and known.end <= own.end and len(known.value) == A_YEAR


@cache
def _seasons(language: str) -> tuple[Mapping[str, int], re.Pattern[str] | None, re.Pattern[str]]:
    """The seasons with their last month, how one is written with its year, and what leads to an end."""
    given: Mapping[str, Any] = _data().get(language, {})
    seasons: Mapping[str, int] = given.get("seasons", {})
    dated = re.compile(rf"\b({'|'.join(seasons)})(?: de| d['’]| van| of)? ?((?:19|20)\d\d)\b", re.IGNORECASE) if seasons else None
    return seasons, dated, re.compile(given.get("until", NEVER), re.IGNORECASE)


@cache
def _worded(language: str) -> Mapping[tuple[FactType, str], re.Pattern[str]]:
    """How each status, and each time told from the day of writing, is worded."""
    given: Mapping[str, Any] = _data().get(language, {})
    kinds = ((FactType.STATUS, "statuses"), (FactType.DATE, "ahead"))
    return {
        (kind, value): re.compile(rf"\b(?:{'|'.join(worded)})\b", re.IGNORECASE)
        for kind, name in kinds
        for value, worded in given.get(name, {}).items()
    }


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "readings.yaml").read_text(encoding="utf-8"))
    return content


def _own(sentence: str, language: str) -> Iterator[Fact]:
    seasons, dated, until = _seasons(language)
    for found in dated.finditer(sentence) if dated else ():
        last = int(found[2]) * MONTHS + seasons[found[1].lower()] - 1
        role = "until" if until.search(sentence[: found.start()].rstrip()) else None
        yield Fact(FactType.DATE, f"{last // MONTHS}-{last % MONTHS + 1:02}", None, found.group(), found.start(), found.end(), role)
    for (kind, value), pattern in _worded(language).items():
        for found in pattern.finditer(sentence):
            yield Fact(kind, value, None, found.group(), found.start(), found.end())
