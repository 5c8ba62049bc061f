"""The date that a listing prints beside an item, in an attribute or in words."""

import re
from datetime import date
from functools import cache

from babel.dates import get_month_names

from core.folding import fold
from differ.extract.language import LANGUAGES
from differ.extract.markup import markup

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)")
_FIGURES = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_RFC = re.compile(r"\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})\b")
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def date_in(text: str) -> str | None:
    """The first date of ``text`` as ``YYYY-MM-DD``: ISO, ``17.02.2025``, ``17 février 2025``, ``February 17, 2025``."""
    words = fold(text)
    if found := _ISO.search(words):
        return _iso(*found.groups())
    if found := _FIGURES.search(words):
        return _iso(found[3], found[2], found[1])
    if found := _in_words().search(words):
        day, month, other, comma_day, year = found.groups()
        return _iso(year, str(_months()[month or other]), day or comma_day)
    if found := _RFC.search(words):
        return _iso(found[3], str(_ENGLISH.index(found[2]) + 1), found[1])
    return None


def date_of_address(address: str) -> str | None:
    """The day of publication that an address states: a summary of the Moniteur belge, or one of its PDF files."""
    found = _dated().search(address)
    return _iso(*found.groups()) if found else None


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(markup()["listing"]["dated"])


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """The folded names of the months in our languages."""
    return {
        fold(name).rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


@cache
def _in_words() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(\d{{1,2}})(?:er|e|st|nd|rd|th|\.)?\s+({months})|({months})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?)\.?,?\s+(\d{{4}})\b"
    )
