"""Paragraphs that were only cut elsewhere: split, joined, or both, with the same words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from core.values import Provision
from differ.align import Pair
from differ.editorial import editorial, plain
from differ.redline import redline
from differ.replaced import replaced

MOST_REPLACED = 4
"""Words that may differ where two runs of paragraphs are still one text that was cut elsewhere."""
LONGEST = 20_000


def recut(pairs: Sequence[Pair], language: str | None) -> list[Pair]:
    """The pairs, with every run of differing neighbours that is one text cut elsewhere as one pair, or none where no word changed."""
    result: list[Pair] = []
    for differs, run in groupby(pairs, _differs):
        members = list(run)
        result += _joined(members, language) if differs else members
    return result


def _differs(each: Pair) -> bool:
    """Whether a pair may be part of such a run: what stands by a number or a label of its own is never cut elsewhere."""
    sides = [side for side in (each.before, each.after) if side]
    return not any(side.firm for side in sides) and (len(sides) < 2 or sides[0].text != sides[1].text)


def _joined(run: list[Pair], language: str | None) -> Iterator[Pair]:
    old, new = [each.before for each in run if each.before], [each.after for each in run if each.after]
    if len(old) == len(new):
        yield from replaced(list(_rewritten(run, language)), language)
        return
    if not old or not new:
        yield from run
        return
    before, after = _one(old), _one(new)
    if plain(before.text) == plain(after.text):
        yield from ()
    elif _is_same_text(before.text, after.text):
        yield Pair(before, after)
    else:
        yield from replaced(run, language)


def _rewritten(run: list[Pair], language: str | None) -> Iterator[Pair]:
    """The run, with each text that vanished and the new one in its place as one pair where both say the same in other forms."""
    gone, come = [each for each in run if not each.after], [each for each in run if not each.before]
    partners = {id(one.before): other for one, other in zip(gone, come, strict=False) if one.before and _says(one, other, language)}
    taken = {id(other.after) for other in partners.values()}
    for each in run:
        if id(each.before) in partners:
            yield Pair(each.before, partners[id(each.before)].after)
        elif each.before or id(each.after) not in taken:
            yield each


def _says(gone: Pair, come: Pair, language: str | None) -> bool:
    """Whether two texts are one, but for spelling or the form of address."""
    before, after = gone.before, come.after
    if before is None or after is None or len(before.text) + len(after.text) > LONGEST:
        return False
    return editorial(redline(before.text, after.text, language), language) is not None


def _one(parts: Sequence[Provision]) -> Provision:
    return replace(parts[0], text=" ".join(part.text for part in parts))


def _is_same_text(before: str, after: str) -> bool:
    """Whether only a few words took the place of as many others."""
    if len(before) + len(after) > LONGEST:
        return False
    old, new = Counter(plain(before).split()), Counter(plain(after).split())
    removed, added = (old - new).total(), (new - old).total()
    return removed == added <= MOST_REPLACED
