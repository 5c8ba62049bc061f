"""Words at their places on a page → lines and tables in the order in which one reads them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

from differ.extract.glyphs import Box, Sheet, Word
from differ.extract.grids import Grid, ruled_grids, table_at

_SAME_LINE = 0.6
"""The share of its height by which a word overlaps those on its line."""
_GAP = 1.0
"""The blank, in heights of the letters, that parts two columns; justified lines stretch theirs to less."""
_GUTTER = 0.7
_FULL, _PROSE, _FEWEST = 0.6, 20, 3
_DEEPEST = 4
_MARKER = re.compile(r"^(?:[•▪●◦·*–—-]|\(?\d{1,3}[.)°]|\(?[a-z]\)|§(?:\s?\d+)?|\d{1,2}(?:\.\d{1,2}){1,3}\.?)$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_SIZE = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line of one column; ``column`` is the rectangle of that column."""

    text: str
    box: Box
    bold: bool
    column: Box
    language: str | None = None

    @property
    def size(self) -> float:
        """The height of its letters, in points."""
        return self.box.height

    def spoken(self, language: str | None) -> "Line":
        """The same in a column of this language."""
        return replace(self, language=language)


Piece = Line | Grid


def lines_of(words: Sequence[Word]) -> list[list[Line]]:
    """The words as rows from top to bottom; a row has several lines where wide blanks part it."""
    rows: list[_Row] = []
    for word in sorted(words, key=lambda each: (each.box.bottom, each.box.left)):
        row = next((row for row in rows[-4:] if _beside(row.tallest, word.box)), None)
        if row is None:
            rows.append(_Row(word.box, [word]))
        else:
            row.words.append(word)
            row.tallest = word.box if word.box.height > row.tallest.height else row.tallest
    found = [list(_parted(sorted(row.words, key=lambda each: each.box.left))) for row in rows]
    return sorted(found, key=lambda row: row[0].box.bottom)


@dataclass(slots=True)
class _Row:
    tallest: Box
    words: list[Word]


def _tallest(words: list[Word]) -> Box:
    return max(words, key=lambda each: each.box.height).box


def _beside(one: Box, other: Box) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap >= _SAME_LINE * max(min(one.height, other.height), 0.1)


def _parted(row: list[Word]) -> Iterator[Line]:
    """The lines of a row; a number or bullet stays with what it stands before."""
    line: list[Word] = []
    for word in row:
        marked = len(line) == 1 and _MARKER.match(line[0].text)
        if line and not marked and word.box.left - line[-1].box.right > _GAP * max(word.box.height, line[-1].box.height):
            yield _line(line)
            line = []
        line.append(word)
    yield _line(line)


def _line(words: list[Word]) -> Line:
    box, text = words[0].box, words[0].text
    tallest = _tallest(words)
    for before, word in pairwise(words):
        close = word.box.left - before.box.right <= 0.1 * tallest.height
        raised = word.text.isdecimal() and word.box.height < _RAISED_SIZE * tallest.height and word.box.bottom < tallest.bottom - 1
        text += ("" if close or raised else " ") + (word.text.translate(_RAISED) if raised else word.text)
        box = box.joined(word.box)
    bold = sum(len(word.text) for word in words if word.bold) * 2 > sum(len(word.text) for word in words)
    level = Box(box.left, tallest.top, box.right, tallest.bottom)
    return Line(text, level, bold, level)


def arranged(sheet: Sheet, rows: Sequence[Sequence[Line]], tongue: Callable[[str], str | None]) -> list[Piece]:
    """What the rows of a sheet hold, in reading order; ``tongue`` tells the language of columns that stand side by side."""
    grids, taken = [], []
    for frame, cells in ruled_grids(sheet.rules):
        words = [word for word in sheet.words if _inside(word.box, frame)]
        if words:
            taken.append(frame)
            grids.append(Grid(frame, tuple(tuple(_cell(words, cell) for cell in row) for row in cells)))
    free = [line for row in rows for line in row if not any(_inside(line.box, frame) for frame in taken)]
    return list(_region([*free, *grids], tongue, 0))


def _inside(box: Box, frame: Box) -> bool:
    return frame.left <= (box.left + box.right) / 2 <= frame.right and frame.top <= (box.top + box.bottom) / 2 <= frame.bottom


def _cell(words: Sequence[Word], cell: Box) -> str:
    rows = lines_of([word for word in words if _inside(word.box, cell)])
    return joined(" ".join(line.text for line in row) for row in rows)


def joined(lines: Iterator[str]) -> str:
    """The lines of one text as one string, with words mended that were broken at the end of a line."""
    text = ""
    for line in lines:
        text = mended(text, line) if text else line
    return text


