"""The order in which news is told: the reader's language first, the latest state of each document, by Topic, the most significant first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.records import RecordedChange, RecordedEvent
from core.values import Significance

Place = tuple[str, str, str | None]


@dataclass(frozen=True)
class Told:
    """An Event as a digest tells it, with the earlier Events ``before`` it that it has overtaken, the oldest first."""

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


def latest(news: Sequence[RecordedEvent]) -> list[Told]:
    """The Events that tell how things stand, each with those that it has overtaken: they told of the same places only, before."""
    told: list[tuple[set[Place], Told]] = []
    for event in sorted(news, key=lambda each: (each.told, each.id)):
        places, before, others = _places(event), list[RecordedEvent](), list[tuple[set[Place], Told]]()
        for covered, each in told:
            if covered <= places:
                before += [*each.before, each.event]
            else:
                others.append((covered, each))
        told = [*others, (places, Told(event, tuple(before)))]
    return [each for _, each in told]


def _places(event: RecordedEvent) -> set[Place]:
    return {_place(change) for change in event.changes}


def by_topic(news: Sequence[Told], topics: Sequence[str]) -> Iterator[tuple[str, list[Told]]]:
    """The news under one Topic each, the Topic with the most significant news first; "" where an Event has none."""
    groups: dict[str, list[Told]] = {}
    for told in sorted(news, key=lambda each: (-each.event.significance.rank, each.event.id)):
        groups.setdefault(_topic(told.event, topics), []).append(told)
    yield from sorted(groups.items(), key=lambda group: -Significance.highest([each.event.significance for each in group[1]]).rank)


def _topic(event: RecordedEvent, topics: Sequence[str]) -> str:
    return next((topic for topic in topics if topic in event.topics), next(iter(event.topics), ""))
