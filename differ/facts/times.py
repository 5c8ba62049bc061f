"""Hours of the day: ``14h30``, ``9 h``, ``9.30 uur``, ``2 pm``; each as ``HH:MM``."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.facts.durations import around, tells_the_time
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


def times(text: str, language: Language) -> Iterator[Fact]:
    """Every hour of the day in ``text``."""
    for found in COLON.finditer(text):
        yield _time(found, int(found["hour"]), found["minute"])
    for found in _hours(language).finditer(text):
        minute = found["minute"] or found["behind"]
        if minute or tells_the_time(found["hour"], found["unit"], *around(text, found), language):
            yield _time(found, int(found["hour"]), minute)
    for found in _half_days(language).finditer(text) if language.words["half_days"] else ():
        yield _time(found, int(found["hour"]) % 12 + language.words["half_days"][found["half"].lower()], found["minute"])


def _time(found: re.Match[str], hour: int, minute: str | None) -> Fact:
    return Fact(FactType.TIME, f"{hour:02}:{minute or '00'}", None, found.group(), found.start(), found.end())
