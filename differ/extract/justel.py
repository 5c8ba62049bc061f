"""eJustice's consolidated law, in the layout of 2024: articles and their subdivisions from one stream of lines."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from bs4 import BeautifulSoup, Tag

from core.folding import fold
from core.values import Doubt, IncidentKind, Provision
from differ.extract.amendments import SUPERSCRIPTS, Amended, resolve
from differ.extract.blocks import texts_of
from differ.extract.language import LANGUAGES, language_of
from differ.extract.legal import Line, bare, subdivide
from differ.extract.markup import markup
from differ.extract.places import Places, places
from differ.extract.reading import TRAIL, Block, Instructions, Numbered, Reading
from differ.extract.tables import Table, is_layout
from differ.extract.tree import element, is_text, soup_of
from differ.normalise import normalise

TEXT = re.compile(r"""id=["']?list-title-3\b""")
"""What only a page of consolidated law holds: the box of its text."""

_RANKS = (
    r"(annexe|bijlage|anlage|anhang)",
    r"(partie|deel|teil)",
    r"(livre|boek|buch)",
    r"(titre|titel)",
    r"(chapitre|hoofdstuk|kapitel)",
    r"(sous-section|onderafdeling|unterabschnitt)",
    r"(section|afdeling|abschnitt)",
)
_LEVEL = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 5}
_LOWEST = 7
_CALL = re.compile(
    r"([\[\]])<sup>\s*<font[^<>]*>\s*<a (?:[^'\"<>]|'[^']*'|\"[^\"]*\")*>\s*"
    r"(?:<span[^<>]*>)?\s*(\d+)\s*(?:</span>)?\s*</a>\s*</font>\s*</sup>",
    re.IGNORECASE,
)
_WORD = re.compile(r"^\W*(?:Articles?|ARTICLES?|Art\.?|ART\.?|Artikel|ARTIKEL)\s*")
_PRINTED = re.compile(r"[0-9IVXLCN][0-9A-Za-zèé/]*(?:[.-]\d+[a-z]*)*")


