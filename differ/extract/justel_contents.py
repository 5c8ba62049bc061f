"""Whether a consolidated law is whole: its page ends, and the text has the articles that its table of contents announces."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from core.values import Doubt, IncidentKind
from differ.extract.justel_numbers import title_of
from differ.extract.legal import bare

_ANNOUNCED = re.compile(r"^\W*Art(?:icles?|ikel)?\.?\s+(?=[\dA-Z])(.*)$", re.MULTILINE)
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_NO_NUMBER = re.compile(r"[^\w./-]")
_GONE = 2
"""Articles missing at the end from which a text breaks off; a single one may be a slip of the contents."""
_HOLES = 0.1
"""The share of its articles that a text may lack elsewhere: contents lag behind repeals and insertions."""
_EXCERPT = 0.5
"""Below this share a page shows a part on purpose, or collapsed, which only the last Version can tell."""
_MOST = 20_000
"""Numbers beyond which no law goes."""
_REMEDY = "the page is incomplete, the next poll asks for it again"


def doubt_of_end(source: str) -> Doubt | None:
    """The doubt that the page was cut off on its way: it opens what every page closes, and does not close it."""
    page = source.lower()
    opened = "<body" in page or "<html" in page
    if opened and "</body" not in page and "</html" not in page:
        return Doubt(IncidentKind.COLLAPSED, f"the page of the law breaks off before its end (no closing tag): {_REMEDY}")
    return None


def doubt_of_text(contents: str, numbers: Iterable[str]) -> Doubt | None:
    """The doubt that the text lacks articles which ``contents`` announces; ``numbers`` are those of its articles."""
    announced, there = list(islice(_announced(contents), _MOST)), set(islice(_spread(numbers), _MOST))
    gone = [number for number in announced if number not in there]
    at_end = next((count for count, number in enumerate(reversed(announced)) if number in there), len(announced))
    found = len(announced) - len(gone)
    if found < _EXCERPT * len(announced) or (at_end < _GONE and len(gone) <= max(_GONE, _HOLES * len(announced))):
        return None
    reason = f"the contents announce {len(announced)} articles, of which the text lacks {len(gone)}, the first being {gone[0]}"
    return Doubt(IncidentKind.COLLAPSED, f"{reason}: {_REMEDY}")


def _announced(contents: str) -> Iterator[str]:
    """The numbers of ``Art. 8-24, 24bis, 61/25-1.``; a hyphen makes a range only between plain numbers."""
    for line in _ANNOUNCED.findall(contents):
        yield from _spread(_NO_NUMBER.sub(" ", each) for each in line.split(","))


def _spread(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        if found := _RANGE.fullmatch(number.strip()):
            yield from (str(each) for each in range(int(found[1]), int(found[2]) + 1))
        elif number.strip():
            yield bare(title_of(number.strip().rstrip(".")).number.lower())
