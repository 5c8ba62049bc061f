"""The text of a consolidated law as one stream, which every layout of its pages prints alike.

Anchors cut it into parts (``<A NAME='LNK0003'>`` a heading, ``<A NAME='Art.4/1'>`` an article), ``<BR>`` into lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import Tag

from differ.extract.amendments import SUPERSCRIPTS, unmarked
from differ.extract.annulments import ITALIC, UPRIGHT
from differ.extract.blocks import texts_of
from differ.extract.reading import Block
from differ.extract.tables import Table, is_layout
from differ.extract.tree import is_text
from differ.normalise import normalise

ANCHOR = re.compile(r"""<a\s[^<>]*?\bname\s*=\s*["']?(?:Art|LNK(?!R))""", re.IGNORECASE)
"""The first anchor of the text; those of the contents are named ``LNKR…``."""
PART = re.compile(r"^(?:Art|LNK(?!R))")
"""The names of anchors that begin a part."""

_BREAK = "\N{LINE SEPARATOR}"
_CALL = re.compile(r"([\[\]])\s*<sup>([^<]*+(?:<(?!/?sup>)[^<]*+)*+)</sup>", re.IGNORECASE)
_NUMBER_OF_CALL = re.compile(r"(\d{1,3})\s*(?:</\w+>\s*)*$")
_END_OF_CALL = 60
_TAG = re.compile(r"""<(/?)(a|b|br|em|font|i|span|strong|u)\b((?:[^'"<>]|'[^']*+'|"[^"]*+")*+)>""", re.IGNORECASE)
_NAME = re.compile(r"""\bname\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_LOOSE_NOTE = re.compile(r"<((?:\w+ ){0,2}[A-Z]{1,6}\d* \d{2,4}-\d\d-\d{2,4}[^<>]*)>")
_BEHIND = re.compile(r"""<div\s[^<>]*?\bid\s*=\s*["']?list-title-sw""", re.IGNORECASE)
_SIGNS = {"br": _BREAK, "/br": _BREAK, "i": ITALIC, "em": ITALIC, "/i": UPRIGHT, "/em": UPRIGHT}


@dataclass
class Part:
    """An article or a heading: the name of its anchor and its lines, marks and notes included."""

    anchor: str = ""
    lines: list[str] = field(default_factory=lambda: [""])
    cells: dict[int, Block] = field(default_factory=dict)

    @property
    def is_article(self) -> bool:
        """Whether it is an article or an annex, and no heading."""
        return self.anchor.startswith("Art")

    @property
    def number(self) -> str:
        """The number in the name of an article's anchor."""
        return self.anchor.removeprefix("Art").strip(". ")


def thinned(source: str) -> str:
    """The page up to the end of its text, with one character for each sign that takes an element or more: a tenth of the tree.

    The title of a link, ``title='<L …>'``, may hold an apostrophe and angle brackets; what it says the notes repeat.
    A note in angle brackets that the publisher forgot to escape is escaped.
    """
    first = ANCHOR.search(source)
    if first is None:
        return source
    behind = _BEHIND.search(source, first.end())
    text = source[first.start() : behind.start() if behind else len(source)]
    return source[: first.start()] + _LOOSE_NOTE.sub(r"&lt;\1&gt;", _TAG.sub(_sign, _CALL.sub(_call, text)))


def _call(found: re.Match[str]) -> str:
    number = _NUMBER_OF_CALL.search(found[2][-_END_OF_CALL:])
    return found[1] + number[1].translate(SUPERSCRIPTS) if number else found[0]


def _sign(tag: re.Match[str]) -> str:
    if named := tag[2] in "aA" and not tag[1] and _NAME.search(tag[3]):
        return f'<a name="{named[1]}"></a>'
    return _SIGNS.get((tag[1] + tag[2]).lower(), "")


def parts_of(box: Tag) -> list[Part]:
    """The parts in order; the first is what stands before any anchor."""
    parts = [Part()]
    _walk(box, parts)
    return parts


def _walk(tag: Tag, parts: list[Part]) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            _element(child, parts)
        elif is_text(child):
            first, *others = str(child).split(_BREAK)
            parts[-1].lines[-1] += first
            parts[-1].lines.extend(others)


def _element(tag: Tag, parts: list[Part]) -> None:
    if tag.name in ("br", "p", "div"):
        parts[-1].lines.append("")
    if tag.name == "table" and not is_layout(tag):
        _table(tag, parts[-1])
    elif tag.name not in ("h2", "br"):
        name = str(tag.get("name") or "")
        if PART.match(name):
            parts.append(Part(name))
        _walk(tag, parts)


def _table(tag: Tag, part: Part) -> None:
    for block in _unmarked(Table(tag, lambda cell: normalise("".join(texts_of(cell)))).blocks(())):
        part.cells[len(part.lines)] = block
        part.lines.append(block.text)
    part.lines.append("")


def _unmarked(blocks: Iterator[Block]) -> Iterator[Block]:
    """The cells known by their labels without the marks of amendments, whose numbers shift with every act."""
    for block in blocks:
        identity, trail = (tuple(unmarked(word) for word in words) for words in (block.identity, block.trail))
        yield replace(block, identity=identity, trail=trail, label=unmarked(block.label))
