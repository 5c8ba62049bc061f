"""Hours of the day: ``14h30``, ``9 h``, ``9.30 uur``, ``2 pm``; each as ``HH:MM``."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.facts.durations import around, tells_the_time
from differ.facts.numbers import number
from differ.language import Language, any_of

COLON = re.compile(r"(?<![\d:./-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])")


@cache
def _hours(language: Language) -> re.Pattern[str]:
    """An hour with its unit; the minutes stand behind it or, with a dot, before it."""
    # "9u30": a digit may follow the unit.
    unit = "|".join(map(re.escape, language.words["time_units"]))
    return re.compile(
        rf"(?<![\w.,])(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))? ?(?P<unit>{unit})(?![^\W\d])(?: ?(?P<behind>[0-5]\d)(?!\d))?",
        re.IGNORECASE,
    )


@cache
def _half_days(language: Language) -> re.Pattern[str]:
    marks = any_of(language.words["half_days"])
    return re.compile(rf"(?<![\w.,])(?P<hour>1[0-2]|0?\d)(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>{marks})", re.IGNORECASE)


@cache
def _pair(language: Language) -> re.Pattern[str]:
    """Two hours of which only the second bears its unit: "de 9 à 17 heures"."""
    joined, cues = any_of(language.words["range_words"]), any_of(language.words["clock_cues"])
    unit = "|".join(map(re.escape, language.words["time_units"]))
    hour, minutes = r"(?:[01]?\d|2[0-4])", r"[.:][0-5]\d"
    first = rf"(?P<whole>(?P<hour>{hour})(?:[.:](?P<minute>[0-5]\d))?)"
    return re.compile(rf"{cues} {first} ?{joined} ?(?={hour}(?:{minutes})? ?(?:{unit})(?![^\W\d]))", re.IGNORECASE)


@cache
def _half(language: Language) -> re.Pattern[str]:
    words = any_of(language.words["number_words"])
    return re.compile(
        rf"{any_of(language.words['half_to'])} (?P<hour>{words}|\d\d?)(?!\w)(?! {any_of(_durations(language))})", re.IGNORECASE
    )


def _durations(language: Language) -> list[str]:
    return [name for names in language.words["duration_units"].values() for name in names]


def _spoken(text: str, language: Language) -> Iterator[Fact]:
    """Hours in words: "midi", "half negen"."""
    for word, value in language.words["clock_words"].items():
        for found in re.finditer(any_of([word]), text, re.IGNORECASE):
            yield Fact(FactType.TIME, value, None, found.group(), found.start(), found.end())
    for found in _half(language).finditer(text) if language.words["half_to"] else ():
        hour = number(found["hour"], language)
        if hour is not None and 1 <= hour <= 12:
            yield Fact(FactType.TIME, f"{(int(hour) - 1) % 12:02}:30", None, found.group(), found.start(), found.end())


def times(text: str, language: Language) -> Iterator[Fact]:
    """Every hour of the day in ``text``."""
    yield from _spoken(text, language)
    for found in _pair(language).finditer(text) if language.words["clock_cues"] else ():
        value = f"{int(found['hour']):02}:{found['minute'] or '00'}"
        yield Fact(FactType.TIME, value, None, found["whole"], found.start("whole"), found.end("whole"))
    for found in COLON.finditer(text):
        yield _time(found, int(found["hour"]), found["minute"])
    for found in _hours(language).finditer(text):
        minute = found["minute"] or found["behind"]
        if found["minute"] or tells_the_time(found["hour"], found["unit"], *around(text, found), language):
            yield _time(found, int(found["hour"]), minute)
    for found in _half_days(language).finditer(text) if language.words["half_days"] else ():
        yield _time(found, int(found["hour"]) % 12 + language.words["half_days"][found["half"].lower()], found["minute"])


def _time(found: re.Match[str], hour: int, minute: str | None) -> Fact:
    return Fact(FactType.TIME, f"{hour:02}:{minute or '00'}", None, found.group(), found.start(), found.end())
