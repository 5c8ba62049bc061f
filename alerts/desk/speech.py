"""How a sentence speaks: of the past on purpose, of the future, of a plan, in somebody else's words.

The words by which it shows are data, by language: ``cues.fr.yaml``, and ``pairs.fr.yaml`` for what tells whether two sentences are about
one thing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from alerts.sentences import subject_words
from core.folding import fold
from core.plain_yaml import read_plain

QUOTED = re.compile(r"«[^«»]{25,}(?:»|$)|“[^“”]{25,}(?:”|$)|\"[^\"]{25,}\"|„[^„“”]{25,}(?:[“”]|$)|‹[^‹›]{15,}(?:›|$)|‘[^‘]{15,}?’(?!\w)")

FILES = ("cues", "pairs")


@cache
def cues(language: str) -> Mapping[str, re.Pattern[str]]:
    """The expressions of a language by what they show; none for a language without a file."""
    found: dict[str, re.Pattern[str]] = {}
    for path in (Path(__file__).parent / f"{file}.{language}.yaml" for file in FILES):
        data: Mapping[str, list[str]] = read_plain(path.read_text(encoding="utf-8")) if path.is_file() else {}
        found |= {name: re.compile("|".join(f"(?:{each})" for each in alternatives)) for name, alternatives in data.items()}
    return found


def words_like(name: str, words: Iterable[str], language: str) -> frozenset[str]:
    """The subject words among ``words`` that the cues called ``name`` list."""
    pattern = cues(language).get(name)
    return subject_words(" ".join(word for word in words if pattern and pattern.fullmatch(word)), language)


def names_in(text: str, language: str) -> frozenset[str]:
    """The subject words written with a capital though they begin no text."""
    return subject_words(" ".join(word for word in text.split()[1:] if word[:1].isupper()), language)


def unfolded(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Where in a sentence the words stand that begin and end at the two places of it folded."""
    lengths = [len(fold(sentence[:stop])) for stop in range(len(sentence) + 1)]
    first = next(place for place, length in enumerate(lengths) if length > start)
    return first - 1, next(place for place, length in enumerate(lengths) if length >= end)


def is_read(language: str | None) -> bool:
    """Whether the desk understands how this language speaks."""
    return bool(language and cues(language))


@dataclass(frozen=True)
class Speech:
    """A sentence in its language; every question is answered from its words alone."""

    sentence: str
    language: str

    @cached_property
    def folded(self) -> str:
        """The sentence as the cues are written."""
        return _folded(self.sentence)

    def shows(self, name: str) -> bool:
        """Whether one of the cues called ``name`` stands in the sentence."""
        return self._search(name, self.folded) is not None

    def all_of(self, name: str) -> frozenset[str]:
        """Every cue called ``name`` that stands in the sentence."""
        pattern = cues(self.language).get(name)
        return frozenset(found.group() for found in pattern.finditer(self.folded)) if pattern else frozenset()

    def shows_before(self, name: str, position: int) -> bool:
        """Whether such a cue stands before ``position``."""
        return self._search(name, _folded(self.sentence[:position])) is not None

    def place_of(self, name: str) -> tuple[int, int] | None:
        """From where to where such a cue stands in the sentence itself; folded it may be shorter or longer."""
        found = self._search(name, self.folded)
        return unfolded(self.sentence, *found.span()) if found else None

    def tells_history(self, today: date) -> bool:
        """Whether it says on purpose what was: by its verbs, or as a report that opens with a day or a year before this one."""
        dated = self._search("dated", self.folded)
        reports = dated is not None and dated.group()[-4:] < str(today.year)
        return self.shows("past") or (reports and not self.shows("now") and not self.promises())

    def is_in_other_words(self, position: int) -> bool:
        """Whether what stands at ``position`` is a quotation or an example, not what the page itself says."""
        quoted = any(found.start() < position < found.end() for found in QUOTED.finditer(self.sentence))
        return quoted or self.shows_before("example", position)

    def promises(self) -> str:
        """What the page itself promises, folded, from the verb on; empty where it promises nothing."""
        folded = fold(QUOTED.sub(" ", self.sentence))
        found = self._search("future", folded)
        return folded[found.start() :] if found else ""

    def measures(self) -> str:
        """The thing of which the sentence says how long or how much, empty where it names none."""
        found = self._search("measured", self.folded)
        return found.group() if found else ""

    def _search(self, name: str, folded: str) -> re.Match[str] | None:
        return _first_cue(self.language, name, folded)


# A sentence is asked the same by each of the problems, of every value that it states.
@lru_cache(maxsize=16384)
def _first_cue(language: str, name: str, folded: str) -> re.Match[str] | None:
    pattern = cues(language).get(name)
    return pattern.search(folded) if pattern else None


_folded = lru_cache(maxsize=16384)(fold)
