"""The order in which news is told: the reader's language first, the latest state of each document, by Topic, the most significant first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alerts.messages.items import is_announced
from core.records import RecordedChange, RecordedEvent
from core.values import Significance, Stated

Place = tuple[str, str, str | None]
Value = tuple[str, str | None] | None


@dataclass(frozen=True)
class Told:
    """An Event as a digest tells it, with what it has overtaken of the earlier Events ``before`` it, the oldest first."""

    event: RecordedEvent
    before: tuple[RecordedEvent, ...] = ()


def shown_and_others(event: RecordedEvent, language: str) -> tuple[list[RecordedChange], list[RecordedChange]]:
    """The Changes to show in full and the others.

    Shown are those in the reader's language as each place says it now; where the Event is told again for what takes
    effect, that alone.
    """
    shown, others = in_readers_language(event.tellable, language)
    shown, overtaken = _latest_of_each_place(shown)
    binding = [change for change in shown if change.change.effective == event.takes_effect]
    if event.takes_effect and binding:
        return binding, [change for change in shown if change.change.effective != event.takes_effect] + overtaken + others
    return shown, overtaken + others


def in_readers_language(changes: Sequence[RecordedChange], language: str) -> tuple[list[RecordedChange], list[RecordedChange]]:
    """The Changes in the reader's language and the others; all where there are none in it."""
    ours = [change for change in changes if change.language == language]
    return (ours, [change for change in changes if change.language != language]) if ours else (list(changes), [])


def _latest_of_each_place(changes: Sequence[RecordedChange]) -> tuple[list[RecordedChange], list[RecordedChange]]:
    newest = {_place(change): change.id for change in sorted(changes, key=lambda each: (each.detected, each.id))}
    kept = [change for change in changes if newest[_place(change)] == change.id]
    return kept, [change for change in changes if newest[_place(change)] != change.id]


def _place(change: RecordedChange) -> Place:
    """What a later Change overtakes: a rule of another day stands beside the one that binds until then."""
    return change.watch, change.change.key, change.change.effective


def latest(news: Sequence[RecordedEvent], today: date) -> list[Told]:
    """The Events as things stand, each with what it has overtaken: earlier Changes of the same rule at the same place.

    Of an Event that is overtaken in part, what still stands is told by itself.
    """
    told: list[Told] = []
    for event in sorted(news, key=lambda each: (each.told, each.id)):
        before, others = list[RecordedEvent](), list[Told]()
        for each in told:
            overtaken, standing = _parted(each, event, today)
            before += overtaken
            others += [standing] if standing else []
        told = [*others, Told(event, tuple(before))]
    return told


def _parted(told: Told, later: RecordedEvent, today: date) -> tuple[list[RecordedEvent], Told | None]:
    """What a later Event overtakes, and what still stands."""
    *before, (overtaken, standing) = (_split(event, later, today) for event in (*told.before, told.event))
    gone = [part for part, _ in before if part] + ([overtaken] if overtaken else [])
    kept = tuple(part for _, part in before if part)
    return (gone, Told(standing, kept)) if standing else ([*kept, *gone], None)


def _split(event: RecordedEvent, later: RecordedEvent, today: date) -> tuple[RecordedEvent | None, RecordedEvent | None]:
    gone = [change for change in event.tellable if any(_overtakes(newer, change, today) for newer in later.tellable)]
    said = {values for change in gone if (values := _values(change))}
    overtaken = [change for change in event.tellable if change in gone or _values(change) in said]
    return _only(event, overtaken), _only(event, [change for change in event.tellable if change not in overtaken])


def _only(event: RecordedEvent, changes: Sequence[RecordedChange]) -> RecordedEvent | None:
    """The Event with these of its Changes alone, ``None`` without any."""
    if len(changes) == len(event.tellable):
        return event if changes else None
    significance = Significance.highest([change.change.significance for change in changes])
    return replace(event, changes=tuple(changes), significance=significance) if changes else None


def _overtakes(newer: RecordedChange, change: RecordedChange, today: date) -> bool:
    """Whether a Change goes on from where another arrived; of two values in one place, each is told for itself."""
    if _rule(newer, today) != _rule(change, today):
        return False
    left, arrived = ({value for _, value, _ in _values(newer)}, {value for _, _, value in _values(change)})
    return not left or not arrived or not left.isdisjoint(arrived) or _values(newer) == _values(change)


def _rule(change: RecordedChange, today: date) -> Place:
    """Of two rules that bind the newer is so; what is announced stands beside what binds until then."""
    watch, key, effective = _place(change)
    return watch, key, effective if is_announced(change, today) else None


def _values(change: RecordedChange) -> frozenset[tuple[str, Value, Value]]:
    """Type, value before and value after: what language versions and pages of one Event have in common."""
    return frozenset((each.type, _value(each.before), _value(each.after)) for each in change.change.facts)


def _value(stated: Stated | None) -> Value:
    return (stated.value, stated.unit) if stated else None


def by_topic(news: Sequence[Told], topics: Sequence[str]) -> Iterator[tuple[str, list[Told]]]:
    """The news under one Topic each, the Topic with the most significant news first; "" where an Event has none."""
    groups: dict[str, list[Told]] = {}
    for told in sorted(news, key=lambda each: (-each.event.significance.rank, each.event.id)):
        groups.setdefault(_topic(told.event, topics), []).append(told)
    yield from sorted(groups.items(), key=lambda group: -Significance.highest([each.event.significance for each in group[1]]).rank)


def _topic(event: RecordedEvent, topics: Sequence[str]) -> str:
    return next((topic for topic in topics if topic in event.topics), next(iter(event.topics), ""))
