"""Pairs the Provisions of two Versions: by key, then identical text, then likeness, then what stands around."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from core.folding import fold
from core.values import Provision
from differ.numbered import bears_number, unnumbered

ALIKE = 0.5
"""From this likeness on, two texts are one Provision that changed."""
STILL_ITSELF = 0.35
"""An article that keeps its number is itself from this likeness on; below, another may be more like it."""
ALONE = 0.3
"""What stands alone between the same neighbours on both sides is itself from this likeness on."""
PLAINLY_ALIKE = 0.75
"""From this likeness on, what stands in the same position is the same; below, a neighbour may be more like it."""
TELLING = 25
"""Characters from which identical text under another key is no coincidence."""
SAME_HEADING = 0.05
"""What standing under the same heading adds to likeness."""
LARGEST_SEARCH = 250_000
"""Pairs beyond which likeness is only sought nearby."""
NEARBY = 100
"""How many places away "nearby" still is."""


@dataclass(frozen=True)
class Pair:
    """One Provision before and after; one of the two may be missing."""

    before: Provision | None
    after: Provision | None


def pair(before: Sequence[Provision], after: Sequence[Provision]) -> list[Pair]:
    """Every Provision of both sides exactly once, in the order of ``after``, what vanished beside its old neighbour."""
    alignment = _Alignment(before, after)
    alignment.by(lambda each: (each.key, each.text))
    alignment.by(lambda each: (each.path, each.text), unless=_common)
    alignment.by(lambda each: (each.text, each.stage), unless=_common)
    alignment.by(lambda each: (unnumbered(each.text), each.stage), unless=lambda each: not bears_number(each))
    alignment.by(lambda each: each.key, when=_still_itself)
    alignment.by_likeness()
    alignment.by(lambda each: each.key, when=lambda old, new: old.firm and new.firm)
    alignment.by_rows()
    alignment.by_shape()
    alignment.by_neighbours()
    alignment.in_order()
    return alignment.pairs()


def keep_keys(before: Sequence[Provision], after: Sequence[Provision]) -> tuple[Provision, ...]:
    """``after`` with the keys its Provisions had in ``before``, so that a key names one text through time.

    Only keys that are mere positions are kept so; an article's number or an item's identity is its own.
    """
    known = {id(each.after): each.before for each in pair(before, after) if each.before and each.after and not each.after.firm}
    kept = [replace(new, key=old.key) if (old := known.get(id(new))) else new for new in after]
    taken = {old.key for old in known.values() if old}
    return tuple(_with_free_key(new, taken) if id(old) not in known and not new.firm else new for old, new in zip(after, kept, strict=True))


def _with_free_key(provision: Provision, taken: set[str]) -> Provision:
    """A new Provision under a key that nobody has: its position may be that of another one earlier."""
    key = provision.key
    while key in taken:
        key = hashlib.sha256(f"{key} {provision.text}".encode()).hexdigest()[: len(provision.key)]
    taken.add(key)
    return replace(provision, key=key)


@lru_cache(maxsize=65536)
def words_of(text: str) -> frozenset[str]:
    """The words of a text as a set that counts them: the second "de" is another element than the first."""
    seen: Counter[str] = Counter()
    words = set()
    for word in re.findall(r"\w+|[€%$]", fold(text)):
        words.add(f"{word} {seen[word]}" if seen[word] else word)
        seen[word] += 1
    return frozenset(words)


def _words(provision: Provision) -> frozenset[str]:
    return words_of(f"{provision.label} {provision.text}")


def likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Dice's coefficient of the words of two Provisions with their labels, between 0 and 1."""
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def _still_itself(old: Provision, new: Provision) -> bool:
    return likeness(_words(old), _words(new)) >= (STILL_ITSELF if old.firm else PLAINLY_ALIKE)


def _common(provision: Provision) -> bool:
    """Whether the text is so short that the same words elsewhere mean nothing (a table's "206 €", an article's "...")."""
    return provision.firm and len(provision.text) < TELLING


