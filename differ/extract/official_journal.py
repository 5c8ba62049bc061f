"""Acts of the European Union as CELLAR gives them: the Official Journal, consolidated texts, proposals and older HTML."""

import re

from bs4 import BeautifulSoup, Tag

from core.values import Doubt
from differ.extract.blocks import texts_of
from differ.extract.journal_act import Act
from differ.extract.journal_marks import bears, says
from differ.extract.journal_old import Lines
from differ.extract.journal_places import QUOTES
from differ.extract.journal_sheet import OLD, PROPOSAL, boxes_of, drop_calls, family_of, identity_of, language_of_act, titles_of
from differ.extract.language import language_of
from differ.extract.mistrust import BROKEN
from differ.extract.page import language_stated
from differ.extract.places import places
from differ.extract.reading import Instructions, Reading
from differ.extract.tables import Table, is_layout
from differ.extract.tree import is_text, names_of, soup_of
from differ.normalise import normalise

_LABEL = re.compile(r"^\W{0,2}(?:\(?[0-9]{1,3}[a-z]*\)?|\(?[a-zA-Z]{1,2}\)|\(?[ivxl]+\)|[A-Z])[.)]?$|^[—–•·-]$")
_NUMBER = re.compile(r"^\d+(?:\s?[a-z]+)?\.?$")
_OPENED = re.compile(r"<body\b", re.IGNORECASE)
_ENDED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_BLOCKS = ("p", "div", "table")
_SUBTITLE = re.compile(r"^art_[^.]+\.tit_")
_ENTERED = re.compile(r"^(rct|fnp)_(\w+)$")


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """Title, recitals, articles with their paragraphs and points, and annexes; not the notes, marks and tables around them.

    An act that breaks off is doubted: what is missing would look repealed.
    """
    soup = soup_of(text)
    if _OPENED.search(text) and not _ENDED.search(text):
        return BROKEN
    family = family_of(text)
    boxes = boxes_of(soup)
    stated = language_of_act(soup)
    known = instructions.language or stated or language_of(" ".join(box.get_text(" ") for box in boxes)[:4000], None)
    act = Act(places(known), instructions, flat=family in (OLD, PROPOSAL) or soup.find(class_="ti-art") is not None)
    title = Lines(act).read(soup) if family == OLD else _classed(act, soup, boxes)
    identity = "" if act.corrects else identity_of(soup, title)
    return Reading(tuple(act.provisions), title, stated, language_stated(soup), root=family, identity=identity)


def _classed(act: Act, soup: BeautifulSoup, boxes: list[Tag]) -> str:
    titles = titles_of(soup)
    drop_calls(soup)
    for number in soup.find_all("span", class_="num"):
        number.append(" ")
    title = act.clean(" ".join("".join(texts_of(line)) for line in titles))
    act.corrects = says("corrigendum", title)
    act.title(title)
    walk = _Walk(act, frozenset(map(id, titles)))
    for box in boxes:
        walk.children(box)
    return title


class _Walk:
    """Tells the act, in one walk, what each element of the page is."""

    def __init__(self, act: Act, titles: frozenset[int]) -> None:
        self._act = act
        self._titles = titles

    def children(self, tag: Tag) -> None:
        """Everything within ``tag``, in order."""
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif is_text(child) and str(child).strip():
                self._act.text(str(child))

    def _words(self, tag: Tag) -> str:
        return self._act.clean("".join(texts_of(tag)))

    def _element(self, tag: Tag) -> None:
        names = names_of(tag)
        if id(tag) in self._titles:
            self._act.begin()
            return
        if bears(names, "dropped"):
            return
        if found := _ENTERED.match(str(tag.get("id") or "")):
            self._enter(found[1], found[2], tag)
        elif bears(names, "article"):
            self._act.article(self._words(tag), quoted=bears(names, "quoted") or _is_deeper(tag))
        elif bears(names, "subtitle") or _SUBTITLE.match(str(tag.get("id") or "")):
            self._act.subtitle(self._words(tag))
        elif bears(names, "heading"):
            self._act.heading(self._words(tag), second=bears(names, "second"))
        else:
            self._content(tag, names)

    def _enter(self, sort: str, number: str, tag: Tag) -> None:
        """A subdivision with an identifier: a recital, the closing formula."""
        if sort == "fnp":
            self._act.stand(self._act.final())
            self.children(tag)
        else:
            outer = self._act.place
            self._act.recital(number)
            self.children(tag)
            self._act.stand(outer)

    def _content(self, tag: Tag, names: str) -> None:
        if tag.name == "table":
            self._table(tag)
        elif "grid-list" in names.split():
            columns = [child for child in tag.children if isinstance(child, Tag)]
            self._point(columns[0], columns[1:]) if columns else self.children(tag)
        elif number := _number_of(tag):
            self._numbered(tag, number, names)
        elif tag.name == "p" or (
            bears(names, "passage") and not any(child.name in _BLOCKS for child in tag.descendants if isinstance(child, Tag))
        ):
            self._act.text("".join(texts_of(tag)))
        else:
            self.children(tag)

    def _numbered(self, tag: Tag, number: Tag, names: str) -> None:
        """A passage whose number stands in an element of its own, as in consolidated texts and proposals."""
        label = normalise(number.get_text())
        if label.startswith(QUOTES):
            self._act.text(" ".join(texts_of(tag)))
            return
        if bears(names, "recital"):
            self._act.recital(label.strip("()"))
        elif _NUMBER.match(label):
            if not self._act.may_number():
                self._act.text(" ".join(texts_of(tag)))
                return
            self._act.paragraph(re.sub(r"[\s.]", "", label))
        elif _LABEL.match(label):
            self._act.item(label)
        number.decompose()
        if tag.name == "p":
            self._act.said("".join(texts_of(tag)))
        else:
            self.children(tag)

    def _table(self, tag: Tag) -> None:
        """A table of two columns whose first holds numbers or dashes is a list; one with labels is a table."""
        rows = [row.find_all(["td", "th"], recursive=False) for row in tag.find_all("tr") if row.find_parent("table") is tag]
        if any(row and row[0].find(class_="arrow") for row in rows):
            return
        if all(len(row) == 2 and _LABEL.match(normalise(row[0].get_text())) for row in rows):
            for row in rows:
                self._point(row[0], row[1:])
        elif self._act.corrects or is_layout(tag):
            for cell in (cell for row in rows for cell in row):
                self.children(cell)
        else:
            self._act.cells(list(Table(tag, self._words).blocks(())))

    def _point(self, label: Tag, bodies: list[Tag]) -> None:
        """One item of a list, with all that stands below it."""
        act = self._act
        name = normalise(label.get_text())
        outer, own, quoted, points = act.place, act.own, act.quoted, list(act.points)
        if re.match(r"^(rct|cit)", outer.key) and outer.passage == 0:
            pass
        elif outer.key.startswith("preamble") and re.fullmatch(r"\(?\d+\)?", name):
            act.recital(name.strip("()"))
        else:
            act.place = act.below(name)
        for body in bodies:
            self.children(body)
        act.place, act.own, act.quoted, act.points = outer.after(), own, quoted, points


def _number_of(tag: Tag) -> Tag | None:
    """The element that holds the number of a passage, before its words."""
    return next((child for child in tag.children if isinstance(child, Tag) and bears(names_of(child), "number")), None)


def _is_deeper(tag: Tag) -> bool:
    """Whether a title of an article stands deeper than the act's own, as one does that is quoted in an amending act."""
    division = tag.find_parent(class_="eli-subdivision")
    return division is not None and not (tag.parent is division and str(division.get("id") or "art").startswith("art"))
