"""By which classes and words an act of the EU shows what its parts are: the section ``journal`` of ``differ/markup.yaml``."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from core.folding import fold
from differ.extract.markup import any_of, markup


@dataclass(frozen=True)
class Number:
    """What a numbered division is known by, and how high it stands: 1 for a part, 5 for a subsection."""

    rank: int
    name: str


@lru_cache(maxsize=4096)
def bears(names: str, role: str) -> bool:
    """Whether one of the blank-separated classes is known for that role, such as ``article`` or ``dropped``."""
    return any(_classes(role).fullmatch(name) for name in names.split())


def says(what: str, text: str) -> bool:
    """Whether a passage begins with the words for ``what``, in any of our languages."""
    return _words(what).match(fold(text[:100])) is not None


def number_of(heading: str) -> Number | None:
    """The number of a division, such as ``chapter ii``; ``None`` for a heading without."""
    folded = fold(heading)
    found = ((rank, pattern.match(folded)) for rank, pattern in enumerate(_divisions(), 1))
    return next((Number(rank, match[0]) for rank, match in found if match), None)


@cache
def _classes(role: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in markup()["journal"]["classes"][role]))


@cache
def _words(what: str) -> re.Pattern[str]:
    return any_of(markup()["journal"]["words"][what])


@cache
def _divisions() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"(?:{word})\s+(?:premiere?|(?:[ivxlc]+|\d+)(?:[a-z]|\s(?:bis|ter|quater))?)\b")
        for word in markup()["journal"]["divisions"]
    )