def _may_take_its_place(old: Provision, new: Provision) -> bool:
    return min(len(old.text), len(new.text)) < TELLING or likeness(_words(old), _words(new)) >= ALONE


def _shape(text: str) -> str:
    """The text without its figures and spaces, empty where it has none: "12 à 18 mois" is "0à0mois"."""
    shape, figures = re.subn(r"\d+(?:[.,]\d+)*", "0", text)
    return "".join(shape.split()) if figures else ""


def _may_be_alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two texts are near enough in length to be alike, which costs less than to compare them."""
    return 2 * min(len(ours), len(theirs)) >= (ALIKE - SAME_HEADING) * (len(ours) + len(theirs))


def _around(places: Sequence[int], middle: int) -> Sequence[int]:
    return places[bisect_left(places, middle - NEARBY) : bisect_right(places, middle + NEARBY)]


@dataclass
class _Row:
    """A row of a table: its label, and by column the position and text of each cell."""

    label: str
    cells: dict[str, tuple[int, str]] = field(default_factory=dict)

    def shared(self, other: "_Row") -> int:
        """How many cells say the same in the same column."""
        return sum(1 for column, (_, text) in self.cells.items() if other.cells.get(column, (0, None))[1] == text)


def _rows(provisions: Sequence[Provision]) -> list[_Row]:
    """The rows of all tables, each a run of cells with one label."""
    rows: list[_Row] = []
    last = -2
    for position, cell in enumerate(provisions):
        if not (cell.firm and cell.label):
            continue
        column = cell.path.rpartition(" › ")[2]
        if last != position - 1 or rows[-1].label != cell.label or column in rows[-1].cells:
            rows.append(_Row(cell.label))
        rows[-1].cells[column] = (position, cell.text)
        last = position
    return rows


@dataclass
class _Alignment:
    before: Sequence[Provision]
    after: Sequence[Provision]
    matched: dict[int, int] = field(default_factory=dict)
    """Position in ``after`` → position in ``before``."""

    def _free(self) -> tuple[list[int], list[int]]:
        taken = set(self.matched.values())
        return (
            [position for position in range(len(self.before)) if position not in taken],
            [position for position in range(len(self.after)) if position not in self.matched],
        )

    def by(
        self,
        identity: Callable[[Provision], Hashable],
        *,
        unless: Callable[[Provision], bool] = lambda each: False,
        when: Callable[[Provision, Provision], bool] = lambda old, new: True,
    ) -> None:
        """Match, in order, what has the same identity on both sides."""
        old, new = self._free()
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for position in reversed(old):
            if not unless(self.before[position]):
                waiting[identity(self.before[position])].append(position)
        for position in new:
            candidates = waiting.get(identity(self.after[position]))
            if candidates and when(self.before[candidates[-1]], self.after[position]):
                self.matched[position] = candidates.pop()

    def by_likeness(self) -> None:
        """Match what is most alike first; among equals, what stands nearest."""
        taken: set[int] = set()
        for _, _, position, place in sorted(self._candidates(), reverse=True):
            if position not in self.matched and place not in taken:
                self.matched[position] = place
                taken.add(place)

    def by_rows(self) -> None:
        """Match the rows of tables that got another label and kept about half of their other cells."""
        ours, theirs = _rows(self.before), _rows(self.after)
        kept = {row.label for row in ours} & {row.label for row in theirs}
        waiting, renamed = ([row for row in rows if row.label not in kept] for rows in (ours, theirs))
        if len(waiting) * len(renamed) > LARGEST_SEARCH:
            return
        for new in renamed:
            old = max(waiting, key=lambda row: row.shared(new), default=None)
            if old and old.shared(new) and 2 * old.shared(new) >= max(len(old.cells), len(new.cells)) - 1:
                waiting.remove(old)
                self._match_cells(old, new)

    def _match_cells(self, old: "_Row", new: "_Row") -> None:
        taken = set(self.matched.values())
        for column, (position, _) in new.cells.items():
            place, _ = old.cells.get(column, (None, ""))
            if place is not None and place not in taken and position not in self.matched:
                self.matched[position] = place

    def by_shape(self) -> None:
        """Match, between the same neighbours and in order, texts that differ in their figures only: "€/£11 - €/£33"."""
        for places, positions in self._gaps():
            waiting: dict[str, list[int]] = defaultdict(list)
            for place in reversed(places):
                waiting[_shape(self.before[place].text)].append(place)
            for position in positions:
                if (shape := _shape(self.after[position].text)) and (candidates := waiting.get(shape)):
                    self.matched[position] = candidates.pop()

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The free places and positions, none of them firm, that lie between the same two matches or ends."""
        old, new = self._free()
        free = {place for place in old if not self.before[place].firm}
        for _, run in groupby(enumerate(new), lambda ranked: ranked[1] - ranked[0]):
            positions = [position for _, position in run]
            first = self.matched.get(positions[0] - 1, -1) + 1
            last = min(self.matched.get(positions[-1] + 1, len(self.before)), first + NEARBY)
            yield [place for place in range(first, last) if place in free], [place for place in positions if not self.after[place].firm]

    def by_neighbours(self) -> None:
        """Match what stands alone between the same neighbours, if short or still somewhat alike: "150 €" became "Gratuit"."""
        old, new = self._free()
        free = {place for place in old if not self.before[place].firm}
        for position in (position for position in new if not self.after[position].firm):
            place = self.matched.get(position - 1, -1 if position == 0 else len(self.before)) + 1
            behind = self.matched.get(position + 1, len(self.before) if position + 1 == len(self.after) else None)
            if place in free and behind == place + 1 and _may_take_its_place(self.before[place], self.after[position]):
                self.matched[position] = place

    def in_order(self) -> None:
        """Match the same text that stands several times under one heading in its order, whatever position it had."""
        same: dict[Hashable, list[int]] = defaultdict(list)
        for position, place in sorted(self.matched.items()):
            old, new = self.before[place], self.after[position]
            if old.text == new.text and not old.firm and not new.firm:
                same[old.text, old.path, new.path, old.stage, new.stage].append(position)
        for positions in same.values():
            self.matched.update(zip(positions, sorted(self.matched[position] for position in positions), strict=True))

    def _candidates(self) -> Iterator[tuple[float, int, int, int]]:
        """What is alike enough: the likeness, the nearness, the position and the place."""
        old, new = self._free()
        words = {place: _words(self.before[place]) for place in old}
        expected, nearby = self._expected(), len(old) * len(new) > LARGEST_SEARCH
        for position in new:
            ours, path, stage = _words(self.after[position]), self.after[position].path, self.after[position].stage
            for place in _around(old, expected[position]) if nearby else old:
                if self.before[place].stage is not stage:
                    continue  # future law that came into force takes the place of the law it replaces
                heading = SAME_HEADING if self.before[place].path == path else 0.0
                if _may_be_alike(ours, words[place]) and (score := likeness(ours, words[place]) + heading) >= ALIKE:
                    yield score, -abs(expected[position] - place), position, place

    def _expected(self) -> list[int]:
        """Where each position stood if nothing moved since the last match before it."""
        expected, place = [], -1
        for position in range(len(self.after)):
            place = self.matched.get(position, place + 1)
            expected.append(place)
        return expected

    def pairs(self) -> list[Pair]:
        """The result in the order of ``after``; what vanished follows the pair of the Provision that stood before it."""
        vanished = self._vanished_behind()
        result = [Pair(old, None) for old in vanished[-1]]
        for position, new in enumerate(self.after):
            place = self.matched.get(position)
            result.append(Pair(None if place is None else self.before[place], new))
            if place is not None:
                result.extend(Pair(old, None) for old in vanished[place])
        return result

    def _vanished_behind(self) -> dict[int, list[Provision]]:
        kept = set(self.matched.values())
        behind: dict[int, list[Provision]] = defaultdict(list)
        last = -1
        for place, old in enumerate(self.before):
            if place in kept:
                last = place
            else:
                behind[last].append(old)
        return behind
