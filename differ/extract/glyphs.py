"""What stands on the pages of a PDF, as PDFium finds it: words and ruled lines at their places, turned upright."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_HYPHENS = "\x02\xad"
"""PDFium's own sign for a hyphen at the end of a line, and the soft hyphen."""
_PRIVATE = range(0xE000, 0xF900)
_BULLET = "•"
_UNKNOWN = "□"
"""What a sign that is no known letter is shown as: nothing vanishes unseen."""
_QUARTER = math.pi / 2
_UPRIGHT = 0.15
"""Radians off a quarter turn from which on text is a watermark across the page."""
_NEAR, _SHIFTED, _SMALLER = 0.3, 0.5, 0.8
_BOLD = ("bold", "black", "heavy", "demi")
_THIN = 3.0
_MOST_RULES = 2000


class Box(NamedTuple):
    """A rectangle in points; ``top`` is above ``bottom`` and both grow downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is: of a word the size of its letters."""
        return self.bottom - self.top

    def turned(self, quarters: int) -> "Box":
        """The rectangle as one sees it who turns the page so that letters at ``quarters`` of a turn stand upright."""
        box = self
        for _ in range(quarters % 4):
            box = Box(box.top, -box.right, box.bottom, -box.left)
        return box

    def joined(self, other: "Box") -> "Box":
        """The smallest rectangle around both."""
        return Box(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom))

    def from_corner(self, corner: "Box") -> "Box":
        """The rectangle with its place counted from the top left of ``corner``."""
        return Box(self.left - corner.left, self.top - corner.top, self.right - corner.left, self.bottom - corner.top)


class Word(NamedTuple):
    """Letters without a blank between them."""

    text: str
    box: Box
    bold: bool = False


@dataclass(frozen=True)
class Sheet:
    """The text of a page that stands one way up, with the rules drawn there; ``unreadable`` glyphs stand for no known letter."""

    words: tuple[Word, ...]
    rules: tuple[Box, ...]
    height: float
    glyphs: int
    unreadable: int


class _Glyph(NamedTuple):
    letter: str
    box: Box
    quarters: int | None
    """Quarter turns; ``None`` for a blank, which stands every way."""
    bold: bool


_BLANK = _Glyph(" ", Box(0, 0, 0, 0), None, False)


@dataclass
class _Styles:
    """The angle and weight of each run of text; asked once, since each question crosses into PDFium."""

    text: ctypes.c_void_p
    known: dict[int, tuple[int | None, bool]] = field(default_factory=dict)

    def of(self, number: int) -> tuple[int | None, bool]:
        """Quarter turns (``None`` across the page) and whether it is bold."""
        run = pdfium.FPDFText_GetTextObject(self.text, number)
        address = ctypes.addressof(run.contents) if run else 0
        if address not in self.known:
            self.known[address] = _quarters(pdfium.FPDFText_GetCharAngle(self.text, number)), bool(run) and _is_bold(run)
        return self.known[address]


def sheets_of(page: pypdfium2.PdfPage) -> list[Sheet]:
    """The page, and what stands sideways on it as further sheets; the way that most letters stand comes first."""
    text = page.get_textpage()
    glyphs, unreadable = _glyphs(text)
    frame = _of_corners(*page.get_bbox())
    ways = [way for way, _ in Counter(glyph.quarters for glyph in glyphs if glyph.quarters is not None).most_common()] or [0]
    return [
        Sheet(
            tuple(_words([each for each in glyphs if each.quarters in (way, None)], frame.turned(way))),
            () if number else tuple(_rules(page, frame.turned(way), way)),
            frame.turned(way).height,
            0 if number else len(glyphs),
            0 if number else unreadable,
        )
        for number, way in enumerate(ways)
    ]


def _glyphs(text: pypdfium2.PdfTextPage) -> tuple[list[_Glyph], int]:
    """The letters in the order of the file, blanks as such, and how many glyphs stand for none."""
    glyphs, unreadable, raw, rectangle = [], 0, text.raw, pdfium.FS_RECTF()
    styles = _Styles(raw)
    for number in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, number)
        letter = _letter(code)
        if letter.isspace():
            glyphs.append(_BLANK)
            continue
        if not letter or pdfium.FPDFText_HasUnicodeMapError(raw, number) == 1:
            unreadable, letter = unreadable + 1, _UNKNOWN
        if (style := styles.of(number))[0] is not None:
            pdfium.FPDFText_GetLooseCharBox(raw, number, rectangle)
            box = Box(rectangle.left, -rectangle.top, rectangle.right, -rectangle.bottom)
            glyphs.append(_Glyph(letter, box.turned(style[0]) if style[0] else box, *style))
    return glyphs, unreadable


def _of_corners(left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle of PDF, whose heights grow upwards."""
    return Box(left, -top, right, -bottom)


def _letter(code: int) -> str:
    """The letter of a code, empty where it stands for none; signs of symbol fonts are nearly always bullets."""
    letter = chr(code)
    if (letter.isprintable() and letter != "\ufffd") or letter.isspace():
        return letter
    if letter in _HYPHENS:
        return "-"
    return _BULLET if code in _PRIVATE else ""


def _quarters(angle: float) -> int | None:
    turns = round(angle / _QUARTER)
    return None if abs(angle - turns * _QUARTER) > _UPRIGHT else turns % 4


def _is_bold(run: object) -> bool:
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(run), name, len(name))
    return any(mark in name.value.decode("latin-1").lower() for mark in _BOLD)


def _words(glyphs: list[_Glyph], frame: Box) -> Iterator[Word]:
    word: list[_Glyph] = []
    for glyph in glyphs:
        if word and (glyph is _BLANK or not _follows(word[-1].box, glyph.box)):
            yield _word(word, frame)
            word = []
        if glyph is not _BLANK:
            word.append(glyph)
    if word:
        yield _word(word, frame)


def _follows(before: Box, after: Box) -> bool:
    """Whether a letter continues the word of another: beside it, on its line and of its size."""
    old, new = before.bottom - before.top, after.bottom - after.top
    size = max(old, new, 0.1)
    if abs(after.left - before.right) > _NEAR * size or abs(after.bottom - before.bottom) > _SHIFTED * size:
        return False
    return min(old, new) >= _SMALLER * size


def _word(glyphs: list[_Glyph], frame: Box) -> Word:
    left, top, right, bottom = zip(*(glyph.box for glyph in glyphs), strict=True)
    box = Box(min(left), min(top), max(right), max(bottom))
    return Word("".join(glyph.letter for glyph in glyphs), box.from_corner(frame), glyphs[0].bold)


def _rules(page: pypdfium2.PdfPage, frame: Box, quarters: int) -> Iterator[Box]:
    """The lines drawn on the page; of a rectangle its four edges."""
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    for _, path in zip(range(_MOST_RULES), paths, strict=False):
        box = _of_corners(*path.get_bounds()).turned(quarters).from_corner(frame)
        if min(box.width, box.height) <= _THIN:
            yield box
        else:
            yield Box(box.left, box.top, box.right, box.top)
            yield Box(box.left, box.bottom, box.right, box.bottom)
            yield Box(box.left, box.top, box.left, box.bottom)
            yield Box(box.right, box.top, box.right, box.bottom)
