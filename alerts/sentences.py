"""Sentences of a text, and the words of a sentence that say what it is about."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.folding import fold
from core.plain_yaml import read_plain

BULLET = re.compile(r"(?<=\S)(?=\s+[–—•·▪◦▸►✓✔]\s+[A-ZÀ-ÖØ-ÞŒ])")
"""Where a new line of a list begins that a page writes as one text."""
ENDING = re.compile(r"[.!?…]+(?:\s?»|[”’\")\]])*(?=\s+[«“„‘\"(\[]?\s*[A-ZÀ-ÖØ-ÞŒ0-9])")
HOURS, FEW = ("h", "u"), 4
"""The letters of an hour; how few words before a number tell that it numbers what follows."""
LAST_WORD = re.compile(r"[\w.°-]+$")
WORD = re.compile(r"[a-z]{4,}")
STEM = 7


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = read_plain((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
    return content


@cache
def _listed(name: str, language: str) -> frozenset[str]:
    """A list of the language; of all languages together where it has none of its own."""
    data = _data()
    return frozenset(str(word) for each in ([data[language]] if language in data else data.values()) for word in each[name])


def sentences(text: str, language: str) -> list[str]:
    """The sentences of ``text`` in order; joined by spaces they are ``text`` with single spaces between them."""
    return [sentence for line in BULLET.split(text) for sentence in _sentences(line, language)]


def _sentences(text: str, language: str) -> list[str]:
    found, start = [], 0
    for ending in ENDING.finditer(text):
        if _ends(text[start : ending.start()], text[ending.end() :].lstrip(), language):
            found.append(text[start : ending.end()].strip())
            start = ending.end()
    return [*found, *([text[start:].strip()] if text[start:].strip() else [])]


def _ends(before: str, after: str, language: str) -> bool:
    """Whether a full stop between the two ends a sentence rather than an abbreviation, an initial or a number."""
    last = LAST_WORD.search(before)
    word = last.group().lower() if last else ""
    if word in _listed("abbreviations", language) or word.endswith("°"):
        return False
    earlier = before[: last.start()].split() if last else []
    if len(word) == 1 and word.isalpha():
        # "10 h. Le mercredi": an hour, and no initial.
        return word in HOURS and bool(earlier) and earlier[-1][-1:].isdigit()
    # "le 3. Février", "1. Demande": a number alone before the stop numbers something, unless it is the last of several words.
    return not (word.isdigit() and (after[:1].isdigit() or (len(word) < 3 and len(earlier) < FEW)))


@lru_cache(maxsize=1024)
def subject_words(text: str, language: str) -> frozenset[str]:
    """The stems of the words that say what ``text`` is about, without accents or case."""
    empty = _listed("empty", language)
    return frozenset(_stem(word) for word in WORD.findall(fold(text)) if word not in empty)


def _stem(word: str) -> str:
    return word[:STEM] if len(word) >= STEM else word.rstrip("sx")
