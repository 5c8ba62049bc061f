"""Pairs the Facts of two texts: what changed, not what only moved or is only written otherwise."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from core.folding import fold
from core.values import Fact, FactChange, FactType
from differ.align import ALIKE, likeness, words_of
from differ.facts import facts
from differ.facts.dates import is_stamp
from differ.furniture import figures
from differ.language import language as data_of
from differ.thresholds import threshold

# Spans that are equal whatever unit tells them.
WHOLE_UNITS = {"year": ("month", 12), "week": ("day", 7)}
CONTEXT = 40
LARGEST_SEARCH = 10_000
"""Pairs beyond which a Fact's partner is only sought nearby."""
SENTENCE = re.compile(r"[^.;:!?\s](?:[^.;:!?]|[.;:!?](?!\s|$))*")
"""A sentence or a part of one, without the sign that ends it: the dot of "1.000" ends none."""
OWN_WORDS = 3
"""Words beside a value that move with it where only the order of a sentence changed."""
NEARBY = 25
"""How many ranks away "nearby" still is."""


def carried(texts: Iterable[tuple[str | None, str | None]]) -> frozenset[str]:
    """The sentences that one text lost and another gained, of all texts before and after of a document: what they state only moved."""
    gone, come = Counter[str](), Counter[str]()
    for before, after in texts:
        old, new = _exclusive(before or "", after or "")
        gone.update(old)
        come.update(new)
    return frozenset(sentence for sentence in gone.keys() & come if len(sentence.split()) >= threshold("carried_words"))


def _exclusive(before: str, after: str) -> tuple[set[str], set[str]]:
    """The sentences that only one of two texts has, but those that have become another of the other's."""
    old, new = ({fold(sentence.group()) for sentence in SENTENCE.finditer(text)} for text in (before, after))
    old, new = old - new, new - old
    if len(old) * len(new) > LARGEST_SEARCH:
        return set(), set()
    became = [(one, other) for one in old for other in new if likeness(words_of(one), words_of(other)) >= ALIKE]
    return old - {one for one, _ in became}, new - {other for _, other in became}


def fact_changes(
    before: str | None, after: str | None, language: str | None, moved: Collection[str] = frozenset()
) -> tuple[FactChange, ...]:
    """Every Fact that changed, appeared (``before`` is None) or vanished (``after`` is None), in the order of the text.

    Sentences that only ``moved`` between this text and another one of the document (see ``carried``) state nothing new.
    """
    old, new = (_standing(_rules(text or "", language), text or "", moved) for text in (before, after))
    exchanged: list[tuple[int, FactChange]] = []
    if before and after:
        exchanged = [each for kind in FactType for each in _exchanged(_of(kind, old), _of(kind, new), before, after)]
        old, new = _different(old, new), _different(new, old)
    changes = exchanged + [each for kind in FactType for each in _paired(_of(kind, old), _of(kind, new), before or "", after or "")]
    changes.sort(key=lambda each: each[0])
    told = {_told(change): change for _, change in reversed(changes)}
    return tuple(reversed(told.values()))


def _exchanged(old: list[Fact], new: list[Fact], before: str, after: str) -> Iterator[tuple[int, FactChange]]:
    """The same values that stand in each other's place: "100 € pour les majeurs et 50 € pour les mineurs" the other way round.

    Where each took its words along, before or behind it, they only moved.
    """
    if Counter(map(meaning, old)) != Counter(map(meaning, new)) or list(map(meaning, old)) == list(map(meaning, new)):
        return
    seen, now = [_Seen.of(fact, before) for fact in old], [_Seen.of(fact, after) for fact in new]
    for side in ("lead", "tail"):
        if _with_words(seen, side) == _with_words(now, side):
            return
    for ours, theirs in zip(old, new, strict=True):
        if meaning(ours) != meaning(theirs):
            yield theirs.start, FactChange(ours.type, theirs.role, ours.stated(), theirs.stated())


def _with_words(seen: Iterable["_Seen"], side: str) -> Counter[object]:
    return Counter((meaning(each.fact), tuple(word.strip(",;:.") for word in getattr(each, side)[:OWN_WORDS])) for each in seen)


