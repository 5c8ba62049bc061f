"""What Changes say beside each other: a value that only went into the next paragraph, and many texts that vanish together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.values import Change, FactChange, Kind, Significance
from differ.conditions import DOUBT
from differ.facts import facts
from differ.surroundings import Seen
from differ.thresholds import threshold

VANISHED = f"{DOUBT}many texts vanished together"

Told = tuple[int, FactChange]


def with_losses(changes: Sequence[Change]) -> list[Change]:
    """The Changes, those of texts that vanished major where so many did and so few took their place."""
    gone = [change for change in changes if change.kind is Kind.REPEAL and change.significance is Significance.MINOR]
    come = [change for change in changes if change.kind is Kind.INSERTION]
    if len(gone) - len(come) < threshold("many_vanished"):
        return list(changes)
    told = {id(change) for change in gone}
    return [
        replace(each, significance=Significance.MAJOR, reasons=(*each.reasons, VANISHED)) if id(each) in told else each for each in changes
    ]


def without_moved_values(changes: Sequence[Change], language: str | None) -> list[Change]:
    """The Changes without the values that one lost and another under the same heading gained, beside the same words."""
    lost: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    moved: set[tuple[int, FactChange]] = set()
    for place, change in enumerate(changes):
        for fact in change.facts:
            if fact.after is None and fact.before:
                lost[change.path, fact.type, fact.before.value, fact.before.unit].append((place, fact))
    for place, change in enumerate(changes):
        for fact in change.facts:
            if fact.before is None and fact.after:
                waiting = lost[change.path, fact.type, fact.after.value, fact.after.unit]
                ours = _words_beside(change.after or "", fact, language)
                partner = next(
                    (
                        each
                        for each in waiting
                        if each[0] != place and ours & _words_beside(changes[each[0]].before or "", each[1], language)
                    ),
                    None,
                )
                if partner:
                    waiting.remove(partner)
                    moved |= {partner, (place, fact)}
    return [
        replace(change, facts=tuple(fact for fact in change.facts if (place, fact) not in moved)) for place, change in enumerate(changes)
    ]


def _words_beside(text: str, change: FactChange, language: str | None) -> set[str]:
    """The longer words around each place where a text states the value."""
    return set(_telling(text, change, language))


def _telling(text: str, change: FactChange, language: str | None) -> Iterator[str]:
    side = change.before or change.after
    for fact in facts(text, language):
        if fact.stated() == side:
            seen = Seen.of(fact, text)
            yield from (word for word in (*seen.lead, *seen.tail) if len(word) >= threshold("telling_word"))
