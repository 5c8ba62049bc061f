"""By which words a sentence was recognised as one that repeats a rule, as they stand in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from alerts.desk.links import BY_AN_EDITOR, BY_THE_PAGE
from core import models
from core.folding import fold

WORD = re.compile(r"[\w§°-]+")
LONGEST = 8
"""Words of the longest expression by which a rule is known."""


@dataclass(frozen=True)
class Recognised:
    """``said`` are words of the sentence, ``near`` of the headings above it; a person may have said it instead."""

    said: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    by_page: bool = False
    by_hand: bool = False


def recognised(claim: models.Claim) -> Recognised:
    """How it is known which rule a Claim repeats; words that stand neither in it nor in its headings are left out."""
    if BY_THE_PAGE in claim.reasons or BY_AN_EDITOR in claim.reasons:
        return Recognised(by_page=BY_THE_PAGE in claim.reasons, by_hand=BY_THE_PAGE not in claim.reasons)
    said = {reason: as_written(reason, claim.sentence) for reason in claim.reasons}
    near = [as_written(reason, claim.path) for reason, words in said.items() if not words]
    return Recognised(_each(said.values()), _each(near))


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, words)))


def as_written(beginning: str, text: str) -> str:
    """The whole words of ``text`` that begin as ``beginning`` does, which is folded; empty where none do."""
    words = list(WORD.finditer(text))
    for number, first in enumerate(words):
        for last in words[number : number + LONGEST]:
            written = text[first.start() : last.end()]
            if fold(written).startswith(beginning.strip()):
                return written
    return ""
