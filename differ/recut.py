"""Paragraphs that were only cut elsewhere: split, joined, or both, with the same words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from core.values import Provision
from differ.align import Pair
from differ.editorial import plain

MOST_REPLACED = 4
"""Words that may differ where two runs of paragraphs are still one text that was cut elsewhere."""
LONGEST = 20_000


def recut(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, with every run of differing neighbours that is one text cut elsewhere as one pair, or none where no word changed."""
    result: list[Pair] = []
    for differs, run in groupby(pairs, _differs):
        members = list(run)
        result += _joined(members) if differs else members
    return result


def _differs(each: Pair) -> bool:
    """Whether a pair may be part of such a run: what stands by a number or a label of its own is never cut elsewhere."""
    sides = [side for side in (each.before, each.after) if side]
    return not any(side.firm for side in sides) and (len(sides) < 2 or sides[0].text != sides[1].text)


def _joined(run: list[Pair]) -> Iterator[Pair]:
    old, new = [each.before for each in run if each.before], [each.after for each in run if each.after]
    if len(old) == len(new) or not old or not new:
        yield from run
        return
    before, after = _one(old), _one(new)
    if plain(before.text) == plain(after.text):
        yield from ()
    elif _is_same_text(before.text, after.text):
        yield Pair(before, after)
    else:
        yield from run


def _one(parts: Sequence[Provision]) -> Provision:
    return replace(parts[0], text=" ".join(part.text for part in parts))


def _is_same_text(before: str, after: str) -> bool:
    """Whether only a few words took the place of as many others."""
    if len(before) + len(after) > LONGEST:
        return False
    old, new = Counter(plain(before).split()), Counter(plain(after).split())
    removed, added = (old - new).total(), (new - old).total()
    return removed == added <= MOST_REPLACED
