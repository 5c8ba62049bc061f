"""Facts with the words around them: which of two texts stand in each other's place, and which only moved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from core.folding import fold
from core.values import Fact, FactType

# Spans that are equal whatever unit tells them.
WHOLE_UNITS = {"year": ("month", 12), "week": ("day", 7)}
CONTEXT = 40
LARGEST_SEARCH = 10_000
"""Pairs beyond which a Fact's partner is only sought nearby."""
NEARBY = 25
"""How many ranks away "nearby" still is."""
OWN_WORDS = 3
"""Words beside a value that move with it where only the order of a sentence changed."""
YEAR = 4
"""The length of a date of which only the year is told."""
IN_PLACE = 3
"""Words around two values that must be the same for the one to stand in the other's place, whatever else holds its number."""
UNCHANGED = 2
"""What it is worth, in words around them, that two Facts state the same."""


@dataclass(frozen=True)
class Seen:
    """A Fact with the words around it, the nearest first."""

    fact: Fact
    lead: Sequence[str]
    tail: Sequence[str]

    @classmethod
    def of(cls, fact: Fact, text: str) -> "Seen":
        """The Fact with what stands around it in its text."""
        lead, tail = text[max(0, fact.start - CONTEXT) : fact.start], text[fact.end : fact.end + CONTEXT]
        return cls(fact, _words(lead)[::-1], _words(tail))

    def own(self, side: str) -> tuple[str, ...]:
        """The words on its "lead" or "tail" side that it takes along where it moves."""
        return tuple(getattr(self, side)[:OWN_WORDS])


def _words(text: str) -> list[str]:
    """The words, folded, without the signs that end a clause; a sign that stands alone is an empty one."""
    return [word.strip(",;:.") for word in fold(text).split()]


def meaning(fact: Fact) -> tuple[FactType, str, str | None]:
    """What two ways of stating one value share: "12 mois" and "un an" are the same span."""
    unit, factor = WHOLE_UNITS.get(fact.unit or "", (fact.unit, 1))
    if fact.type is not FactType.DURATION or factor == 1:
        return fact.type, fact.value, fact.unit
    ends = (format((Decimal(end) * factor).normalize(), "f") for end in fact.value.split(".."))
    return fact.type, "..".join(ends), unit


def ranked(old: Sequence[Seen], new: Sequence[Seen]) -> Iterator[tuple[int, int, int, int]]:
    """The likeness, the nearness and the ranks of every pair; among very many only of those whose ranks are near."""
    reach = max(len(old), len(new)) if len(old) * len(new) <= LARGEST_SEARCH else NEARBY
    for i, one in enumerate(old):
        for j in range(max(0, i - reach), min(len(new), i + reach + 1)):
            if _comparable(one, new[j]):
                yield _alike(one, new[j]), -abs(i - j), i, j


def _comparable(one: Seen, other: Seen) -> bool:
    """Whether one Fact may have become the other: a day becomes no year, and among other words nothing gets another unit."""
    if one.fact.type is FactType.DATE and (len(one.fact.value) == YEAR) != (len(other.fact.value) == YEAR):
        return False
    return one.fact.type is FactType.COUNT or one.fact.unit == other.fact.unit or around(one, other) > 0


def in_place(old: Sequence[Seen], new: Sequence[Seen]) -> list[tuple[Fact, Fact]]:
    """The Facts of which another took the place among the same words, in their order.

    So "10 %, puis 20 %" that became "20 %, puis 30 %" changed twice, although a 20 stands in both. None among very many.
    """
    if len(old) * len(new) > LARGEST_SEARCH:
        return []
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    between = _in_order(old[start : len(old) - end], new[start : len(new) - end])
    pairs = [(one, other) for one, other in between if meaning(one.fact) != meaning(other.fact)]
    return [(one.fact, other.fact) for one, other in pairs if not (_moved(one, other, new) or _moved(other, one, old))]


def _common(old: Sequence[Seen], new: Sequence[Seen]) -> int:
    """With how many Facts that state the same, behind the same words, both begin."""
    return sum(1 for _ in takewhile(lambda both: _stays(*both), zip(old, new, strict=False)))


def _stays(one: Seen, other: Seen) -> bool:
    return meaning(one.fact) == meaning(other.fact) and one.own("lead") == other.own("lead")


def _moved(one: Seen, other: Seen, others: Iterable[Seen]) -> bool:
    """Whether what one states stands elsewhere with the words that it has and the other has not."""
    return any(
        meaning(each.fact) == meaning(one.fact) and each.own(side) == one.own(side) != other.own(side) and len(one.own(side)) == OWN_WORDS
        for each in others
        for side in ("lead", "tail")
    )


def _in_order(old: Sequence[Seen], new: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """The pairs that have most words around them in common, none of them crossing another."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = _worth(old[i], new[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score if score else 0)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        score = _worth(old[i], new[j])
        if score and best[i][j] == best[i + 1][j + 1] + score:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        else:
            i, j = (i + 1, j) if best[i][j] == best[i + 1][j] else (i, j + 1)
    return found


def _worth(one: Seen, other: Seen) -> int:
    """What a pair is worth; nothing where too little around two different values is the same, or only on one side of them."""
    same, shared = meaning(one.fact) == meaning(other.fact), around(one, other)
    if not same and (shared < IN_PLACE or not _comparable(one, other) or not all(_begin_alike(one, other))):
        return 0
    return shared + UNCHANGED * same + (one.fact.unit == other.fact.unit)


def _begin_alike(one: Seen, other: Seen) -> Iterator[bool]:
    """Whether the words next to two Facts are the same, or their texts begin or end there, on each side."""
    for ours, theirs in ((one.lead, other.lead), (one.tail, other.tail)):
        yield _common_start(ours, theirs) > 0 or not (ours or theirs)


def _alike(one: Seen, other: Seen) -> int:
    """How many words stand alike around two Facts; the same role and unit count like words."""
    return around(one, other) + 2 * (one.fact.role == other.fact.role) + (one.fact.unit == other.fact.unit)


def around(one: Seen, other: Seen) -> int:
    """How many words stand alike around two Facts, from the nearest on."""
    return _common_start(one.lead, other.lead) + _common_start(one.tail, other.tail)


def _common_start(first: Iterable[str], second: Iterable[str]) -> int:
    """With how many words both begin."""
    return sum(1 for _ in takewhile(lambda both: _same_word(*both), zip(first, second, strict=False)))


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, elided before a vowel or not: "d'un an", "de deux ans"."""
    return one == other or any(
        short.endswith("'") and full.startswith(short[:-1]) and len(full) <= len(short) for short, full in ((one, other), (other, one))
    )
