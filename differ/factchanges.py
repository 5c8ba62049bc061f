"""Pairs the Facts of two texts: what changed, not what only moved or is only written otherwise."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from core.folding import fold
from core.values import Fact, FactChange, FactType
from differ.align import ALIKE, likeness, words_of
from differ.facts import facts
from differ.facts.dates import is_stamp
from differ.furniture import figures
from differ.language import language as data_of
from differ.surroundings import LARGEST_SEARCH, Seen, in_place, meaning, ranked
from differ.thresholds import threshold

SENTENCE = re.compile(r"[^.;:!?\s](?:[^.;:!?]|[.;:!?](?!\s|$))*")
"""A sentence or a part of one, without the sign that ends it: the dot of "1.000" ends none."""


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
    changes = [each for kind in FactType for each in _changes(_of(kind, old), _of(kind, new), before or "", after or "")]
    changes.sort(key=lambda each: each[0])
    told = {_told(change): change for _, change in reversed(changes)}
    return tuple(reversed(told.values()))


def _changes(old: list[Fact], new: list[Fact], before: str, after: str) -> Iterator[tuple[int, FactChange]]:
    """The FactChanges of one type, with where they stand."""
    if not old or not new:
        yield from _paired(old, new, before, after)
        return
    seen, now = [Seen.of(fact, before) for fact in old], [Seen.of(fact, after) for fact in new]
    if Counter(map(meaning, old)) == Counter(map(meaning, new)):
        yield from _exchanged(seen, now)
        return
    replaced = in_place(seen, now)
    for ours, theirs in replaced:
        yield theirs.start, FactChange(ours.type, theirs.role, ours.stated(), theirs.stated())
    old, new = (_without(found, {id(pair[side]) for pair in replaced}) for side, found in enumerate((old, new)))
    yield from _paired(_different(old, new), _different(new, old), before, after)


def _without(found: list[Fact], taken: set[int]) -> list[Fact]:
    return [fact for fact in found if id(fact) not in taken]


def _exchanged(seen: Sequence[Seen], now: Sequence[Seen]) -> Iterator[tuple[int, FactChange]]:
    """The same values that stand in each other's place: "100 € pour les majeurs et 50 € pour les mineurs" the other way round.

    Where each took its words along, before or behind it, they only moved.
    """
    for side in ("lead", "tail"):
        if _with_words(seen, side) == _with_words(now, side):
            return
    for ours, theirs in ((one.fact, other.fact) for one, other in zip(seen, now, strict=True)):
        if meaning(ours) != meaning(theirs):
            yield theirs.start, FactChange(ours.type, theirs.role, ours.stated(), theirs.stated())


def _with_words(seen: Iterable[Seen], side: str) -> Counter[object]:
    return Counter((meaning(each.fact), each.own(side)) for each in seen)


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
    for _, _, i, j in sorted(ranked([Seen.of(fact, before) for fact in old], [Seen.of(fact, after) for fact in new]), reverse=True):
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
