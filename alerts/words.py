"""The wording of messages: one catalogue per language, dates in full, text made safe to send."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime

from core.catalogues import translations
from core.clock import BRUSSELS
from core.watchlist import Topic
from differ.wording.values import date_in_words

HERE = Path(__file__).parent
TEMPLATES, TRANSLATIONS = HERE / "templates", HERE / "translations"
# These turn the reading direction around: text from outside could so disguise what it says.
DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
TAKEN_OUT = re.compile(f"[{re.escape(''.join(map(chr, sorted(CONTROLS))) + DIRECTION_MARKS)}]")


@cache
def words(language: str) -> Mapping[str, Any]:
    """The wording of ``fr``, ``nl`` or ``en``."""
    return translations(_catalogue(language))


def reader_language(language: str) -> str:
    """The language to write in to people whose page is in ``language``: French where messages have no such wording."""
    return language if _catalogue(language).is_file() else "fr"


def _catalogue(language: str) -> Path:
    return TRANSLATIONS / f"{language}.po"


def counted(language: str, noun: str, number: int) -> str:
    """``3 changements``, ``1 changement``, ``aucun changement``; empty for none of what is then left unsaid."""
    forms = words(language)["counted"][noun]
    return str(forms["some"](number) if number else forms.get("none", ""))


def listed(language: str, names: Sequence[str]) -> str:
    """The names in quotation marks of the language: ``« Asile », « Accueil »``."""
    return ", ".join(words(language)["quoted"].format(name) for name in names)


def label(topic: str, labels: Mapping[str, Topic], language: str) -> str:
    """The label of a Topic in a language; its id where the watchlist no longer names it."""
    known = labels.get(topic)
    return str(getattr(known, language, known.fr)) if known else topic


@lru_cache(maxsize=4096)
def day_in_full(day: date, language: str) -> str:
    """``4 mars 2027``, ``1er mars 2027``."""
    return date_in_words(day.isoformat(), language)


def day_in_short(day: date, language: str) -> str:
    """``29.07.2025``, for subjects."""
    return format_date(day, words(language)["short_day"], locale=language)


def instant_in_full(instant: datetime, language: str) -> str:
    """``le 29 juillet 2025 à 14 h 05 (heure de Bruxelles)``."""
    return _with_clock(words(language)["instant"], instant, language)


def moment(instant: datetime, language: str) -> str:
    """``29 juillet 2025, 14 h 05``, the time in Brussels."""
    return _with_clock(words(language)["moment"], instant, language)


def _with_clock(wording: str, instant: datetime, language: str) -> str:
    there = instant.astimezone(BRUSSELS)
    clock = format_datetime(there, words(language)["clock"], locale=language)
    return wording.format(day=day_in_full(there.date(), language), clock=clock)


def clean(text: str) -> str:
    """``text`` without control characters and marks that turn the reading direction; line breaks and tabs stay."""
    # Every page asks this of every piece of text, nearly all of which hold nothing of the kind.
    return text if text.isprintable() else TAKEN_OUT.sub("", text)


def on_one_line(text: str) -> str:
    """``text`` clean and on one line, fit for a subject."""
    return clean(" ".join(text.split()))
