"""Which cue words a redline puts in or takes out, whatever stands in their place or beside them."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from core.folding import fold
from core.values import Redline
from differ.language import Language, any_of, cues


def exchanged(language: Language, heading: str, before: str, after: str, *names: str) -> list[str]:
    """The words listed under ``heading`` that one text holds more often than the other, as they are written.

    The forms of one word ("peut", "peuvent") count as one: a plural changes no condition.
    """
    old, new = ([*cues(language, heading, text, *names)] for text in (before, after))
    return [*_beyond(old, new, language), *_beyond(new, old, language)]


def _beyond(these: list[str], those: list[str], language: Language) -> Iterator[str]:
    left = Counter(_form(word, language) for word in those)
    for word in these:
        form = _form(word, language)
        if left[form]:
            left[form] -= 1
        else:
            yield word


def _form(word: str, language: Language) -> str:
    return _forms(language).get(fold(word), fold(word))


@cache
def _forms(language: Language) -> dict[str, str]:
    return {fold(word): row[0] for row in language.words["word_forms"] for word in row}


def sides_of(redline: Redline) -> tuple[str, str]:
    """The texts before and after, rebuilt."""
    before, after = ("".join(text for sign, text in redline if sign in wanted) for wanted in ("=-", "=+"))
    return before, after


def runs(redline: Redline) -> Iterator[tuple[str, str]]:
    """What each run of neighbouring differences takes out and puts in."""
    for kept, pieces in groupby(redline, lambda piece: piece[0] == "="):
        if not kept:
            yield sides_of(tuple(pieces))


def without_neutral(text: str, language: Language) -> str:
    """The text without the words of a status that state none: "la prolongation de votre carte"."""
    return _neutral(language).sub(" ", text.replace("’", "'"))


@cache
def _neutral(language: Language) -> re.Pattern[str]:
    """Status words between or behind the words that make a mere step or a thing of them."""
    words = [word for listed in language.words["statuses"].values() for word in listed]
    status = any_of({*words, *language.words["status_words"]})
    before, behind = (any_of(language.words["neutral_status"][side]) for side in ("before", "behind"))
    return re.compile(rf"{before} {status}|{status} {behind}", re.IGNORECASE)
