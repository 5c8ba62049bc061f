"""What differs between two readings of one page, and the regular expression that would ignore it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest

SHORT = 12
"""Words up to which a line that differs is a stamp, and ignored to its end."""
BESIDE = 4
"""Words that are quoted beside what differs within a longer text."""
FEWEST, SHORTEST = 2, 8
"""Words and characters without which a quotation would also be found where it is not meant."""


@dataclass(frozen=True)
class Noise:
    """One text that two readings show differently; ``None`` where a reading lacks it.

    ``ignore`` is a regular expression without whose matches the two are equal, empty where none is at hand.
    """

    before: str | None
    after: str | None
    ignore: str = ""


def noise(before: Sequence[str], after: Sequence[str]) -> tuple[Noise, ...]:
    """The texts in which two readings of one document differ, in their order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Noise(old, new, pattern(old, new) if old and new else "")
        for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes()
        if tag != "equal"
        for old, new in zip_longest(before[from_old:to_old], after[from_new:to_new])
    )


def pattern(before: str, after: str) -> str:
    """A regular expression over what differs between two texts and over the words that introduce it; empty where there is none."""
    old, new = before.split(), after.split()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle = max(len(old), len(new)) - start - end
    lead, tail = old[:start], old[len(old) - end :] if end else []
    found = next(filter(None, _patterns(lead, tail, middle, len(old) <= SHORT)), "")
    return found if found and re.sub(found, "", before).split() == re.sub(found, "", after).split() else ""


def _patterns(lead: list[str], tail: list[str], middle: int, short: bool) -> tuple[str, ...]:
    """What may be proposed, the best first: a stamp to its end, else only what differs beside words that do not."""
    stamp = list(takewhile(lambda word: not any(map(str.isdigit, word)), lead))
    differing = " ".join([r"\S+"] * middle)
    return (
        _quoted(stamp, "", " .*") if short or not tail else "",
        _quoted(lead[-BESIDE:], "", f" {differing}"),
        _quoted(tail[:BESIDE], f"{differing} ", ""),
    )


def _quoted(words: list[str], before: str, after: str) -> str:
    text = " ".join(words)
    if len(words) < FEWEST or len(text) < SHORTEST:
        return ""
    return before + re.escape(text).replace(r"\ ", " ").replace(r"\-", "-") + after


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
