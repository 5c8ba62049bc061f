"""The subdivisions of a Belgian article, read from its lines: paragraphs (§), subparagraphs (alinéas), points and dashes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.values import Dates, Provision, Stage
from differ.extract.justel_headings import Headings, is_heading
from differ.extract.places import Places
from differ.extract.reading import NO_DATES, TRAIL, Block, Numbered, digest

_NUMBER = r"\d+[a-z]*(?:/\d+[a-z]*)*"
_PARAGRAPH = re.compile(rf"^\W?§\s*({_NUMBER})(?:\s*\.|\s+(?=[A-ZÀ-Ý\"«\[(]))\s*(?:-\s+)?")
_INNER = re.compile(r"^Art\.\s+([IVXLC]+\.\d[\w/]*(?:-\d+)?)\.\s*")
_POINTS = {
    "°": re.compile(rf"^[(\[]?((?:{_NUMBER})\s?°(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)|/\d+)?)[.)]?\s*"),
    "roman": re.compile(r"^[(\[]?([ivx]+\))\s*"),
    "letter": re.compile(r"^[(\[]?([a-z](?:bis|ter|quater|/\d+)?\))\s*"),
    "double": re.compile(r"^[(\[]?(([a-z])\2\))\s*"),
    "number": re.compile(r"^[(\[]?(\d{1,3}[a-z]*\))\s*"),
    "dotted": re.compile(r"^(\d{1,2}\.(?:\d+\.?)*)\s+(?=\D)"),
    "capital": re.compile(r"^([A-Z]\.)\s+(?=[A-ZÀ-Ý«\"]?[a-zà-ÿ'’])"),
    "dash": re.compile(r"^([-–—])\s*(?=[^\s\d–—-])"),
}
_FIRST = re.compile(r"(?<=1)(er|ère|re)(?=/|$)")
_QUOTES = tuple("\"«“„'‘")
_QUOTED_PARAGRAPH = re.compile(r"[\"«“„]\s*§")
_END_OF_QUOTE = re.compile(r"[\"»”][\s.;]*$")
_TITLE = re.compile(r"[A-ZÀ-Ý][^;:]{2,250}\w")
"""What an article that has a title of its own begins with: words without a stop."""


@dataclass(frozen=True)
class Line:
    """One line of an article; ``cell`` is set where it is a cell of a table."""

    text: str
    dates: Dates = NO_DATES
    cell: Block | None = None
    stage: Stage | None = None


@dataclass(frozen=True)
class _Point:
    sort: str
    label: str


@dataclass(frozen=True)
class _Spot:
    """Where a line stands: heading or inner article, paragraph, subparagraph, points, and which passage of its point it is."""

    heading: tuple[str, str] | None = None
    inner: str = ""
    paragraph: str = ""
    alinea: int = 0
    points: tuple[_Point, ...] = ()
    passage: int = 1

    @property
    def division(self) -> tuple[str, str]:
        """The part within which subparagraphs are counted."""
        return self.heading[0] if self.heading else self.inner, self.paragraph


def bare(number: str) -> str:
    """A number as keys hold it: ``1er`` and ``1`` are one."""
    return _FIRST.sub("", number)


def subdivide(key: str, path: str, lines: Iterable[Line], places: Places, numbered: Numbered) -> Iterator[Provision]:
    """The Provisions of one article; ``key`` and ``path`` are the article's own.

    A first subparagraph has no part in keys, and points keep theirs when one is added after it, so that what is
    added moves no other key needlessly. Keys that rest on a count (later subparagraphs, dashes) are not firm.
    """
    lines = list(lines)
    if _is_titled(lines):
        title, *lines = lines
        own = numbered.unique(f"{key}/title")
        yield Provision(own, places.join([path, places.word("heading")]), title.text, True, dates=title.dates, stage=title.stage)
    spots = list(_locate(lines))
    last = Counter[tuple[str, str]]()
    for spot, _ in spots:
        last[spot.division] = max(last[spot.division], spot.alinea)
    for spot, line in spots:
        steps = _steps(spot, several=last[spot.division] > 1, places=places)
        own = "/".join([key, *_key_steps(spot)])
        whole = places.join([path, *steps])
        if line.cell:
            yield _cell(line.cell, line, own, whole, numbered)
        else:
            yield Provision(numbered.unique(own), whole, line.text, _is_firm(spot), dates=line.dates, stage=line.stage)


def _cell(cell: Block, line: Line, key: str, path: str, numbered: Numbered) -> Provision:
    own = numbered.unique(f"{key}/{digest(*cell.identity) if cell.identity else 'label'}")
    return Provision(own, TRAIL.join([path, *cell.trail]), line.text, bool(cell.identity), cell.label, dates=line.dates, stage=line.stage)


def _is_titled(lines: Sequence[Line]) -> bool:
    """Whether the first line is the article's title: no sentence, and nothing that the next lines enumerate."""
    if len(lines) < 2 or lines[0].cell or lines[1].cell:
        return False
    return _TITLE.fullmatch(lines[0].text) is not None and _point(_Spot(), lines[1].text) is None


