"""What moved: the fewest Provisions that must have changed places for the rest to stand in their old order."""

from collections.abc import Iterator, Mapping, Sequence

from differ.align import Pair


def out_of_order(pairs: Sequence[Pair], places: Mapping[int, int]) -> Iterator[Pair]:
    """The fewest pairs that must have moved for the rest to stand in their old order; ``places`` is by ``id`` of the old."""
    kept = [each for each in pairs if each.before and each.after]
    in_order = _longest_rise([places[id(each.before)] for each in kept])
    yield from (each for position, each in enumerate(kept) if position not in in_order)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of one longest increasing subsequence (patience sorting)."""
    piles: list[int] = []
    below: list[int | None] = []
    for position, number in enumerate(numbers):
        low, high = 0, len(piles)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if numbers[piles[middle]] < number else (low, middle)
        below.append(piles[low - 1] if low else None)
        piles[low : low + 1] = [position]
    chain: set[int] = set()
    position_or_none = piles[-1] if piles else None
    while position_or_none is not None:
        chain.add(position_or_none)
        position_or_none = below[position_or_none]
    return chain
