"""The lines and tables of a printed document → Blocks: headings by their size, paragraphs put together, notes at the end."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from differ.extract.grids import Grid
from differ.extract.layout import Line, Piece, mended
from differ.extract.printed import printed
from differ.extract.reading import Block, Instructions
from differ.extract.tables import Cell, Table

_LARGER, _SMALLER, _SAME = 1.12, 0.92, 0.08
_LONGEST_HEADING, _MOST_LINES = 200, 3
_WIDE_STEP, _SHORT, _INDENT = 1.3, 0.85, 0.8
_ENDS = (".", ";", ":", "!", "?", "»", "”")
_NO_HEADING = (".", ";", ",")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"\d")

Placed = tuple[int, Piece]
"""The number of a page, from 1, and a piece of it."""


@dataclass(frozen=True)
class Measures:
    """What is usual in a document: the size of its letters, the step from line to line, its sizes of headings, largest first."""

    size: float
    step: float
    bold: bool
    headings: tuple[float, ...]

    @classmethod
    def of(cls, pieces: Sequence[Placed]) -> "Measures":
        """Measured over all lines, long ones counting for more."""
        lines = [piece for _, piece in pieces if isinstance(piece, Line)]
        sizes, steps, bold = Counter[float](), Counter[float](), 0
        for before, line in zip([None, *lines], lines, strict=False):
            sizes[round(line.size, 1)] += len(line.text)
            bold += len(line.text) if line.bold else -len(line.text)
            if before and before.column == line.column and line.box.bottom > before.box.bottom:
                steps[round((line.box.bottom - before.box.bottom) / max(line.size, 1), 1)] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 0.0
        larger = sorted({each for each in sizes if each >= _LARGER * size}, reverse=True)
        return cls(size, steps.most_common(1)[0][0] if steps else 1.2, bold > 0, tuple(larger))

    def level(self, line: Line) -> int | None:
        """The level of the heading that a line looks like, 0 for the largest; ``None`` for ordinary text."""
        if line.size >= _LARGER * self.size:
            return next(number for number, size in enumerate(self.headings) if size <= round(line.size, 1))
        return len(self.headings) if line.bold and not self.bold and line.size > _SMALLER * self.size else None


def blocks_of(pieces: Sequence[Placed], instructions: Instructions) -> list[tuple[int, Block]]:
    """The Blocks of a document, each with the page where it begins."""
    measures = Measures.of(pieces)
    text, notes = _without_notes([each for each in pieces if not _is_contents(each[1])], measures)
    reader = _Reader(measures, instructions)
    reader.read(text)
    reader.trail.clear()
    reader.read(notes)
    return reader.blocks


def _is_contents(piece: Piece) -> bool:
    return isinstance(piece, Line) and bool(_pattern("contents").search(piece.text))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(printed()[name])


def _without_notes(pieces: Sequence[Placed], measures: Measures) -> tuple[list[Placed], list[Placed]]:
    """The text, and the notes in small letters that end a column of it."""
    text: list[Placed] = []
    notes: list[Placed] = []
    for run in _columns(pieces):
        start = len(run)
        while start and _is_small(run[start - 1][1], measures):
            start -= 1
        first = run[start][1] if 0 < start < len(run) else None
        noted = isinstance(first, Line) and _pattern("note").match(first.text)
        text += run[:start] if noted else run
        notes += run[start:] if noted else []
    return text, notes


def _is_small(piece: Piece, measures: Measures) -> bool:
    return isinstance(piece, Line) and piece.size < _SMALLER * measures.size


def _columns(pieces: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The pieces of each page; lines of one column stay together."""
    run: list[Placed] = []
    for page, piece in pieces:
        if run and (run[-1][0] != page or _column(run[-1][1]) != _column(piece)):
            yield run
            run = []
        run.append((page, piece))
    if run:
        yield run


def _column(piece: Piece) -> object:
    return piece.column if isinstance(piece, Line) else None