def _locate(lines: Sequence[Line]) -> Iterator[tuple[_Spot, Line]]:
    spot, headings = _Spot(), Headings()
    whole_code, quoted = any(_INNER.match(line.text) for line in lines), _quoted(lines)
    for number, line in enumerate(lines):
        if line.cell:
            yield spot, line
            continue
        if whole_code and is_heading(line.text):
            headings.open(line.text)
            spot = _Spot((headings.key, headings.path))
            yield spot, line
            continue
        spot, text = (spot, line.text) if number in quoted else _enter(spot, line.text)
        spot, text = _step(spot, text)
        if text:
            yield spot, replace(line, text=text)


def _quoted(lines: Sequence[Line]) -> set[int]:
    """The lines behind one such as ``" § 1er. Words`` up to the end of what it quotes: their paragraphs are not the article's own."""
    quoted: set[int] = set()
    for number, line in enumerate(lines):
        if number not in quoted and _QUOTED_PARAGRAPH.match(line.text) and not _END_OF_QUOTE.search(line.text):
            end = next((later for later in range(number + 1, len(lines)) if _END_OF_QUOTE.search(lines[later].text)), None)
            if end is None:
                break
            quoted.update(range(number + 1, end + 1))
    return quoted


def _enter(spot: _Spot, text: str) -> tuple[_Spot, str]:
    """Opens an inner article and a paragraph where the line does."""
    if inner := _INNER.match(text):
        spot, text = _Spot(inner=inner[1]), text[inner.end() :]
    if paragraph := _PARAGRAPH.match(text):
        spot, text = _Spot(inner=spot.inner, paragraph=paragraph[1]), text[paragraph.end() :]
    return spot, text


def _step(spot: _Spot, text: str) -> tuple[_Spot, str]:
    """The spot of a line, and the line without the number that the spot tells."""
    found = _point(spot, text)
    if found:
        point, rest = found
        spot = replace(spot, alinea=max(spot.alinea, 1), points=_placed(spot.points, point), passage=1)
        return _step(spot, rest) if _opens_another(spot, rest) else (spot, rest)
    if spot.points and text.startswith(_QUOTES):
        return replace(spot, passage=spot.passage + 1), text
    return replace(spot, alinea=spot.alinea + 1, points=(), passage=1), text


def _opens_another(spot: _Spot, rest: str) -> bool:
    """``1° a) words``: the first letter stands on the line of its number."""
    found = _point(spot, rest)
    return bool(found and found[0].sort in ("letter", "roman") and found[0].label in ("a)", "i)"))


def _point(spot: _Spot, text: str) -> tuple[_Point, str] | None:
    for sort, pattern in _POINTS.items():
        if found := pattern.match(text):
            label = re.sub(r"\s", "", found[1])
            if sort == "roman" and not _is_roman(spot, label):
                continue
            return _Point(sort, label), text[found.end() :]
    return None


def _is_roman(spot: _Spot, label: str) -> bool:
    """``i)`` after ``h)`` is a letter, elsewhere a Roman number; ``v)`` and ``x)`` are Roman only among such."""
    if len(label) > 2 or any(point.sort == "roman" for point in spot.points):
        return True
    letters = [point.label for point in spot.points if point.sort == "letter"]
    return label == "i)" and letters != ["h)"]


def _placed(points: tuple[_Point, ...], new: _Point) -> tuple[_Point, ...]:
    """The points around ``new``: one of its sort is its elder, whose place it takes; else it stands below them all."""
    above = next((number for number, point in enumerate(points) if point.sort == new.sort), len(points))
    if new.sort == "dash":
        elder = points[above].label if above < len(points) else "-0"
        new = _Point("dash", f"-{int(elder[1:]) + 1}")
    return (*points[:above], new)


def _key_steps(spot: _Spot) -> Iterator[str]:
    if spot.heading:
        yield spot.heading[0]
    if spot.inner:
        yield f"art:{spot.inner}"
    if spot.paragraph:
        yield f"§{bare(spot.paragraph)}"
    if spot.alinea > 1:
        yield f"al{spot.alinea}"
    yield from (point.label for point in spot.points)
    if spot.passage > 1:
        yield f"al{spot.passage}"


def _steps(spot: _Spot, several: bool, places: Places) -> Iterator[str]:
    if spot.heading:
        yield spot.heading[1]
    if spot.inner:
        yield places.tell("article", spot.inner)
    if spot.paragraph:
        yield places.tell("paragraph", bare(spot.paragraph))
    if several:
        yield places.tell("subparagraph", str(spot.alinea))
    for point in spot.points:
        yield places.tell("indent", point.label[1:]) if point.sort == "dash" else point.label
    if spot.passage > 1:
        yield places.tell("subparagraph", str(spot.passage))


def _is_firm(spot: _Spot) -> bool:
    return spot.alinea < 2 and spot.passage == 1 and all(point.sort != "dash" for point in spot.points)
