"""A value through time as a drawing: steps from the day on which each value binds. Pure geometry; a template makes the SVG of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from core.values import FactType, Stated

DAYS = {"minute": "0.0007", "hour": "0.0417", "day": "1", "working_day": "1", "week": "7", "month": "30", "year": "365"}
TOP, BOTTOM, RIGHT = 16, 34, 16
LETTER = 8.5
"""The width of a letter of the labels."""
LINE = 20
"""The least distance of two labels, one below the other."""
YEAR = 52
"""The least distance of two years."""


@dataclass(frozen=True)
class Step:
    """From ``day`` on the value is ``height``, written ``label``; no height where it vanished. ``change`` says so."""

    day: date
    height: Decimal | None
    label: str
    change: int | None = None


@dataclass(frozen=True)
class Point:
    """A Step at its place in the drawing."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True)
class Chart:
    """A drawing of ``width`` by ``height`` with its line (SVG path data), points, and labels: years below, values to the left."""

    width: int
    height: int
    left: float
    bottom: float
    line: str
    points: tuple[Point, ...]
    years: tuple[tuple[float, int], ...]
    levels: tuple[tuple[float, str], ...]
    today: float | None


def height_of(type: FactType, side: Stated) -> Decimal | None:
    """How high a value stands, ``None`` where it cannot be drawn; of a range its end, of a duration its days."""
    value = side.value.rpartition("..")[2]
    try:
        if type is FactType.DATE:
            return Decimal(date.fromisoformat(value).toordinal())
        if type is FactType.DURATION:
            return Decimal(value) * Decimal(DAYS[side.unit or ""])
        drawn = type in (FactType.AMOUNT, FactType.PERCENTAGE, FactType.COUNT)
        number = Decimal(value) if drawn else None
    except (InvalidOperation, KeyError, ValueError):
        return None
    return number if number is not None and number.is_finite() else None


def chart(steps: Sequence[Step], today: date, width: int, height: int = 260) -> Chart | None:
    """The drawing of at least two Steps in the order of their days, ``None`` where there is nothing to draw."""
    known = [step for step in steps if step.height is not None]
    if len(known) < 2:
        return None
    left = min(width * 0.4, LETTER * max(len(step.label) for step in known) + 12)
    across = _Scale(steps[0].day.toordinal(), max(today, steps[-1].day).toordinal(), left + 10, width - RIGHT)
    heights = [step.height for step in known if step.height is not None]
    upwards = _Scale(float(min(heights)), float(max(heights)), height - BOTTOM - 18, TOP)
    points = [Point(across(step.day.toordinal()), upwards(float(step.height or 0)), step) for step in steps]
    return Chart(
        width=width,
        height=height,
        left=round(left, 1),
        bottom=height - BOTTOM,
        line=" ".join(_line(points, across(max(today, steps[-1].day).toordinal()))),
        points=tuple(point for point in points if point.step.height is not None),
        years=tuple(_years(steps[0].day, max(today, steps[-1].day), across)),
        levels=tuple(_levels(points)),
        today=across(today.toordinal()) if steps[-1].day > today > steps[0].day else None,
    )


@dataclass(frozen=True)
class _Scale:
    """Numbers between ``low`` and ``high`` to places between ``first`` and ``last``."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, number: float) -> float:
        if self.high == self.low:
            return round((self.first + self.last) / 2, 1)
        return round(self.first + (number - self.low) / (self.high - self.low) * (self.last - self.first), 1)


def _line(points: Sequence[Point], end: float) -> Iterator[str]:
    """Level until the next value, then straight up or down to it; a gap where there is none."""
    for point, following in pairwise([*points, Point(end, points[-1].y, points[-1].step)]):
        if point.step.height is not None:
            yield f"M{point.x} {point.y}H{following.x}"
            if following.step.height is not None:
                yield f"V{following.y}"


def _years(first: date, last: date, across: _Scale) -> Iterator[tuple[float, int]]:
    shown = across.first - YEAR
    for year in range(first.year + 1, last.year + 1):
        place = across(date(year, 1, 1).toordinal())
        if place - shown >= YEAR:
            shown = place
            yield place, year


def _levels(points: Sequence[Point]) -> Iterator[tuple[float, str]]:
    """The newest values first, so that today's is written whatever lies near it."""
    written: list[float] = []
    for point in reversed(points):
        if point.step.height is not None and all(abs(point.y - other) >= LINE for other in written):
            written.append(point.y)
            yield point.y, point.step.label
