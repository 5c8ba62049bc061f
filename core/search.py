"""Full-text search over the Changes: what is indexed of a text, and what a reader's words ask for.

Both databases index the same words, which are made here: their own tokenizers would read ``art. 10, § 1er``, ``1.000 €``
or ``l'étranger`` each in their way. SQLite keeps them in an FTS5 table, PostgreSQL in a ``tsvector`` (ADR 15).
By marks, which are words too, lists are filtered: one index finds whatever combination is asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from core.folding import fold
from core.plain_yaml import read_plain

WORD = re.compile(r"[^\W_]+")
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[. ]\d{3})+(?!\d)")
"""A number whose thousands are set apart: ``1.000``, ``25 000``."""
ASKED = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<piece>[^\s"]+))')
MOST, LONGEST = 200_000, 60
"""Characters of a text, and of a word, beyond which nothing is indexed: PostgreSQL could not hold them."""
SHORTEST = 3
"""Letters from which a word also finds those that begin with it."""


@dataclass(frozen=True)
class Term:
    """Words that must stand in this order, one behind the other; ``begins`` where the last one may be longer."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class Query:
    """What a search asks for: every one of ``terms``, and none of ``without``."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()


def indexed(text: str) -> str:
    """The words by which ``text`` is found, in their order and with a space between them.

    Neither accents nor case nor punctuation count; ``article 10, § 1er`` is ``art 10 paragraphe 1``, ``1.000`` is ``1000``.
    """
    return " ".join(_words(_spelled(text[:MOST]))).encode()[:MOST].decode(errors="ignore")


def mark(name: str, value: str = "") -> str:
    """A word that says something else of a Change than its text does; no text and no search can hold it."""
    return f"_{name}_{value.encode().hex()}"


EVERY = mark("every")
"""The mark of every Change."""
TOLD = mark("told")
"""The mark of what is neither technical nor quiet."""
OFFICIAL = mark("official")
"""The mark of what did not happen on our own pages."""


def query(text: str) -> Query:
    """What a reader asks for: every word, or whatever begins with it; ``"these words together"``; ``-not this``.

    What stands together (``l'étranger``, ``2011/98/UE``, ``art. 10, § 1er``) must stand so in what is found.
    """
    terms: list[Term] = []
    without: list[Term] = []
    for found in ASKED.finditer(_together(_spelled(text))):
        quoted = found["phrase"] is not None
        whole = found["phrase"] if quoted else found["piece"]
        # What is left out before a vowel is looked for by itself: who asks for "l'étranger" also means "d'étranger".
        for part in [whole] if quoted or found["without"] else whole.split("'"):
            if words := tuple(_words(part)):
                term = Term(words, begins=not quoted and _may_be_longer(words[-1]))
                (without if found["without"] else terms).append(term)
    return Query(tuple(terms), tuple(without))


def _may_be_longer(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in _parts()


def _words(spelled: str) -> list[str]:
    return [word[:LONGEST] for word in WORD.findall(spelled)]


def _spelled(text: str) -> str:
    """The text folded, with one spelling for what is written in several ways."""
    plain = THOUSANDS.sub(lambda found: found[0].replace(".", "").replace(" ", ""), fold(text))
    for pattern, names in _names():
        plain = pattern.sub(partial(_one_spelling, names), plain)
    for pattern, replacement in _numbers():
        plain = pattern.sub(replacement, plain)
    return plain


def _one_spelling(names: Mapping[str, str], found: re.Match[str]) -> str:
    return f" {names[found[0]]} " if found[0] in names else found[0]


def _together(spelled: str) -> str:
    """A place in a law as one piece, so that its parts are looked for side by side."""
    return _place().sub(lambda found: found[0].replace(" ", "/"), spelled)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_plain(Path(__file__).with_name("spellings.yaml").read_text(encoding="utf-8"))
    return data


@cache
def _parts() -> frozenset[str]:
    """The words that name a part of a law."""
    return frozenset(_data()["always"]) | frozenset(_data()["before_a_number"])


@cache
def _names() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """What may be written in several ways, and the one spelling for each."""
    always, before = (
        {spelling: name for name, spellings in _data()[when].items() for spelling in spellings} for when in ("always", "before_a_number")
    )
    return [
        (re.compile(rf"§+|\b[{_initials(always)}][^\W\d_]*\b"), always),
        (re.compile(rf"\b[{_initials(before)}][^\W\d_]*(?=\.? ?\d)"), before),
    ]


def _initials(names: Mapping[str, str]) -> str:
    return "".join({name[0] for name in names if name.isalpha()})


@cache
def _numbers() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What may follow a number, and what is left of it."""
    ordinals, inserted = ("|".join(_data()[name]) for name in ("ordinals", "inserted"))
    return (
        (re.compile(rf"(?<!\w)(\d+)(?:{ordinals})(?!\w)"), r"\1"),
        (re.compile(rf"(?<!\w)(\d+)[ -]?({inserted})(?!\w)(?! ?\d)"), r"\1\2"),
    )


@cache
def _place() -> re.Pattern[str]:
    """A place in a law, as ``_spelled`` leaves it."""
    part = rf"(?:{'|'.join(_parts())})\b\.? *\d[^\s\"]*"
    return re.compile(rf"(?<!\w){part}(?: *{part})*")