@dataclass
class _Reader:
    measures: Measures
    instructions: Instructions
    blocks: list[tuple[int, Block]] = field(default_factory=list)
    trail: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[tuple[int, Line]] = field(default_factory=list)
    """The lines of the paragraph or heading that is being put together."""

    def read(self, pieces: Sequence[Placed]) -> None:
        """Reads pieces in order; a table that goes on over the page is one."""
        for page, piece in _whole_tables(pieces):
            if isinstance(piece, Grid):
                self._flush()
                self._table(page, piece)
            else:
                if self.waiting and self._parts(self.waiting[-1], (page, piece)):
                    self._flush()
                self.waiting.append((page, piece))
        self._flush()

    def _parts(self, before: tuple[int, Line], after: tuple[int, Line]) -> bool:
        """Whether a new paragraph begins with the line ``after``."""
        old, new = before[1], after[1]
        if abs(new.size - old.size) > _SAME * old.size or self.measures.level(old) != self.measures.level(new) or _is_item(new):
            return True
        ended = old.text.endswith(_ENDS)
        if before[0] != after[0] or old.column != new.column or new.box.bottom <= old.box.bottom:
            return ended and not new.text[:1].islower()
        if new.box.bottom - old.box.bottom > _WIDE_STEP * self.measures.step * new.size:
            return True
        short = old.box.right < old.column.left + _SHORT * old.column.width
        return ended and (short or new.box.left > old.box.left + _INDENT * new.size)

    def _flush(self) -> None:
        lines, self.waiting = self.waiting, []
        text = ""
        for _, line in lines:
            text = mended(text, line.text) if text else line.text
        if words := self.instructions.clean(text):
            level = self._heading(lines, words)
            if level is not None:
                self.trail = [*(each for each in self.trail if each[0] < level), (level, words)]
            self.blocks.append((lines[0][0], Block(words, self._path)))

    def _heading(self, lines: list[tuple[int, Line]], words: str) -> int | None:
        """The level of a heading; long texts and whole sentences are none, however they are set."""
        if len(lines) > _MOST_LINES or len(words) > _LONGEST_HEADING or words.endswith(_NO_HEADING):
            return None
        return self.measures.level(lines[0][1])

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.trail)

    def _table(self, page: int, grid: Grid) -> None:
        rows = [[self.instructions.clean(cell) for cell in row] for row in grid.rows]
        rows = [row for row in rows if any(row)]
        if rows and _is_plain(rows):
            cells = [[Cell(text, header=not number and _is_head(rows)) for text in row] for number, row in enumerate(rows)]
            self.blocks += ((page, block) for block in Table.of_rows(cells).blocks(self._path))
        else:
            self.blocks += ((page, Block(" | ".join(filter(None, row)), self._path)) for row in rows)


def _is_item(line: Line) -> bool:
    return bool(_pattern("item").match(line.text))


def _whole_tables(pieces: Sequence[Placed]) -> Iterator[Placed]:
    """The pieces, with a table and what continues it on the next page as one; a head that is repeated there is left out."""
    table: tuple[int, Grid] | None = None
    last = 0
    for page, piece in pieces:
        if table and isinstance(piece, Grid) and page == last + 1 and len(piece.rows[0]) == len(table[1].rows[0]):
            more = piece.rows[1:] if piece.rows[0] == table[1].rows[0] else piece.rows
            table, last = (table[0], Grid(table[1].box, table[1].rows + more, piece.language)), page
            continue
        if table:
            yield table
        table, last = ((page, piece), page) if isinstance(piece, Grid) else (None, page)
        if not isinstance(piece, Grid):
            yield page, piece
    if table:
        yield table


def _is_plain(rows: list[list[str]]) -> bool:
    """Whether labels name the cells: a head above, or two columns of which the first holds a label for each row."""
    return len(rows) > 1 and (_is_head(rows) or (len(rows[0]) == 2 and all(row[0] for row in rows)))


def _is_head(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: words or years, and each of another wording, above rows with figures or texts."""
    names = rows[0][1:]
    if not all(names) or len(set(names)) < len(names) or len(rows) < 2:
        return False
    named = all(_YEAR.search(name) or not _FIGURE.search(name) for name in names)
    return named and any(_FIGURE.search(_YEAR.sub("", cell)) for row in rows[1:] for cell in row[1:])
