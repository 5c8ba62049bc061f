"""Acts of the years before 2000 (and some after) as CELLAR keeps them: bare paragraphs, whose words alone tell what they are."""

import re
from collections.abc import Iterator
from itertools import takewhile

from bs4 import BeautifulSoup, Tag

from differ.extract.journal_act import Act
from differ.extract.journal_marks import number_of
from differ.extract.journal_places import ARTICLE
from differ.extract.tree import element, is_text

_ANNEX = re.compile(r"^(ANNEXE?|BIJLAGE|ANHANG)\b(?!.*[.;,]$)")
_SENTENCE = re.compile(r"[.;:,!?]$")
_NUMBERED = re.compile(r"^(?:\(?\w{1,3}[.)]|[-–—])\s")
_LONGEST_TITLE = 150
_MOST_TITLES = 6
_BREAKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3")


class Lines:
    """Reads the lines of an old act and tells the act what each is."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._titled = True

    def read(self, soup: BeautifulSoup) -> str:
        """Adds every line to the act and gives its title: the first lines, up to one that ends as a sentence does."""
        box = element(soup.find("txt_te")) or element(soup.find(id="TexteOnly")) or soup
        lines = list(filter(None, map(self._act.clean, _lines(box))))
        titles = list(takewhile(lambda line: not _SENTENCE.search(line), lines))[:_MOST_TITLES] or lines[:1]
        title = " ".join(titles)
        self._act.title(title)
        for line in lines[len(titles) :]:
            self._line(line)
        return title

    def _line(self, line: str) -> None:
        article = ARTICLE.match(line)
        short = len(line) <= _LONGEST_TITLE and not _SENTENCE.search(line) and not _NUMBERED.match(line)
        if article and short and self._opens(line[article.end() :]):
            self._act.article(line)
            self._titled = article.end() < len(line)
        elif short and (number_of(line) or _ANNEX.match(line)):
            self._act.heading(line, second=False)
            self._titled = False
        elif short and not self._titled and self._act.place.key.startswith("art:"):
            self._act.subtitle(line)
            self._titled = True
        elif short and not self._titled:
            self._act.heading(line, second=True)
            self._titled = True
        else:
            self._act.text(line)
            self._titled = True

    @staticmethod
    def _opens(rest: str) -> bool:
        """Whether what follows ``Article 5`` is a heading and not the rest of a sentence."""
        return not rest or rest[0].isupper()


def _lines(box: Tag) -> Iterator[str]:
    """The text of the box, a line for each of its paragraphs."""
    line: list[str] = []
    for piece in _pieces(box):
        if piece is None:
            yield "".join(line)
            line = []
        else:
            line.append(piece)
    yield "".join(line)


def _pieces(tag: Tag) -> Iterator[str | None]:
    """Its strings in order; ``None`` where a line begins or ends."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in _BREAKS:
                yield None
            yield from _pieces(child)
            if child.name in _BREAKS:
                yield None
        elif is_text(child):
            yield str(child)
