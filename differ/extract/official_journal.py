"""Acts of the European Union as CELLAR gives them: the Official Journal (``oj-*``) and consolidated texts (``norm``)."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from bs4 import Tag

from core.values import Doubt, Provision
from differ.extract.blocks import texts_of
from differ.extract.journal_sheet import boxes_of, drop_calls, language_of_act, titles_of
from differ.extract.places import Places, places
from differ.extract.reading import TRAIL, Instructions, Numbered, Reading, digest
from differ.extract.tables import Table, is_layout
from differ.extract.tree import element, is_text, names_of, soup_of
from differ.normalise import normalise

_DROPPED = {
    *("oj-note", "footnote", "modref", "arrow", "reference", "disclaimer", "hd-modifiers", "eli-main-title"),
    *("oj-signatory", "signatory"),
    *("oj-hd-date", "oj-hd-lg", "oj-hd-ti", "oj-hd-oj", "oj-hd-coll", "oj-hd-uniq", "title-doc-oj-reference", "note"),
    *("hd-lg", "hd-date", "hd-ti", "hd-oj"),
}
_ARTICLE = {"oj-ti-art", "title-article-norm", "ti-art"}
_SUBTITLE = {"oj-sti-art", "stitle-article-norm", "sti-art"}
_HEADING = re.compile(r"^(?:oj-)?ti-(?:section-[12]|grseq-\d|tbl)|^title-(?:division-[12]|gr-seq-level-\d|annex-[12])$|^(?:oj-)?doc-ti$")
_SECOND = re.compile(r"-2$")
_LABEL = re.compile(r"^\W{0,2}(?:\(?[0-9]{1,3}[a-z]*\)?|\(?[a-zA-Z]{1,2}\)|\(?[ivxl]+\)|[A-Z])[.)]?$|^[—–•·-]$")
_PARAGRAPH = re.compile(r"^(\d{1,3}[a-z]{0,2})\.\s+(?=\S)")
_SIGNS = re.compile(r"[►▼]\s?[A-Z]{1,2}\d*|\s*◄\s*(?=[.,;:)])|◄")
_NUMBERED = re.compile(r"^(art|anx):[^/]+(/par[^/]+)?$")
_ANNEX = re.compile(r"^(?:ANNEXE?|BIJLAGE|ANHANG)\b\s*([IVXLC0-9]*)", re.IGNORECASE)


@dataclass(frozen=True)
class _Place:
    """Where we stand in the act: the key, the words from the article down, and how many passages the place has had."""

    key: str = "act"
    path: tuple[str, ...] = ()
    firm: bool = False
    passage: int = 0


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """Title, recitals, articles with their paragraphs and points, and annexes; not the notes, marks and tables around them."""
    soup = soup_of(text)
    language = language_of_act(soup)
    titles = titles_of(soup)
    drop_calls(soup)
    act = _Act(places(instructions.language or language), instructions, frozenset(map(id, titles)))
    if title := act.words(*titles):
        act.add(_Place("title", (act.places.word("title"),), True), title)
    act.place = act.preamble()
    for box in boxes_of(soup):
        act.walk(box)
    return Reading(tuple(act.provisions), title, language)


@dataclass
class _Act:
    """Collects the Provisions of one act in a single walk."""

    places: Places
    instructions: Instructions
    titles: frozenset[int]
    provisions: list[Provision] = field(default_factory=list)
    numbered: Numbered = field(default_factory=Numbered)
    trail: list[tuple[int, str]] = field(default_factory=list)
    dashes: Counter[str] = field(default_factory=Counter)
    place: _Place = _Place()

    def preamble(self) -> _Place:
        """Where the act stands before its first article."""
        return _Place("preamble", (self.places.word("preamble"),))

    def words(self, *tags: Tag) -> str:
        """The stored text of elements, joined."""
        return self.instructions.clean(_SIGNS.sub("", " ".join("".join(texts_of(tag)) for tag in tags)))

    def add(self, place: _Place, text: str, label: str = "") -> None:
        """One Provision at ``place``."""
        path = self.places.join(place.path) if place.path else TRAIL.join(text for _, text in self.trail)
        self.provisions.append(Provision(self.numbered.unique(place.key), path, text, place.firm, label))

    def walk(self, tag: Tag) -> None:
        """Everything within ``tag``, in order."""
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif is_text(child) and str(child).strip():
                self._text(str(child))

    def _element(self, tag: Tag) -> None:
        names = set(names_of(tag).split())
        if names & _DROPPED or id(tag) in self.titles:
            return
        if entered := self._entered(tag):
            self._within(entered, tag)
        elif names & _ARTICLE and self._opens_article(tag):
            self._article(self.words(tag))
        elif names & _SUBTITLE and self.place.key.startswith("art:"):
            heading = (*self.place.path, self.places.word("heading"))
            self.add(replace(self.place, key=f"{self.place.key}/title", path=heading), self.words(tag))
        elif name := next(filter(_HEADING.match, names), None):
            self._heading(tag, name)
        else:
            self._content(tag, names)

    def _entered(self, tag: Tag) -> _Place | None:
        """The place that a subdivision with an identifier opens: a recital, the closing formula."""
        found = re.match(r"^(rct|fnp)_(\w+)$", str(tag.get("id") or ""))
        if found is None:
            return None
        if found[1] == "fnp":
            return _Place("final", (self.places.word("final"),))
        return _Place(f"rct:{found[2]}", (self.places.tell("recital", found[2]),), True)

    def _within(self, place: _Place, tag: Tag) -> None:
        outer, self.place = self.place, place
        self.walk(tag)
        self.place = outer

    def _opens_article(self, tag: Tag) -> bool:
        """A title of an article that is quoted (in an amending act) stands deeper than the act's own."""
        division = tag.find_parent(class_="eli-subdivision")
        return division is None or (tag.parent is division and str(division.get("id") or "art").startswith("art"))

    def _article(self, words: str) -> None:
        number = words.rsplit(maxsplit=1)[-1] if words else ""
        number = "1" if number.lower() in ("premier", "1er") else number
        self.place = _Place(f"art:{number}", (self.places.tell("article", number),), True)

    def _heading(self, tag: Tag, name: str) -> None:
        words = self.words(tag)
        annex = _ANNEX.match(words)
        if annex:
            self.trail = [(0, words)]
            self.place = _Place(f"anx:{annex[1] or '1'}", (self.places.tell("annex", annex[1]).strip(),), True)
        elif words:
            level = 9 if _SECOND.search(name) else 5
            self.trail = [each for each in self.trail if each[0] < level] + [(level, words)]
            if not self.place.key.startswith("anx"):
                self.place = _Place()
        if words:
            self.add(_Place(f"head:{digest(*(text for _, text in self.trail))}"), words)

    def _content(self, tag: Tag, names: set[str]) -> None:
        if tag.name == "table":
            self._table(tag)
        elif "grid-list" in names:
            columns = [child for child in tag.children if isinstance(child, Tag)]
            self._point(columns[0], columns[1:]) if columns else self.walk(tag)
        elif number := element(tag.find("span", class_="no-parag", recursive=False)):
            self._paragraph(normalise(number.get_text()).rstrip("."))
            number.decompose()
            self.walk(tag)
        elif tag.name == "p" or (names & {"norm", "oj-normal"} and not _holds_blocks(tag)):
            self._text("".join(texts_of(tag)))
        else:
            self.walk(tag)

    def _table(self, tag: Tag) -> None:
        """A table of two columns whose first holds numbers or dashes is a list; one with labels is a table."""
        rows = [row.find_all(["td", "th"], recursive=False) for row in tag.find_all("tr") if row.find_parent("table") is tag]
        if any(row and row[0].find(class_="arrow") for row in rows):
            return
        if all(len(row) == 2 and _LABEL.match(normalise(row[0].get_text())) for row in rows):
            for row in rows:
                self._point(row[0], row[1:])
        elif is_layout(tag):
            for cell in (cell for row in rows for cell in row):
                self.walk(cell)
        else:
            self._cells(tag)

    def _cells(self, tag: Tag) -> None:
        for block in Table(tag, self.words).blocks(()):
            key = f"{self.place.key}/{digest(*block.identity) if block.identity else 'label'}"
            path = TRAIL.join([self.places.join(self.place.path) if self.place.path else "", *block.trail]).removeprefix(TRAIL)
            self.provisions.append(Provision(self.numbered.unique(key), path, block.text, bool(block.identity), block.label))

    def _point(self, label: Tag, bodies: list[Tag]) -> None:
        """One item of a list, with all that stands below it."""
        outer = self.place
        if re.match(r"^(rct|cit)", outer.key) and outer.passage == 0:
            for body in bodies:
                self.walk(body)
            return
        self.place = self._below(normalise(label.get_text()))
        for body in bodies:
            self.walk(body)
        self.place = replace(outer, passage=max(outer.passage, 1))

    def _below(self, label: str) -> _Place:
        """The place of a point: its number without the opening bracket, or a dash with its rank."""
        here = self.place
        if re.match(r"^[—–•·-]$", label):
            self.dashes[here.key] += 1
            rank = self.dashes[here.key]
            return replace(here, key=f"{here.key}/-{rank}", path=(*here.path, self.places.tell("indent", str(rank))), firm=False, passage=0)
        name = label.lstrip("(‘'\"«")
        return replace(here, key=f"{here.key}/{name}", path=(*here.path, self.places.point(name)), passage=0)

    def _paragraph(self, number: str) -> None:
        article = self.place.key.split("/")[0]
        path = (self.place.path[0], self.places.tell("eu_paragraph", number))
        self.place = _Place(f"{article}/par{number}", path, True)

    def _text(self, raw: str) -> None:
        text = self.instructions.clean(_SIGNS.sub("", raw))
        opened = _PARAGRAPH.match(text) if _NUMBERED.match(self.place.key) else None
        if opened:
            self._paragraph(opened[1])
            text = text[opened.end() :]
        if text:
            self.place = replace(self.place, passage=self.place.passage + 1)
            self.add(self._passage(), text)

    def _passage(self) -> _Place:
        """The present place, as its second or later passage where it has been used already."""
        here = self.place
        if here.passage < 2 or not here.path:
            return here
        if here.key in ("preamble", "final"):
            return replace(here, key=f"{here.key}/{here.passage}")
        words = self.places.tell("eu_subparagraph", str(here.passage))
        return replace(here, key=f"{here.key}/sub{here.passage}", path=(*here.path, words), firm=False)


def _holds_blocks(tag: Tag) -> bool:
    return tag.find(["p", "div", "table"]) is not None