def _told(change: FactChange) -> tuple[object, ...]:
    """What a FactChange tells; the same told twice in one Provision is told once."""
    sides = [side and (side.value, side.unit) for side in (change.before, change.after)]
    return change.type, change.role, *sides


def _rules(text: str, language: str | None) -> list[Fact]:
    """The Facts of ``text`` but the dates that a page gives of itself and what it counts of itself."""
    data, found = data_of(language), facts(text, language)
    if data is None or not found:
        return list(found)
    own = list(figures(text, data))
    counted = [fact for fact in found if not any(start <= fact.start < end for start, end in own)]
    return [fact for fact in counted if not (fact.type is FactType.DATE and is_stamp(fact, text, data))]


def _standing(found: list[Fact], text: str, moved: Collection[str]) -> list[Fact]:
    """The Facts but those of sentences that moved."""
    spans = [sentence.span() for sentence in SENTENCE.finditer(text) if fold(sentence.group()) in moved] if moved else []
    return [fact for fact in found if not any(start <= fact.start < end for start, end in spans)]


def meaning(fact: Fact) -> tuple[FactType, str, str | None]:
    """What two ways of stating one value share: "12 mois" and "un an" are the same span."""
    unit, factor = WHOLE_UNITS.get(fact.unit or "", (fact.unit, 1))
    if fact.type is not FactType.DURATION or factor == 1:
        return fact.type, fact.value, fact.unit
    ends = (format((Decimal(end) * factor).normalize(), "f") for end in fact.value.split(".."))
    return fact.type, "..".join(ends), unit


def _different(these: Sequence[Fact], those: Sequence[Fact]) -> list[Fact]:
    """What ``these`` hold beyond ``those``, value by value."""
    left = Counter(map(meaning, those))
    different = []
    for fact in these:
        if left[meaning(fact)]:
            left[meaning(fact)] -= 1
        else:
            different.append(fact)
    return different


def _of(kind: FactType, found: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in found if fact.type is kind]


def _paired(old: list[Fact], new: list[Fact], before: str, after: str) -> list[tuple[int, FactChange]]:
    """Pairs of one type, those in the most alike surroundings first; where nothing tells them apart, in order."""
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(_ranked([_Seen.of(fact, before) for fact in old], [_Seen.of(fact, after) for fact in new]), reverse=True):
        if i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    pairs = [(old[i], new[j]) for i, j in partners.items()]
    alone = [fact for i, fact in enumerate(old) if i not in partners]
    added = [fact for j, fact in enumerate(new) if j not in taken]
    return (
        [(theirs.start, FactChange(ours.type, theirs.role, ours.stated(), theirs.stated())) for ours, theirs in pairs]
        + [(fact.start, FactChange(fact.type, fact.role, fact.stated(), None)) for fact in alone]
        + [(fact.start, FactChange(fact.type, fact.role, None, fact.stated())) for fact in added]
    )


@dataclass(frozen=True)
class _Seen:
    """A Fact with the words around it, the nearest first."""

    fact: Fact
    lead: Sequence[str]
    tail: Sequence[str]

    @classmethod
    def of(cls, fact: Fact, text: str) -> "_Seen":
        lead, tail = text[max(0, fact.start - CONTEXT) : fact.start], text[fact.end : fact.end + CONTEXT]
        return cls(fact, _words(lead)[::-1], _words(tail))


def _ranked(old: Sequence[_Seen], new: Sequence[_Seen]) -> Iterator[tuple[int, int, int, int]]:
    """The likeness, the nearness and the ranks of every pair; among very many only of those whose ranks are near."""
    reach = max(len(old), len(new)) if len(old) * len(new) <= LARGEST_SEARCH else NEARBY
    for i, one in enumerate(old):
        for j in range(max(0, i - reach), min(len(new), i + reach + 1)):
            yield _alike(one, new[j]), -abs(i - j), i, j


def _alike(one: _Seen, other: _Seen) -> int:
    """How many words stand alike around two Facts; the same role and unit count like words."""
    around = _common_start(one.lead, other.lead) + _common_start(one.tail, other.tail)
    return around + 2 * (one.fact.role == other.fact.role) + (one.fact.unit == other.fact.unit)


def _words(text: str) -> list[str]:
    return fold(text).split()


def _common_start(first: Iterable[str], second: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(first, second, strict=False)))
