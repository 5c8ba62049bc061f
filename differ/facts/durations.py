"""Durations and ages: ``30 jours ouvrables``, ``deux mois et demi``, ``12 à 18 mois``, ``7e jour``, ``J+2``."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from babel.dates import get_day_names

from core.values import Fact, FactType
from differ.facts.numbers import OPENED, again, number, number_pattern, span_of, written
from differ.language import Language, any_of

MULTIPLES = {"quarter": ("month", 3), "half_year": ("month", 6)}
"""Units of speech that are told in another."""
LATEST_HOUR = 24
AROUND = 30
"""Characters beside a value in which what it lasts or tells is looked for."""
BEHIND_AN_HOUR = re.compile(r"(?:\d ?(?:h|u|uhr|uur)|:)(?: ?[0-5]\d)? ?[-–] ?$", re.IGNORECASE)
"""The beginning of opening hours, "9h30-"."""
BEFORE_AN_HOUR = re.compile(r" ?[-–] ?(?:[01]?\d|2[0-4]) ?(?:h|u|uhr|uur)(?![^\W\d])", re.IGNORECASE)
"""The end of opening hours, "-12h"."""
MINUTES_BEHIND = re.compile(r" ?(?P<minutes>[0-5]\d)(?![\w%]|[.,]\d)")
CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
SMALLER = {"year": ("month", 12), "week": ("day", 7), "day": ("hour", 24), "hour": ("minute", 60)}


@cache
def _units(language: Language) -> dict[str, str]:
    return {name.lower(): unit for unit, names in language.words["duration_units"].items() for name in names}


@cache
def _duration(language: Language) -> re.Pattern[str]:
    words = language.words
    value, told, unit = number_pattern(language), again(language), any_of(_units(language))
    until = rf"(?: ?(?P<join>{'|'.join(map(re.escape, words['range_words']))}) ?{OPENED}(?P<upper>{value}){told})?"
    suffix = rf"(?:(?:{'|'.join(map(re.escape, words['ordinal_suffixes']))})(?!\w))?"
    further = rf"(?: {any_of(words['further_words'])})?"
    half = rf"(?P<half> (?:{'|'.join(words['halves'])})(?!\w))?" if words["halves"] else "(?P<half>(?!))?"
    return re.compile(rf"(?P<lower>{value}){suffix}{told}{until}{further}[ -]?(?P<unit>{unit}){half}", re.IGNORECASE)


@cache
def _countdown(language: Language) -> re.Pattern[str]:
    marks = "|".join(map(re.escape, language.words["day_countdown"]))
    return re.compile(rf"(?<!\w)(?:{marks})(?P<value>\d+)(?!\w)")


def durations(text: str, language: Language) -> Iterator[Fact]:
    """Every duration in ``text``; a range's value is ``12..18``, mixed units are told in the smaller."""
    pending: Fact | None = None
    for found in _duration(language).finditer(text):
        fact = _fact(found, text, language)
        if fact is None:
            continue
        yield from _falling(found, fact, language)
        joined = _joined(pending, fact, text, language) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or fact
    if pending:
        yield pending
    yield from _ranks(text, language)
    yield from _compounds(text, language)
    yield from _wholes(text, language)
    for found in _countdown(language).finditer(text):
        yield Fact(FactType.DURATION, found["value"], "day", found.group(), found.start(), found.end())


def _fact(found: re.Match[str], text: str, language: Language) -> Fact | None:
    if _is_no_duration(found, text, language):
        return None
    span = span_of(found, "lower", "upper", language)
    if span is None:
        return None
    ends, start = span
    unit, factor = _plain_unit(_units(language)[found["unit"].lower()])
    values = [(end + (Decimal("0.5") if found["half"] else 0)) * factor for end in ends]
    if (minutes := MINUTES_BEHIND.match(text, found.end())) and unit == "hour" and len(values) == 1:
        value, stop = written(values[0] * 60 + int(minutes["minutes"])), minutes.end()
        return Fact(FactType.DURATION, value, "minute", text[start:stop], start, stop)
    return Fact(FactType.DURATION, "..".join(map(written, values)), unit, text[start : found.end()], start, found.end())


