"""Durations and ages: ``30 jours ouvrables``, ``deux mois et demi``, ``12 à 18 mois``, ``7e jour``, ``J+2``."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import number_pattern, span_of, written
from differ.language import Language, any_of

SMALLER = {"year": ("month", 12), "week": ("day", 7), "day": ("hour", 24), "hour": ("minute", 60)}


@cache
def _units(language: Language) -> dict[str, str]:
    return {name.lower(): unit for unit, names in language.words["duration_units"].items() for name in names}


@cache
def _duration(language: Language) -> re.Pattern[str]:
    words = language.words
    value, unit = number_pattern(language), any_of(_units(language))
    until = rf"(?: ?(?:{'|'.join(map(re.escape, words['range_words']))}) ?(?P<upper>{value}))?"
    suffix = rf"(?:(?:{'|'.join(words['ordinal_suffixes'])})(?!\w))?"
    half = rf"(?P<half> (?:{'|'.join(words['halves'])})(?!\w))?" if words["halves"] else "(?P<half>(?!))?"
    return re.compile(rf"(?P<lower>{value}){suffix}{until}[ -]?(?P<unit>{unit}){half}", re.IGNORECASE)


@cache
def _countdown(language: Language) -> re.Pattern[str]:
    marks = "|".join(map(re.escape, language.words["day_countdown"]))
    return re.compile(rf"(?<!\w)(?:{marks}) ?(?P<value>\d+)", re.IGNORECASE)


def durations(text: str, language: Language) -> Iterator[Fact]:
    """Every duration in ``text``; a range's value is ``12..18``, mixed units are told in the smaller."""
    pending: Fact | None = None
    for found in _duration(language).finditer(text):
        fact = _fact(found, text, language)
        if fact is None:
            continue
        joined = _joined(pending, fact, text, language) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or fact
    if pending:
        yield pending
    for found in _countdown(language).finditer(text):
        yield Fact(FactType.DURATION, found["value"], "day", found.group(), found.start(), found.end())


def _fact(found: re.Match[str], text: str, language: Language) -> Fact | None:
    if _tells_the_time(found, text, language):
        return None
    span = span_of(found, "lower", "upper", language)
    if span is None:
        return None
    ends, start = span
    values = [end + (Decimal("0.5") if found["half"] else 0) for end in ends]
    unit = _units(language)[found["unit"].lower()]
    return Fact(FactType.DURATION, "..".join(map(written, values)), unit, text[start : found.end()], start, found.end())


def _tells_the_time(found: re.Match[str], text: str, language: Language) -> bool:
    """Whether "20 h" names an hour of the day: a cue of place in time before it, minutes behind it, or nothing around."""
    words = language.words
    if found["unit"].lower() not in words["clock_units"]:
        return False
    before = text[: found.start()].rstrip().lower()
    if before.endswith(tuple(words["duration_cues"])):
        return False
    return bool(re.match(r" ?\d", text[found.end() :])) or re.search(rf"{any_of(words['clock_cues'])}$", before) is not None


def _joined(first: Fact, second: Fact, text: str, language: Language) -> Fact | None:
    """``un an et six mois`` is one duration of 18 months."""
    between = text[first.end : second.start].strip().lower()
    smaller = SMALLER.get(first.unit or "")
    if (
        between not in ("", *language.words["number_glue"])
        or not smaller
        or smaller[0] != second.unit
        or ".." in first.value + second.value
    ):
        return None
    value = Decimal(first.value) * smaller[1] + Decimal(second.value)
    return Fact(FactType.DURATION, written(value), second.unit, text[first.start : second.end], first.start, second.end)
