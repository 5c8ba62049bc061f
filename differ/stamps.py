"""Dates on a line of their own below a text, which say when a page was written: "23/05/2023"."""

import re
from collections.abc import Sequence, Set

from core.values import FactType, Provision
from differ.facts import facts
from differ.language import language as data_of

LONGEST = 40
"""Characters of a line that may hold nothing but a date."""
STAMP = "only the page's own date changed"


def lone_dates(provisions: Sequence[Provision], language: str | None) -> Set[int]:
    """The ``id`` of each Provision that only holds a date and stands alone below a text.

    A label, the heading right above it, a sentence with a colon before it or another date beside it make it a value.
    """
    dated = [_is_date(each, language) for each in provisions]
    alone = [place for place, date in enumerate(dated) if date and sum(dated[max(0, place - 1) : place + 2]) == 1]
    return {id(provisions[place]) for place in alone if _stands_below(provisions, place)}


def _is_date(provision: Provision, language: str | None) -> bool:
    data, text = data_of(language), provision.text
    if data is None or provision.firm or provision.label or len(text) > LONGEST:
        return False
    found = facts(text, language)
    if len(found) != 1 or found[0].type is not FactType.DATE or found[0].role:
        return False
    return re.search(r"\w", text[: found[0].start] + text[found[0].end :]) is None


def _stands_below(provisions: Sequence[Provision], place: int) -> bool:
    """Whether a text that is no heading and opens no list stands right before it under the same heading."""
    above = provisions[place - 1] if place else None
    return (
        above is not None and above.path == provisions[place].path and not above.text.endswith(":") and not above.path.endswith(above.text)
    )