def _is_no_duration(found: re.Match[str], text: str, language: Language) -> bool:
    """Whether it tells the time ("27 juin 2025 à 17 h"), or no span at all ("un jour", "une heure viendra", "le 1er jour du mois")."""
    before, behind = around(text, found)
    if found["lower"] == "1" and not found["upper"] and _first_of(language).match(text[found.end("lower") : found.end() + AROUND]):
        return True
    if found["upper"]:
        before = text[max(0, found.start("upper") - AROUND) : found.start("upper")]
    if tells_the_time(found["upper"] or found["lower"], found["unit"], before, behind, language):
        return True
    single = found["lower"].lower() in language.words["articles"] and not found["upper"]
    cued = re.search(
        rf"{any_of([*language.words['rule_cues']['deadline'], *language.words['duration_cues'], *language.words['spans']])} ?$", before
    )
    return single and _units(language)[found["unit"].lower()] in ("day", "hour", "minute") and cued is None


@cache
def _first_of(language: Language) -> re.Pattern[str]:
    """The first day of a month, behind its number: "er jour du deuxième mois"."""
    units = language.words["duration_units"]
    days, spans = any_of(units["day"]), any_of(name for unit in ("month", "quarter", "year") for name in units.get(unit, ()))
    return re.compile(rf"(?:{'|'.join(map(re.escape, language.words['ordinal_suffixes']))}) {days}(?: \w+){{1,3}}? {spans}", re.IGNORECASE)


def _falling(found: re.Match[str], fact: Fact, language: Language) -> Iterator[Fact]:
    """The first of two values of which the second is smaller: "réduit de 120 à 90 jours" is no range."""
    if found["upper"] and found["join"].lower() in language.words["falls_to"] and fact.start == found.start("upper"):
        value = number(found["lower"], language)
        if value is not None:
            yield replace(fact, value=written(value), text=found["lower"], start=found.start("lower"), end=found.end("lower"))


def _plain_unit(unit: str) -> tuple[str, int]:
    """A unit of the contract, and how many of it the unit of the language holds."""
    return MULTIPLES.get(unit, (unit, 1))


@cache
def _rank(language: Language) -> re.Pattern[str]:
    days = any_of(name for unit in ("working_day", "day") for name in language.words["duration_units"][unit])
    return re.compile(rf"(?P<rank>{any_of(language.words['ordinals'])}) (?P<unit>{days})", re.IGNORECASE)


def _ranks(text: str, language: Language) -> Iterator[Fact]:
    """Days counted by rank: "le huitième jour"."""
    for found in _rank(language).finditer(text):
        value = language.words["ordinals"][found["rank"].lower()]
        yield Fact(FactType.DURATION, str(value), _units(language)[found["unit"].lower()], found.group(), found.start(), found.end())


@cache
def _compound(language: Language) -> re.Pattern[str] | None:
    endings = language.words.get("compound_units")
    if not endings:
        return None
    units = "|".join(name for names in endings.values() for name in sorted(names, key=len, reverse=True))
    words = "|".join(sorted(map(re.escape, language.words["number_words"]), key=len, reverse=True))
    joined = any_of(language.words["range_words"])
    return re.compile(rf"(?<!\w)(?:(?P<lower>\d+)-? ?{joined} ?)?(?P<value>\d+|{words})-?(?P<unit>{units})(?!\w)", re.IGNORECASE)


def _compounds(text: str, language: Language) -> Iterator[Fact]:
    """Durations that are one word with their number: "dertigdaagse", "dreimonatige", "30-tägig"."""
    pattern = _compound(language)
    units = {name: unit for unit, names in language.words.get("compound_units", {}).items() for name in names}
    for found in pattern.finditer(text) if pattern else ():
        span = span_of(found, "lower", "value", language)
        if span is not None:
            ends, start = span
            value, unit = "..".join(map(written, ends)), units[found["unit"].lower()]
            yield Fact(FactType.DURATION, value, unit, text[start : found.end()], start, found.end())


@cache
def _whole(language: Language) -> re.Pattern[str] | None:
    spans = language.words.get("whole_spans")
    if not spans:
        return None
    opened, followed = any_of(spans["openers"]), any_of(spans["followed"])
    return re.compile(rf"{opened} (?P<unit>{any_of(spans['units'])})(?= {followed})", re.IGNORECASE)