@dataclass
class Part:
    """An article or a heading: the name of its anchor and its lines, marks and notes included."""

    anchor: str = ""
    lines: list[str] = field(default_factory=lambda: [""])
    cells: dict[int, Block] = field(default_factory=dict)


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The law's headings and articles; the language of its page's menu is the language it claims."""
    soup = soup_of(_CALL.sub(lambda call: call[1] + call[2].translate(SUPERSCRIPTS), text))  # a third fewer elements to build
    box = element(soup.find(id="list-title-3"))
    if box is None:
        return Doubt(IncidentKind.EMPTY, "the page of the law has no text (no element #list-title-3)")
    parts = _Stream().read(box)
    known = instructions.language or _language(soup) or language_of(" ".join(parts[-1].lines), None)
    law = _Law(places(known), instructions.clean)
    title = _title(soup)
    return Reading(tuple(law.provisions(title, parts)), title, known)


def _title(soup: BeautifulSoup) -> str:
    """The title of the act without the remark on when it was last consolidated, which changes with every act."""
    title = soup.find(class_="list-item--title")
    return re.sub(markup()["justel"]["note"], "", normalise(title.get_text())) if title else ""


def _language(soup: BeautifulSoup) -> str | None:
    active = soup.select_one(".nav__language-button.active")
    name = active.get_text().strip().lower() if active else ""
    return name if name in LANGUAGES else None


class _Stream:
    """Cuts the box of the text into parts at its anchors and into lines at its breaks."""

    def __init__(self) -> None:
        self._parts = [Part()]

    def read(self, box: Tag) -> list[Part]:
        """The parts in order; the first is what stands before any anchor."""
        self._walk(box)
        return self._parts

    def _walk(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif is_text(child):
                self._parts[-1].lines[-1] += str(child)

    def _element(self, tag: Tag) -> None:
        if tag.name in ("br", "p", "div"):
            self._parts[-1].lines.append("")
        if tag.name == "sup":
            self._sup(tag)
        elif tag.name == "table" and not is_layout(tag):
            self._table(tag)
        elif tag.name not in ("h2", "br"):
            self._anchor(str(tag.get("name") or ""))
            self._walk(tag)

    def _anchor(self, name: str) -> None:
        if name.startswith(("LNK", "Art")):
            self._parts.append(Part(name))

    def _sup(self, tag: Tag) -> None:
        """The number of an amendment follows its bracket and becomes one sign with it."""
        words, line = tag.get_text(), self._parts[-1].lines[-1]
        marks = words.strip().isdigit() and line.endswith(("[", "]"))
        self._parts[-1].lines[-1] = line + (words.strip().translate(SUPERSCRIPTS) if marks else words)

    def _table(self, tag: Tag) -> None:
        part = self._parts[-1]
        for block in Table(tag, lambda cell: normalise("".join(texts_of(cell)))).blocks(()):
            part.cells[len(part.lines)] = block
            part.lines.append(block.text)
        part.lines.append("")


class _Law:
    """Turns the parts of one law into Provisions."""

    def __init__(self, wording: Places, clean: Callable[[str], str]) -> None:
        self._places = wording
        self._clean = clean
        self._numbered = Numbered()
        self._articles = Numbered()
        self._trail: list[tuple[int, str]] = []

    def provisions(self, title: str, parts: list[Part]) -> Iterator[Provision]:
        """The title, then every part in its order."""
        if title := self._clean(title):
            yield Provision("title", self._places.word("title"), title, True)
        for part in parts:
            resolved = resolve(part.lines)
            lines = [Line(each.text, each.dates, part.cells.get(number)) for number, each in enumerate(resolved.lines)]
            yield from self._article(part, lines, resolved.repeal) if part.anchor.startswith("Art") else self._heading(part, lines)
            yield from self._remarks(part, resolved.remarks)

    def _lines(self, lines: list[Line]) -> list[Line]:
        cleaned = (replace(line, text=self._clean(line.text)) for line in lines)
        return [line for line in cleaned if line.text]

    def _heading(self, part: Part, lines: list[Line]) -> Iterator[Provision]:
        texts = self._lines(lines)
        if part.anchor and texts:
            heading = texts.pop(0)
            yield self._headed(heading)
        path = TRAIL.join(text for _, text in self._trail)
        for line in texts:
            key = self._numbered.unique(f"{self._heading_key()}/text")
            yield Provision(key, path, line.text, dates=line.dates)

    def _headed(self, line: Line) -> Provision:
        level = _level(line.text)
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, line.text))
        path = TRAIL.join(text for _, text in self._trail)
        return Provision(self._numbered.unique(self._heading_key()), path, line.text, True, dates=line.dates)

    def _heading_key(self) -> str:
        """Known by the numbers of the headings above it and its own, not by their words."""
        return "head:" + "/".join(fold(text.split(" - ")[0]).strip(". ")[:60] for _, text in self._trail)

    def _article(self, part: Part, lines: list[Line], repeal: Amended | None) -> Iterator[Provision]:
        name, printed, lines = _opened(part.anchor, self._lines(lines))
        if repeal and not any(line.text for line in lines):
            lines = [Line(repeal.text, repeal.dates)]
        key = self._articles.unique(f"art:{name}", "@")
        annex = re.fullmatch(r"N(\d*)", name)
        path = self._places.tell("annex", annex[1]).strip() if annex else self._places.tell("article", printed)
        yield from subdivide(key, path, lines, self._places, self._numbered)

    def _remarks(self, part: Part, remarks: list[Amended]) -> Iterator[Provision]:
        """What the publisher says below an article, an annulment by the Constitutional Court for instance."""
        place = _number(part.anchor) if part.anchor.startswith("Art") else part.anchor
        path = self._places.join([self._places.tell("article", place), self._places.word("note")])
        for remark in remarks:
            if text := self._clean(remark.text):
                yield Provision(self._numbered.unique(f"art:{bare(place)}/note"), path, text, dates=remark.dates)


def _number(anchor: str) -> str:
    return anchor.removeprefix("Art").strip(". ")


def _opened(anchor: str, lines: list[Line]) -> tuple[str, str, list[Line]]:
    """The article's number for keys, the number with its variant for people, and the lines without ``Art. 4.``."""
    number = _number(anchor)
    if not lines:
        return bare(number), number, lines
    text = _WORD.sub("", lines[0].text, count=1)
    if not (printed := _PRINTED.match(text)):
        return bare(number), number, [replace(lines[0], text=text), *lines[1:]]
    rest = text[printed.end() :]
    variant = _variant().match(rest)
    rest = (rest[variant.end() :] if variant else rest).removeprefix(".").lstrip()
    words = f" ({variant[1].strip(' _')})" if variant else ""
    return bare(printed[0]), printed[0].rstrip(".") + words.replace("_", " "), [replace(lines[0], text=rest), *lines[1:]]


@cache
def _variant() -> re.Pattern[str]:
    return re.compile(rf"\s*[_(]?\s*({markup()['justel']['variants']})\)?")


def _level(heading: str) -> int:
    folded = fold(heading).lstrip("([ ")
    return next((_LEVEL[rank] for rank, word in enumerate(_RANKS) if re.match(word, folded)), _LOWEST)
