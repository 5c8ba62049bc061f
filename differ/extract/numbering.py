"""The numbers that Word shows before paragraphs and does not store in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from differ.extract.ooxml import Styles, W, value

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
_SMALL_ROMAN = ((4, "iv"), (1, "i"))
_MOST = 5000
"""What no number of a paragraph exceeds; beyond it is not spelt out."""


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is written, as what text, and where it begins."""

    form: str = "decimal"
    text: str = ""
    start: int = 1

    @classmethod
    def of(cls, element: etree._Element) -> "Level":
        """The level that a ``w:lvl`` defines."""
        start = value(element, "start") or "1"
        return cls(value(element, "numFmt") or "decimal", value(element, "lvlText") or "", int(start) if start.isdecimal() else 1)


def written(number: int, form: str) -> str:
    """A number as Word writes it in this form: ``3``, ``c`` or ``iii``."""
    if not 0 < number <= _MOST:
        return str(number)
    if form.endswith("Letter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman"):
        text = _roman(number)
    else:
        return f"{number:02}" if form == "decimalZero" else str(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for worth, sign in (*_ROMAN, *_SMALL_ROMAN):
        text += sign * (number // worth)
        number %= worth
    return text


@dataclass
class Numbering:
    """Counts the paragraphs of a document's lists in order."""

    lists: Mapping[str, tuple[str, Mapping[int, Level]]] = field(default_factory=dict)
    """For each list what it is counted with, and its levels."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Numbering":
        """The lists that a document's ``numbering.xml`` defines."""
        if root is None:
            return cls()
        kinds = {value(each, "abstractNumId", own=True): dict(_levels(each)) for each in root.iterfind(f"{W}abstractNum")}
        return cls({value(each, "numId", own=True): _list(each, kinds) for each in root.iterfind(f"{W}num")})

    def next(self, name: str, depth: int) -> str:
        """The number of the next paragraph of a list at this depth; empty for a bullet and for no list."""
        counted, levels = self.lists.get(name, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(counted, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return "" if level.form in ("bullet", "none") else _PLACE.sub(lambda found: _shown(int(found[1]) - 1, counts, levels), level.text)


def _shown(depth: int, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    level = levels.get(depth, Level())
    return written(counts.get(depth, level.start), level.form)


def _levels(kind: etree._Element) -> Iterator[tuple[int, Level]]:
    for each in kind.iterfind(f"{W}lvl"):
        depth = value(each, "ilvl", own=True)
        if depth.isdecimal():
            yield int(depth), Level.of(each)


def _list(element: etree._Element, kinds: Mapping[str, dict[int, Level]]) -> tuple[str, dict[int, Level]]:
    """A list: it counts on where another of its kind stopped, unless it says where its levels begin."""
    kind, own = value(element, "abstractNumId"), ""
    levels = dict(kinds.get(kind, {}))
    for each in element.iterfind(f"{W}lvlOverride"):
        depth, start = value(each, "ilvl", own=True), value(each, "startOverride")
        level = each.find(f"{W}lvl")
        if depth.isdecimal() and level is not None:
            levels[int(depth)] = Level.of(level)
        elif depth.isdecimal() and start.isdecimal():
            levels[int(depth)] = replace(levels.get(int(depth), Level()), start=int(start))
            own = f" {value(element, 'numId', own=True)}"
    return kind + own, levels


def place_in_list(paragraph: etree._Element, styles: Styles) -> tuple[str, int]:
    """The list that a paragraph belongs to by itself or by its style, and its depth there; no list is ``("", 0)``."""
    name = styles.property(paragraph, "numPr/numId")
    depth = styles.property(paragraph, "numPr/ilvl")
    return ("" if name == "0" else name), int(depth) if depth.isdecimal() else 0