def _wholes(text: str, language: Language) -> Iterator[Fact]:
    """One unit that is told without a number: "dans le mois de la notification", "binnen het jaar na de erkenning"."""
    pattern = _whole(language)
    for found in pattern.finditer(text) if pattern else ():
        unit = _units(language)[found["unit"].lower()]
        yield Fact(FactType.DURATION, "1", unit, found.group(), found.start(), found.end())


def around(text: str, found: re.Match[str]) -> tuple[str, str]:
    """The words just before and just behind a value."""
    return text[max(0, found.start() - AROUND) : found.start()], text[found.end() : found.end() + AROUND]


def tells_the_time(value: str, unit: str, before: str, behind: str, language: Language) -> bool:
    """Whether "20 h" names an hour of the day: minutes with it, or a cue of place in time before it."""
    words = language.words
    if unit.lower() not in words["time_units"]:
        return False
    opened = BEHIND_AN_HOUR.search(before) and not (value.isdigit() and int(value) > LATEST_HOUR)
    if CLOCK.fullmatch(value) or opened:
        return True
    before, lasts = before.rstrip().lower(), behind.lstrip().lower().startswith(tuple(words["duration_tails"]))
    if not value.isdigit() or int(value) > LATEST_HOUR or lasts or before.endswith(tuple(words["duration_cues"])):
        return False
    followed = re.match(r" ?\d", behind) or BEFORE_AN_HOUR.match(behind)
    return bool(followed) or _is_told_as_an_hour(int(value), before, behind, language)


def _is_told_as_an_hour(value: int, before: str, behind: str, language: Language) -> bool:
    """Whether a day of the week or a cue of place in time stands before an hour.

    Such as open a span ("de 9 h", "van 9 uur") tell the time only with its other end: "une formation de 20 heures" lasts.
    """
    words = language.words
    if _after_a_day(language).search(before):
        return True
    cued = re.search(rf"{any_of(words['clock_cues'])}$", before)
    if cued is None:
        return False
    if cued.group() in words["clock_openers"]:
        return _other_end(language).match(behind) is not None
    within_span = cued.group() in words["clock_joints"] or value == LATEST_HOUR
    return not within_span or _first_end(language).search(before) is not None


@cache
def _after_a_day(language: Language) -> re.Pattern[str]:
    days = any_of(get_day_names("wide", "format", language.code).values())
    return re.compile(rf"{days}(?: {any_of(language.words['clock_cues'])})?$", re.IGNORECASE)


@cache
def _other_end(language: Language) -> re.Pattern[str]:
    """The end of a span of hours, behind its beginning: " du matin à 20 h"."""
    joined = any_of([*language.words["hour_spans"], *language.words["clock_joints"]])
    return re.compile(rf"(?: [^\W\d]+){{0,3}} ?{joined} (?:[^\W\d]+ ){{0,2}}(?:[01]?\d|2[0-4]){_hour(language)}", re.IGNORECASE)


@cache
def _first_end(language: Language) -> re.Pattern[str]:
    """The beginning of a span of hours, before its end: "de 8 h du matin à"."""
    return re.compile(rf"(?<!\d)(?:[01]?\d|2[0-4]){_hour(language)}?(?: [^\W\d]+){{0,3}}$", re.IGNORECASE)


def _hour(language: Language) -> str:
    units = "|".join(map(re.escape, language.words["time_units"]))
    return rf"(?:[.:][0-5]\d)?(?: ?(?:{units}))(?![^\W\d])"


def _joined(first: Fact, second: Fact, text: str, language: Language) -> Fact | None:
    """``un an et six mois`` is one duration of 18 months."""
    between = text[first.end : second.start].strip().lower()
    smaller = SMALLER.get(first.unit or "")
    if (
        between not in ("", *language.words["duration_glue"])
        or not smaller
        or smaller[0] != second.unit
        or ".." in first.value + second.value
    ):
        return None
    value = Decimal(first.value) * smaller[1] + Decimal(second.value)
    return Fact(FactType.DURATION, written(value), second.unit, text[first.start : second.end], first.start, second.end)
