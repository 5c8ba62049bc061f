"""Word-level redline of two texts: whole numbers and dates are single tokens, so 150 → 1050 is never "an inserted 0"."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise, takewhile
from typing import TypeVar

from diff_match_patch import diff_match_patch

from core.values import FactType, Redline
from differ.facts import facts

WORD = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)*|\w+['’]?|\s+|[^\w\s]")
SIGNS = {-1: "-", 0: "=", 1: "+"}
# The private use planes hold more code points than any text has different words.
FIRST_CODE = 0xF0000
CODES = 0x10FFFF - FIRST_CODE
LARGEST_SEARCH = 1500 * 1500
"""Pairs of words beyond which a comparison word by word would take too long."""
ENDS = (".;:!?", ",")
"""The signs behind which a text is cut where it is too long: sentences, then what commas part."""

Words = Sequence[str]
T = TypeVar("T", bound=Hashable)


def tokens(text: str, language: str | None) -> Iterator[str]:
    """The words, spaces, signs, whole numbers and whole dates of ``text``; joined they are ``text``."""
    position = 0
    for fact in (fact for fact in facts(text, language) if fact.type is FactType.DATE):
        yield from WORD.findall(text[position : fact.start])
        yield text[fact.start : fact.end]
        position = fact.end
    yield from WORD.findall(text[position:])


def redline(before: str | None, after: str | None, language: str | None) -> Redline:
    """The pieces kept, removed and added; the same for the same texts, whatever the load of the machine.

    Texts too long for that are compared sentence by sentence first; a run that stays too long is one piece for another.
    """
    if not before or not after:
        return tuple((sign, text) for sign, text in (("-", before), ("+", after)) if text)
    pieces = _compared(tuple(tokens(before, language)), tuple(tokens(after, language)), ENDS)
    return tuple((sign, text) for sign, parts in _joined(pieces) if (text := "".join(parts)))


def _compared(old: Words, new: Words, ends: Sequence[str]) -> Iterator[tuple[str, Words]]:
    """The differences in words; where there are too many, in parts first that end with one of the signs ``ends[0]``."""
    if _fits(old, new):
        yield from _differences(old, new)
        return
    for sign, removed, added in _runs(_parts(old, ends[0]), _parts(new, ends[0])) if ends else [("", old, new)]:
        if sign == "=":
            yield "=", removed
        elif ends and removed and added:
            yield from _compared(removed, added, ends[1:])
        else:
            yield from (("-", removed), ("+", added))


def _fits(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    return len(old) * len(new) <= LARGEST_SEARCH and len(old) + len(new) <= CODES


def _parts(words: Words, ends: str) -> list[Words]:
    """The words cut behind every sign of ``ends``."""
    cuts = [0, *(number for number, word in enumerate(words, 1) if word in ends), len(words)]
    return [words[start:end] for start, end in pairwise(cuts) if start < end]


def _runs(old: list[Words], new: list[Words]) -> Iterator[tuple[str, Words, Words]]:
    """What both texts have, signed "=", and by turns what the one has in place of what the other has."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    middle = _differences(ours, theirs) if _fits(ours, theirs) else [("-", ours), ("+", theirs)]
    signed = [("=", old[:start]), *middle, ("=", old[len(old) - end :])]
    for kept, run in groupby(signed, lambda each: each[0] == "="):
        sides: dict[str, list[str]] = {"=": [], "-": [], "+": []}
        for sign, parts in run:
            sides[sign] += chain(*parts)
        yield ("=", tuple(sides["="]), ()) if kept else ("", tuple(sides["-"]), tuple(sides["+"]))


def _common(old: Sequence[Words], new: Sequence[Words]) -> int:
    """How many parts both begin with."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def _differences(old: Sequence[T], new: Sequence[T]) -> list[tuple[str, Sequence[T]]]:
    """What was kept, removed and added, each different piece being one character to ``diff_match_patch``."""
    codes: dict[T, str] = {}
    before, after = ("".join(codes.setdefault(piece, chr(FIRST_CODE + len(codes))) for piece in side) for side in (old, new))
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    found = differ.diff_main(before, after, False)
    differ.diff_cleanupSemantic(found)
    pieces = {code: piece for piece, code in codes.items()}
    return [(SIGNS[sign], tuple(pieces[code] for code in coded)) for sign, coded in found]


def _joined(pieces: Iterable[tuple[str, Words]]) -> Iterator[tuple[str, Words]]:
    """The pieces with neighbours of one sign made one."""
    for sign, same in groupby(pieces, lambda each: each[0]):
        yield sign, tuple(chain.from_iterable(parts for _, parts in same))