def mended(before: str, after: str) -> str:
    """Two lines joined: a hyphen goes where it only broke a word, and stays in ``c'est-à-`` + ``dire`` or ``2024-`` + ``2025``."""
    word = before.rsplit(" ", 1)[-1]
    if not word.endswith("-") or not word[:-1]:
        return f"{before} {after}"
    broken = after[:1].islower() and word[-2].isalpha() and "-" not in word[:-1]
    return (before[:-1] if broken else before) + after


def _region(pieces: list[Piece], tongue: Callable[[str], str | None], depth: int) -> Iterator[Piece]:
    """The pieces of a part of a page: columns of prose one after the other, else line by line."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        yield from _flow(pieces)
        return
    above = [each for each in pieces if each.box.bottom <= gutter.top + 1]
    below = [each for each in pieces if each.box.top >= gutter.bottom - 1]
    between = [each for each in pieces if each not in above and each not in below]
    left = [each for each in between if each.box.right <= gutter.left + 1]
    right = [each for each in between if each.box.left > gutter.left + 1]
    yield from _region(above, tongue, depth + 1)
    for side in _spoken(left, right, tongue):
        yield from _region(side, tongue, depth + 1)
    yield from _region(below, tongue, depth + 1)


def _spoken(left: list[Piece], right: list[Piece], tongue: Callable[[str], str | None]) -> list[list[Piece]]:
    """The two columns, marked with their languages where these differ."""
    languages = [tongue(" ".join(each.text for each in side if isinstance(each, Line))) for side in (left, right)]
    if None in languages or languages[0] == languages[1]:
        return [left, right]
    return [[each.spoken(language) for each in side] for side, language in zip((left, right), languages, strict=True)]


def _gutter(pieces: list[Piece]) -> Box | None:
    """The tallest blank strip with lines of prose on both sides."""
    best: tuple[int, Box] | None = None
    height = mean(each.box.height for each in pieces if isinstance(each, Line)) if any(isinstance(each, Line) for each in pieces) else 0
    farthest = max((each.box.left for each in pieces), default=0)
    for edge in sorted({round(each.box.right) for each in pieces if isinstance(each, Line) and each.box.right < farthest}):
        for strip in _strips(pieces, edge, edge + _GUTTER * height):
            within = [each for each in pieces if each.box.bottom > strip.top + 1 and each.box.top < strip.bottom - 1]
            left = [each for each in within if isinstance(each, Line) and each.box.right <= strip.left + 1]
            right = [each for each in within if isinstance(each, Line) and each.box.left > strip.left + 1]
            if (best is None or len(within) > best[0]) and _is_prose(left) and _is_prose(right):
                best = len(within), strip
    return best[1] if best else None


def _strips(pieces: list[Piece], left: float, right: float) -> Iterator[Box]:
    """The heights over which nothing stands between ``left`` and ``right``."""
    top = min(each.box.top for each in pieces)
    for box in sorted((each.box for each in pieces if each.box.left < right and each.box.right > left + 1), key=lambda each: each.top):
        if box.top > top:
            yield Box(left, top, right, box.top)
        top = max(top, box.bottom)
    yield Box(left, top, right, max(each.box.bottom for each in pieces))


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines fill a column as running text does, and the cells of a table do not."""
    if len(lines) < _FEWEST or mean(len(line.text) for line in lines) < _PROSE:
        return False
    width = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    return sum(line.box.width >= _FULL * width for line in lines) * 2 >= len(lines)


def _flow(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces of one column from top to bottom: tables without rules where rows line up, else lines."""
    if not pieces:
        return
    column = pieces[0].box
    for piece in pieces:
        column = column.joined(piece.box)
    rows = _rows(pieces)
    while rows:
        count, grid = table_at([[(each.text, each.box) for each in row if isinstance(each, Line)] for row in rows])
        if grid:
            yield grid.spoken(rows[0][0].language)
        else:
            yield _whole(rows[0], column)
        rows = rows[count:]


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces in rows again, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.box.bottom if isinstance(each, Line) else each.box.top, each.box.left)):
        last = rows[-1][0] if rows else None
        if isinstance(piece, Line) and isinstance(last, Line) and _beside(last.box, piece.box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.box.left) for row in rows]


def _whole(row: list[Piece], column: Box) -> Piece:
    """A row that is no table's: its lines as one line of the column."""
    first = row[0]
    if isinstance(first, Grid):
        return first
    box = first.box
    for each in row[1:]:
        box = box.joined(each.box)
    text = " ".join(each.text for each in row if isinstance(each, Line))
    return Line(text, Box(box.left, first.box.top, box.right, first.box.bottom), first.bold, column, first.language)
