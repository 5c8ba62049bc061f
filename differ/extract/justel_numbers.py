"""How consolidated law numbers its articles: ``4/1``, ``10bis``, ``XX.3/1``, and ``11_DROIT_FUTUR`` for one of several texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from differ.extract.legal import Line, bare
from differ.extract.markup import markup

_WORD = re.compile(r"^\W*(?:Articles?|ARTICLES?|Art\.?|ART\.?|Artikel|ARTIKEL)\s*")
_PRINTED = re.compile(r"[0-9IVXLCN][0-9A-Za-zèé/]*(?:[._-]\d+[a-z]*(?:/\d+)*)*")
_CODE = re.compile(r"[A-Z]{1,2}\.")
_BETWEEN = re.compile(r"[\s._(]*")
_BEHIND = re.compile(r"[\s_]*\)?\.?\s*")
_FUTURE = "future"


@dataclass(frozen=True)
class Title:
    """How an article is entitled: its number as keys hold it and as printed, and which of several texts it is."""

    number: str
    printed: str
    variants: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The number with its variants: ``11@future``."""
        return "@".join([self.number, *sorted(self.variants)])

    @property
    def is_future(self) -> bool:
        """Whether the text is not yet law."""
        return _FUTURE in self.variants


def opened(number: str, lines: list[Line]) -> tuple[Title, list[Line]]:
    """The title of an article, and its lines without ``Art. 4.``; ``number`` is that of its anchor."""
    if not lines:
        return title_of(number), lines
    text = _WORD.sub("", lines[0].text, count=1)
    found = _number(number, text)
    if found is None:
        return title_of(number), [replace(lines[0], text=text), *lines[1:]]
    variants, rest = _variants(text[found.end() :])
    return Title(bare(found[0]), found[0], variants), [replace(lines[0], text=rest), *lines[1:]]


def title_of(number: str) -> Title:
    """The title that the number of an anchor gives."""
    found = _number(number, number)
    variants = _variants(number[found.end() :])[0] if found else ()
    return Title(bare(found[0]), found[0], variants) if found and variants else Title(bare(number), number)


def _number(number: str, text: str) -> re.Match[str] | None:
    """The number with which a text begins; that of a code with letters first (``D.I.1``) only its anchor tells."""
    own = re.match(re.escape(number), text) if _CODE.match(number) else None
    return own or _PRINTED.match(text)


def _variants(text: str) -> tuple[tuple[str, ...], str]:
    """Which texts of an article the words behind its number name, and what follows them."""
    names: list[str] = []
    while found := next(_variants_at(text), None):
        names.append(found[0])
        text = text[found[1] :]
    behind = _BEHIND.match(text)
    return tuple(names), text[behind.end() :] if names and behind else text.removeprefix(".").lstrip()


def _variants_at(text: str) -> Iterator[tuple[str, int]]:
    between = _BETWEEN.match(text)
    for name, pattern in _variant_words().items():
        if found := pattern.match(text, between.end() if between else 0):
            yield name, found.end()


@cache
def _variant_words() -> dict[str, re.Pattern[str]]:
    words: dict[str, str] = markup()["justel"]["variants"]
    return {name: re.compile(pattern.replace(" ", "[ _]")) for name, pattern in words.items()}
