"""The walk through a page's content that every family of HTML shares: one Block for each heading, paragraph, item or cell."""

import re
from collections.abc import Callable, Iterator

from bs4 import Tag

from differ.extract.markup import block_tags, folds, formatting_tags, is_term_name, updates
from differ.extract.noise import is_noise, opens_accordion
from differ.extract.pins import plain
from differ.extract.reading import Block
from differ.extract.tables import Table, is_layout
from differ.extract.tree import attribute, is_text, names_of

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD_LINE = 7
_BREAK = "\n"
_LONGEST_LINE = 80
_WORD = re.compile(r"\w")


def texts_of(tag: Tag) -> Iterator[str]:
    """The strings of an element's content in order; a blank stands at each boundary of a block and for a line break."""
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _texts_of_child(child)
        elif is_text(child):
            yield str(child)


def _texts_of_child(tag: Tag) -> Iterator[str]:
    if tag.name == "br":
        yield " "
    elif is_term(tag):
        yield own_words(tag)
    elif tag.name == "button" or not is_noise(tag):
        boundary = " " if tag.name in block_tags() else ""
        yield boundary
        yield from texts_of(tag)
        yield boundary


def is_term(tag: Tag) -> bool:
    """Whether an element is a term of the publisher's glossary, explained by a tooltip."""
    return tag.name == "dfn" or (tag.name in ("abbr", "cite") and is_term_name(names_of(tag)))


def own_words(term: Tag) -> str:
    """The words of a glossary term without the tooltip embedded in it.

    They stand in its ``title`` where nothing but a button with the explanation stands in the element, as Drupal's Onomasticon does.
    """
    words = "".join(
        child.get_text() if isinstance(child, Tag) else str(child)
        for child in term.children
        if is_text(child) or (isinstance(child, Tag) and child.name in formatting_tags() and not is_noise(child))
    )
    if words.strip():
        return words
    return attribute(term, "title") if term.find("button") else "".join(texts_of(term))


def _is_bold_line(paragraph: Tag) -> bool:
    """Whether a paragraph is a heading in all but name: short, wholly bold, no sentence and no dated update."""
    if not any(isinstance(child, Tag) for child in paragraph.contents):
        return False
    text = plain(paragraph.get_text()).strip()
    if not 0 < len(text) <= _LONGEST_LINE or text.endswith((".", ";", ",", "!")) or updates().match(text):
        return False
    return all(piece.find_parent(["strong", "b", "p"]) is not paragraph for piece in paragraph.find_all(string=True) if piece.strip())


class Walker:
    """Walks an element once and collects its Blocks; ``clean`` makes the stored form of a text, ``noise`` tells what is none."""

    def __init__(self, clean: Callable[[str], str], noise: Callable[[Tag], bool] = is_noise) -> None:
        self.blocks: list[Block] = []
        self._clean = clean
        self._noise = noise
        self._words: list[str] = []
        self._trail: list[tuple[int, str]] = []
        self._floor = 0

    def walk(self, tag: Tag) -> list[Block]:
        """All Blocks collected so far, with those of ``tag``."""
        self._flush()
        self._children(tag)
        self._flush()
        return self.blocks

    def heading(self, tag: Tag, level: int) -> None:
        """Takes ``tag`` as a heading that what follows stands under."""
        if text := self._clean("".join(texts_of(tag))):
            while len(self._trail) > self._floor and self._trail[-1][0] >= level:
                self._trail.pop()
            self._push(level, text)

    def _push(self, level: int, text: str) -> None:
        self._trail.append((level, text))
        self.blocks.append(Block(text, self._path))

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._trail)

    def _flush(self) -> None:
        if self._words:
            text = self._clean("".join(self._words))
            if _WORD.search(text):
                self.blocks.append(Block(text, self._path))
            self._words.clear()

    def _break(self) -> None:
        """One break is a blank, two in a row part paragraphs."""
        if self._words and "".join(self._words[-2:]).isspace() and _BREAK in self._words[-2:]:
            self._flush()
        self._words.append(_BREAK)

    def _children(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif is_text(child):
                self._words.append(str(child))

    def _element(self, tag: Tag) -> None:
        if tag.name == "br":
            self._break()
        elif is_term(tag):
            self._words.append(own_words(tag))
        elif opens_accordion(tag):
            self._flush()
            self.heading(tag, _BOLD_LINE)
        elif not self._noise(tag):
            self._content(tag)

    def _content(self, tag: Tag) -> None:
        if tag.name not in block_tags():
            self._children(tag)
            return
        self._flush()
        if tag.name in HEADINGS:
            self.heading(tag, HEADINGS[tag.name])
        elif tag.name == "p" and _is_bold_line(tag):
            self.heading(tag, _BOLD_LINE)
        elif tag.name in ("dt", "summary"):
            self._term(tag)
        elif tag.name in ("dl", "details") or folds(names_of(tag)):
            self._folded(tag)
        elif tag.name == "table" and not is_layout(tag):
            self._table(tag)
        else:
            self._children(tag)
        self._flush()

    def _term(self, tag: Tag) -> None:
        """A term or summary heads what follows, up to the next term or the end of its list."""
        del self._trail[self._floor :]
        if text := self._clean("".join(texts_of(tag))):
            self._push(0, text)

    def _folded(self, tag: Tag) -> None:
        trail, floor = list(self._trail), self._floor
        self._floor = len(trail)
        self._children(tag)
        self._flush()
        self._trail, self._floor = trail, floor

    def _table(self, tag: Tag) -> None:
        table = Table(tag, lambda cell: self._clean("".join(texts_of(cell))))
        if table.caption:
            self.blocks.append(Block(table.caption, self._path))
        self.blocks.extend(table.blocks(self._path))
