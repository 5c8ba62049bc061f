"""Texts that say another value in the same words: "au moins 7 jours après les symptômes" where that stood about 10 days."""

from collections.abc import Iterator, Sequence

from core.values import FactType, Provision
from differ.align import Pair
from differ.facts import facts
from differ.surroundings import IN_PLACE, LARGEST_SEARCH, Seen, around

VALUES = (FactType.AMOUNT, FactType.DURATION, FactType.PERCENTAGE, FactType.DATE)


def replaced(run: Sequence[Pair], language: str | None) -> Iterator[Pair]:
    """The run of neighbours, with each text that vanished and the new one that holds a value among the same words as one pair."""
    gone, come = ([each for each in run if (each.after, each.before)[side] is None] for side in (0, 1))
    partners: dict[int, Provision] = {}
    if 0 < len(gone) * len(come) <= LARGEST_SEARCH:
        partners = dict(_partners(gone, come, language))
    taken = {id(old) for old in partners.values()}
    for each in run:
        if each.before is None and each.after and id(each.after) in partners:
            yield Pair(partners[id(each.after)], each.after)
        elif each.after or id(each.before) not in taken:
            yield each


def _partners(gone: Sequence[Pair], come: Sequence[Pair], language: str | None) -> Iterator[tuple[int, Provision]]:
    """By the ``id`` of each new text the one whose place it took, those with most words in common first."""
    old, new = ([_values(each.before or each.after, language) for each in side] for side in (gone, come))
    likeness = [(_alike(ours, theirs), -abs(i - j), i, j) for i, ours in enumerate(old) for j, theirs in enumerate(new)]
    left, waiting = set(range(len(gone))), set(range(len(come)))
    for alike, _, i, j in sorted(likeness, reverse=True):
        before, after = gone[i].before, come[j].after
        if alike >= IN_PLACE and i in left and j in waiting and before and after:
            left.remove(i)
            waiting.remove(j)
            yield id(after), before


def _values(provision: Provision | None, language: str | None) -> list[Seen]:
    text = provision.text if provision else ""
    return [Seen.of(fact, text) for fact in facts(text, language) if fact.type in VALUES]


def _alike(ours: Sequence[Seen], theirs: Sequence[Seen]) -> int:
    """The most words that stand alike around a value of each."""
    return max((around(one, other) for one in ours for other in theirs if one.fact.type is other.fact.type), default=0)
