"""Rules that a page of ours names in its own markup: ``data-veille-rule="RULE-ID"`` on any element."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bs4 import NavigableString, Tag

from core.values import Pin
from differ.extract.reading import Block
from differ.extract.tree import Tree, attribute, is_text
from differ.normalise import normalise

ATTRIBUTE = "data-veille-rule"
# Characters that Unicode keeps out of all texts for good: no page can hold them by itself.
_OPENS, _CLOSES, _FIRST, _MOST = "\ufdd0", "\ufdd1", 0xF0000, 0xFFFD
_MARKS = re.compile(f"{_OPENS}[\U000f0000-\U000ffffd]|{_CLOSES}")


def mark(soup: Tree) -> Sequence[str]:
    """Mark each text that stands in an element with the attribute; gives the rules by the number in the marks."""
    if ATTRIBUTE not in soup.names:
        return ()
    rules: list[str] = []
    for text in [each for each in soup.find_all(string=True) if is_text(each) and each.strip()]:
        holder = text.find_parent(attrs={ATTRIBUTE: True})
        rule = normalise(attribute(holder, ATTRIBUTE)) if isinstance(holder, Tag) else ""
        if rule:
            rules += [] if rule in rules or len(rules) > _MOST else [rule]
            text.replace_with(NavigableString(f"{_OPENS}{chr(_FIRST + rules.index(rule))}{text}{_CLOSES}"))
    return rules


def plain(text: str) -> str:
    """The text without marks."""
    return _MARKS.sub("", text) if _CLOSES in text else text


def pinned(blocks: Iterable[Block], rules: Sequence[str]) -> Iterator[Block]:
    """The Blocks as they would be without marks, each with the pins that its marks stood for."""
    for block in blocks:
        if rules:
            text, pins = _read(block.text, rules)
            trail, identity = tuple(map(_said, block.trail)), tuple(map(_said, block.identity))
            yield replace(block, text=text, trail=trail, identity=identity, label=_said(block.label), pins=pins)
        else:
            yield block


def _said(text: str) -> str:
    return normalise(plain(text))


def _read(marked: str, rules: Sequence[str]) -> tuple[str, tuple[Pin, ...]]:
    """The text without its marks, and where in it each pin reaches; pieces of one pin that touch are one."""
    text, pins, opened, last = "", list[Pin](), None, 0
    for found in [*_MARKS.finditer(marked), None]:
        piece = marked[last : found.start() if found else len(marked)]
        start = len(text)
        text = _joined(text, piece)
        if opened is not None and len(text) > start:
            _add(pins, Pin(opened, start, len(text)))
        opened = rules[ord(found.group()[1]) - _FIRST] if found and found.group() != _CLOSES else None
        last = found.end() if found else last
    return text.rstrip(), tuple(pins)


def _joined(text: str, piece: str) -> str:
    """The two with single spaces: a mark may stand between two spaces that would have been one."""
    return text + (piece.lstrip() if not text or text.endswith(" ") else piece)


def _add(pins: list[Pin], pin: Pin) -> None:
    if pins and pins[-1].rule == pin.rule and pin.start - pins[-1].end <= 1:
        pin = Pin(pin.rule, pins.pop().start, pin.end)
    pins.append(pin)
