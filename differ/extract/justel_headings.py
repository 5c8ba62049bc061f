"""The headings of a law (books, titles, chapters), known by their numbers and by those of the headings above them."""

import re
from functools import cache

from core.folding import fold
from differ.extract.reading import TRAIL

_RANKS = (
    r"(annexe|bijlage|anlage|anhang)",
    r"(partie|deel|teil)",
    r"(livre|boek|buch)",
    r"(titre|titel)",
    r"(chapitre|hoofdstuk|kapitel)",
    r"(sous-section|onderafdeling|unterabschnitt)",
    r"(section|afdeling|abschnitt)",
)
_LEVEL = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 5}
_LOWEST = 7
_BEFORE_WORDS = re.compile(r"(?<=[\s.])-\s")
_NUMBERED = re.compile(r"\S+\s+[\divxlcm]\S*\s+-\s", re.IGNORECASE)
_LONGEST = 60


class Headings:
    """The headings that are open, from the highest to the lowest."""

    def __init__(self) -> None:
        self._trail: list[tuple[int, str]] = []

    def open(self, heading: str) -> None:
        """Opens a heading, which closes those of its rank and below."""
        level = _level(heading)
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, heading))

    @property
    def key(self) -> str:
        """The numbers of the open headings, not their words: ``head:livre ier/titre ii``."""
        return "head:" + "/".join(fold(_BEFORE_WORDS.split(text, maxsplit=1)[0]).strip(". ")[:_LONGEST] for _, text in self._trail)

    @property
    def path(self) -> str:
        """The open headings as people read them."""
        return TRAIL.join(text for _, text in self._trail)


def is_heading(line: str) -> bool:
    """Whether a line is a numbered heading: ``TITRE II. - Principes généraux``."""
    return _level(line) < _LOWEST and _NUMBERED.match(line) is not None


def _level(heading: str) -> int:
    folded = fold(heading).lstrip("([ ")
    return next((_LEVEL[rank] for rank, word in enumerate(_ranks()) if word.match(folded)), _LOWEST)


@cache
def _ranks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in _RANKS)
