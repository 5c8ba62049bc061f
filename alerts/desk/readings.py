"""The Facts of a sentence of ours: what the differ reads, and what editors say in their own way (a season, a plan, a standstill)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from core.values import Fact, FactType
from differ.facts import facts

MONTHS = 12


def read(sentence: str, language: str) -> list[Fact]:
    """Every Fact that the sentence states, in order; where two readings overlap, the differ's."""
    known = list(facts(sentence, language))
    own = [each for each in _own(sentence, language) if not any(each.start < fact.end and fact.start < each.end for fact in known)]
    return sorted([*known, *own], key=lambda fact: fact.start) if own else known


@cache
def _patterns(language: str) -> tuple[Mapping[str, int], re.Pattern[str] | None, Mapping[str, re.Pattern[str]]]:
    """The seasons with their last month, how one is written with its year, and how each status is worded."""
    given: Mapping[str, Any] = _data().get(language, {})
    seasons: Mapping[str, int] = given.get("seasons", {})
    dated = re.compile(rf"\b({'|'.join(seasons)})(?: de| d['’]| van| of)? ?((?:19|20)\d\d)\b", re.IGNORECASE) if seasons else None
    statuses = {name: re.compile(rf"\b(?:{'|'.join(worded)})\b", re.IGNORECASE) for name, worded in given.get("statuses", {}).items()}
    return seasons, dated, statuses


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "readings.yaml").read_text(encoding="utf-8"))
    return content


def _own(sentence: str, language: str) -> Iterator[Fact]:
    seasons, dated, statuses = _patterns(language)
    for found in dated.finditer(sentence) if dated else ():
        last = int(found[2]) * MONTHS + seasons[found[1].lower()] - 1
        yield Fact(FactType.DATE, f"{last // MONTHS}-{last % MONTHS + 1:02}", None, found.group(), found.start(), found.end())
    for status, pattern in statuses.items():
        for found in pattern.finditer(sentence):
            yield Fact(FactType.STATUS, status, None, found.group(), found.start(), found.end())
