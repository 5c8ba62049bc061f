"""Tables: each cell with the labels of its row and of its column."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bs4 import Tag

from differ.extract.reading import Block
from differ.extract.tree import element

_WIDEST = 60
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Cell:
    """One place of the grid; ``first`` where it is the cell itself and not the stretch of its span."""

    text: str
    header: bool = False
    first: bool = True
    tall: bool = False


Row = list[Cell]


def is_layout(table: Tag) -> bool:
    """Whether the table only arranges a page: it has a single row or column, holds headings or tables, or says so."""
    if table.get("role") in ("presentation", "none") or table.find(["table", "h1", "h2", "h3", "h4"]):
        return True
    rows = _rows(table)
    return len(rows) < 2 or max(len(_cells(row)) for row in rows) < 2


def _rows(table: Tag) -> list[Tag]:
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), _WIDEST)) if _NUMBER.fullmatch(value) else 1


def grid(rows: Sequence[Tag], text_of: Callable[[Tag], str]) -> list[Row]:
    """The rows with every span stretched out, so that each row has a cell in each of its columns."""
    waiting: dict[tuple[int, int], Cell] = {}
    filled = []
    for number, row in enumerate(rows):
        line: Row = []
        for tag in _cells(row):
            _fill(line, waiting, number)
            cell = Cell(text_of(tag), tag.name == "th", tall=_span(tag, "rowspan") > 1)
            stretch = Cell(cell.text, cell.header, first=False)
            for step in range(_span(tag, "colspan")):
                for down in range(1, _span(tag, "rowspan")):
                    waiting[number + down, len(line)] = stretch
                line.append(stretch if step else cell)
        _fill(line, waiting, number)
        filled.append(line)
    return filled


def _fill(line: Row, waiting: dict[tuple[int, int], Cell], row: int) -> None:
    while (row, len(line)) in waiting:
        line.append(waiting.pop((row, len(line))))


class Table:
    """A table of data, read from ``tag`` with ``text_of`` giving the stored text of an element."""

    def __init__(self, tag: Tag, text_of: Callable[[Tag], str]) -> None:
        caption = element(tag.find("caption", recursive=False))
        rows = [row for row in grid(_rows(tag), text_of) if any(cell.text for cell in row)]
        self._arrange(text_of(caption) if caption else "", rows)

    @classmethod
    def of_rows(cls, rows: list[Row]) -> "Table":
        """The table of rows that are already read, as Markdown writes them."""
        table = cls.__new__(cls)
        table._arrange("", [row for row in rows if any(cell.text for cell in row)])
        return table

    def _arrange(self, caption: str, rows: list[Row]) -> None:
        self.caption = caption
        heads = _head_rows(rows)
        self._heads, self._body = rows[:heads], rows[heads:]
        self._width = max((len(row) for row in rows), default=0)
        self._labels = _label_columns(self._body, self._width)

    def blocks(self, trail: tuple[str, ...]) -> Iterator[Block]:
        """The labels, each at its place, and the cells with their labels as identity."""
        for row in self._heads:
            yield from (Block(cell.text, trail) for cell in row if cell.first and cell.text)
        group: tuple[str, ...] = ()
        heads = self._heads
        for row in self._body:
            if self._is_group(row):
                group = (row[0].text,)
                yield Block(row[0].text, (*trail, *group))
            elif _is_head(row, heads):
                heads, group = [row], ()
                yield from (Block(cell.text, trail) for cell in row if cell.first and cell.text)
            else:
                yield from self._row(row, trail, group, heads)

    def _is_group(self, row: Row) -> bool:
        """One cell across the whole width, or alone in its row, heads the rows below it."""
        head, *others = row
        alone = all(not cell.text or (not cell.first and cell.text == head.text) for cell in others)
        return self._width > 1 and head.first and bool(head.text) and alone

    def _row(self, row: Row, trail: tuple[str, ...], group: tuple[str, ...], heads: Sequence[Row]) -> Iterator[Block]:
        label = " ".join(dict.fromkeys(cell.text for cell in row[: self._labels] if cell.text))
        yield from (Block(cell.text, (*trail, *group)) for cell in row[: self._labels] if cell.first and cell.text)
        for number, cell in enumerate(row[self._labels :], self._labels):
            if cell.first and cell.text:
                yield self._cell(cell, (*group, label), _column(number, heads), trail)

    def _cell(self, cell: Cell, row: tuple[str, ...], column: str, trail: tuple[str, ...]) -> Block:
        """A cell alone in its row is known by the row: its column is often headed by a date that changes."""
        alone = self._width - self._labels == 1
        path = (*trail, *filter(None, (*row, column)))
        return Block(cell.text, path, row if alone else (*row, column), row[-1])


def _column(number: int, heads: Sequence[Row]) -> str:
    texts = (row[number].text for row in heads if number < len(row))
    return " ".join(dict.fromkeys(filter(None, texts)))


def _is_head(row: Row, heads: Sequence[Row]) -> bool:
    """Whether a row among the others names the columns anew: one of headings, or one that repeats the first."""
    return all(cell.header or not cell.text for cell in row) or any(_texts(row) == _texts(head) for head in heads)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row]


def _head_rows(rows: list[Row]) -> int:
    """How many leading rows are headings: rows of ``th``, else a first row without any figure above rows that have some."""
    marked = len(list(takewhile(lambda row: all(cell.header or not cell.text for cell in row), rows)))
    if marked or len(rows) < 2:
        return min(marked, len(rows) - 1)
    return int(not _has_figures(rows[0][1:]) and all(cell.text for cell in rows[0][1:]) and any(_has_figures(row[1:]) for row in rows[1:]))


def _has_figures(row: Row) -> bool:
    return any(character.isdigit() for cell in row for character in cell.text)


def _label_columns(body: list[Row], width: int) -> int:
    """How many leading columns name the row: those of ``th``, two where the first spans several rows, else one."""
    marked = min((len(list(takewhile(lambda cell: cell.header, row))) for row in body), default=0)
    tall = any(row[0].tall for row in body if row)
    return min(max(marked, 2 if tall else 1), max(width - 1, 0))
