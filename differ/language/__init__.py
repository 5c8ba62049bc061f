"""Language data: what the readers of values need to know of each language, one YAML file each.

A language without a file is read without Facts: its texts are still compared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_month_names

from core.plain_yaml import read_plain

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language's words, by the headings of its file, and its months by name."""

    code: str
    words: Mapping[str, Any]
    months: Mapping[str, int]

    def __hash__(self) -> int:
        return hash(self.code)


@cache
def language(code: str | None) -> Language | None:
    """The data of a language (``fr``), or ``None`` where there is no file for it."""
    path = FOLDER / f"{code}.yaml"
    if not code or not code.isalpha() or not path.is_file():
        return None
    words: dict[str, Any] = read_plain(path.read_text(encoding="utf-8"))
    return Language(code, words, _months(code, words["months"]))


def _months(code: str, spellings: Mapping[str, int]) -> dict[str, int]:
    wide = {name.lower(): number for number, name in get_month_names("wide", "format", code).items()}
    return {**wide, **spellings}


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, whole words only.

    A digit may stand before ("24h") and behind, as the call of a footnote does ("jours5").
    """
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(_bounded(word) for word in ordered) + ")"


def _bounded(word: str) -> str:
    start = r"(?<![^\W\d])" if word[0].isalnum() else ""
    end = r"(?![^\W\d])" if word[-1].isalnum() else ""
    return start + re.escape(word) + end


@cache
def _finder(language: Language, heading: str, names: tuple[str, ...]) -> re.Pattern[str]:
    words = language.words[heading]
    for name in names:
        words = words[name]
    return re.compile(any_of(words), re.IGNORECASE)


def cue(language: Language, heading: str, text: str, *names: str) -> str | None:
    """The first word listed under ``heading`` (and the ``names`` within it) that occurs in ``text``, as it is written there."""
    return next(cues(language, heading, text, *names), None)


def cues(language: Language, heading: str, text: str, *names: str) -> Iterator[str]:
    """Every word listed under ``heading`` (and the ``names`` within it) that occurs in ``text``, as it is written there, in order."""
    for found in _finder(language, heading, names).finditer(text.replace("’", "'")):
        yield found.group()
