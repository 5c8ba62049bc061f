"""What stands on the pages of a printed document around its text: running titles and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.folding import fold
from differ.extract.layout import Line
from differ.extract.printed import printed

_EDGE = 0.1
"""The share of a page's height, above and below, where running titles stand."""
_OUTERMOST = 2
_REPEATED_AT_EDGE, _REPEATED = 2, 3
_NUMBER = re.compile(r"(?<!\d)\d{1,7}(?!\d)")

Row = list[Line]


@dataclass(frozen=True)
class _Place:
    """A row, the number of its page and that page's height, and how many rows part it from the first or last."""

    row: Row
    page: int
    height: float
    depth: int

    @property
    def at_edge(self) -> bool:
        """Whether it stands where running titles stand."""
        return self.row[0].box.bottom < _EDGE * self.height or self.row[0].box.top > (1 - _EDGE) * self.height

    @property
    def text(self) -> str:
        """Its words, folded."""
        return fold(" ".join(line.text for line in self.row))

    def marks(self) -> Iterator[str]:
        """What it is recognised by on other pages: its height and words, in which one number may run with the pages."""
        if self.at_edge or self.depth < _OUTERMOST:
            text, height = self.text, round(self.row[0].box.bottom)
            yield f"{height} {text}"
            for found in _NUMBER.finditer(text):
                yield f"{height} {text[: found.start()]}#{int(found[0]) - self.page}#{text[found.end() :]}"

    def is_furniture(self, seen: Mapping[str, Sequence[int]]) -> bool:
        """Whether it is a page's number, or repeated on the pages where its marks were ``seen``.

        Away from the edge it may be text all the same: there the first is kept, so that no sentence is lost.
        """
        if (self.at_edge or not self.depth) and _page_number().fullmatch(self.text):
            return True
        pages = max((seen[mark] for mark in self.marks()), key=len, default=())
        return len(pages) >= _REPEATED_AT_EDGE if self.at_edge else len(pages) >= _REPEATED and pages[0] != self.page


def without_furniture(pages: Sequence[tuple[list[Row], float]]) -> list[list[Row]]:
    """The rows of each page, given with its height, without those that other pages have as well, and without page numbers.

    A running title is one, too, where it differs from page to page by the page's number alone.
    """
    places = [
        [_Place(row, page, height, min(depth, len(rows) - 1 - depth)) for depth, row in enumerate(rows)]
        for page, (rows, height) in enumerate(pages)
    ]
    seen = defaultdict(list)
    for number, page in enumerate(places):
        for mark in {mark for place in page for mark in place.marks()}:
            seen[mark].append(number)
    return [[place.row for place in page if not place.is_furniture(seen)] for page in places]


@cache
def _page_number() -> re.Pattern[str]:
    return re.compile(printed()["page_number"])
