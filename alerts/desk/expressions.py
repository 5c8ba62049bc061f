"""The expressions by which rules are spoken of, found in folded texts."""

import re
from collections.abc import Sequence
from functools import cache


def first_of(expressions: Sequence[str], text: str) -> str | None:
    """The expression that comes first in the folded text, at the beginning of a word."""
    found = _any_of(tuple(expressions)).search(text) if expressions else None
    return found.group() if found else None


@cache
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, expressions))})")
