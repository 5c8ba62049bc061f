"""The order in which news is told: the reader's language first, by Topic, the most significant first."""

from collections.abc import Iterator, Sequence

from core.records import RecordedChange, RecordedEvent
from core.values import Significance


def in_readers_language(changes: Sequence[RecordedChange], language: str) -> tuple[list[RecordedChange], list[RecordedChange]]:
    """The Changes to show in full and the others: those in the reader's language, or all where there are none."""
    ours = [change for change in changes if change.language == language]
    return (ours, [change for change in changes if change.language != language]) if ours else (list(changes), [])


def by_topic(news: Sequence[RecordedEvent], topics: Sequence[str]) -> Iterator[tuple[str, list[RecordedEvent]]]:
    """The Events under one Topic each, the Topic with the most significant news first; "" where an Event has none."""
    groups: dict[str, list[RecordedEvent]] = {}
    for event in sorted(news, key=lambda each: (-each.significance.rank, each.id)):
        groups.setdefault(_topic(event, topics), []).append(event)
    yield from sorted(groups.items(), key=lambda group: -Significance.highest([each.significance for each in group[1]]).rank)


def _topic(event: RecordedEvent, topics: Sequence[str]) -> str:
    return next((topic for topic in topics if topic in event.topics), next(iter(event.topics), ""))
