"""Tables on a printed page: between ruled lines, or of lines that stand below each other in columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from differ.extract.glyphs import Box

_TOUCHING = 4.0
_THIN = 3.0
_LONG = 8.0
_FARTHEST, _TIGHT = 3.5, 0.85
_PARTED = 0.6

Placed = tuple[str, Box]
"""A line's text and where it stands."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of the texts of its cells, all of one length."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    language: str | None = None

    def spoken(self, language: str | None) -> "Grid":
        """The same in a column of this language."""
        return replace(self, language=language)


def ruled_grids(rules: Sequence[Box]) -> Iterator[tuple[Box, list[list[Box]]]]:
    """Each table drawn with lines: its frame, and its cells row by row."""
    level = [each for each in rules if each.height <= _THIN and each.width > _LONG]
    for group in _groups([each for each in rules if each.width <= _THIN < each.height]):
        top, bottom = min(each.top for each in group), max(each.bottom for each in group)
        across = _distinct(each.left for each in group)
        down = _distinct(each.top for each in level if top - _TOUCHING <= each.top <= bottom + _TOUCHING and _meets(each, across))
        if len(across) > 2 and len(down) > 2:
            cells = [[Box(left, upper, right, lower) for left, right in pairwise(across)] for upper, lower in pairwise(down)]
            yield Box(across[0], down[0], across[-1], down[-1]), cells


def _meets(rule: Box, across: Sequence[float]) -> bool:
    return rule.right > across[0] and rule.left < across[-1]


def _groups(upright: list[Box]) -> Iterator[list[Box]]:
    """Upright lines that belong together: each begins before those above it end."""
    group: list[Box] = []
    bottom = 0.0
    for rule in sorted(upright, key=lambda each: each.top):
        if group and rule.top > bottom + _TOUCHING:
            yield group
            group, bottom = [], 0.0
        group.append(rule)
        bottom = max(bottom, rule.bottom)
    if group:
        yield group


def _distinct(places: Iterator[float]) -> list[float]:
    """The places in order, one for all that are as good as the same."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOUCHING:
            found.append(place)
    return found


def table_at(rows: Sequence[Sequence[Placed]]) -> tuple[int, Grid | None]:
    """How many of the rows are taken, and the table that they are, if the first begin one that no lines were drawn around."""
    taken = _aligned(rows)
    columns = _columns([box for row in rows[:taken] for _, box in row])
    if sum(len(row) > 1 for row in rows[:taken]) < 2:
        return 1, None
    cells = _unwrapped([(row[0][1], [_in_column(row, column) for column in columns]) for row in rows[:taken]])
    frame = rows[0][0][1]
    for row in rows[:taken]:
        for _, box in row:
            frame = frame.joined(box)
    return taken, Grid(frame, tuple(map(tuple, cells)))


def _aligned(rows: Sequence[Sequence[Placed]]) -> int:
    """How many rows, the first of several cells, leave the same blanks between their columns; the last has several cells, too."""
    taken, boxes, wide = 0, [], max((len(row) for row in rows[:1]), default=0)
    if wide < 2:
        return 1
    last = rows[0][0][1]
    for number, row in enumerate(rows):
        if not row or row[0][1].top - last.bottom > _FARTHEST * last.height:
            break
        boxes += [box for _, box in row]
        if len(_columns(boxes)) < min(wide, 2) or (len(row) > 1 and len(_columns(boxes)) < len(row)):
            break
        last = row[0][1]
        taken = number + 1 if len(row) > 1 or _continues(rows, number) else taken
    return max(taken, 1)


def _continues(rows: Sequence[Sequence[Placed]], number: int) -> bool:
    """Whether a row of one cell is the rest of the row above: nearer to that than lines of other rows are to each other."""
    if number < 2 or len(rows[number]) > 1:
        return False
    above = rows[number][0][1].bottom - rows[number - 1][0][1].bottom
    return above < _TIGHT * (rows[number - 1][0][1].bottom - rows[number - 2][0][1].bottom)


def _columns(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """The stretches from left to right where text stands, parted by blanks that run through all rows."""
    columns: list[tuple[float, float]] = []
    for box in sorted(boxes, key=lambda each: each.left):
        if columns and box.left - columns[-1][1] < _PARTED * box.height:
            columns[-1] = columns[-1][0], max(columns[-1][1], box.right)
        else:
            columns.append((box.left, box.right))
    return columns


def _in_column(row: Sequence[Placed], column: tuple[float, float]) -> str:
    return " ".join(text for text, box in row if column[0] <= (box.left + box.right) / 2 <= column[1])


def _unwrapped(rows: Sequence[tuple[Box, list[str]]]) -> list[list[str]]:
    """The rows with the lines of wrapped cells put together: a row of one cell that stands close below another is its rest."""
    cells: list[list[str]] = []
    for number, (box, row) in enumerate(rows):
        above = box.bottom - rows[number - 1][0].bottom if number else 0.0
        below = rows[number + 1][0].bottom - box.bottom if number + 1 < len(rows) else above / _TIGHT + 1
        if number and sum(map(bool, row)) == 1 and above < _TIGHT * below:
            cells[-1] = [f"{old} {new}".strip() for old, new in zip(cells[-1], row, strict=True)]
        else:
            cells.append(row)
    return cells
