"""Which Event concerns which Subscription, and why."""

from collections.abc import Iterable, Mapping

from alerts.items import day_of
from alerts.words import day_in_full, label, listed, words
from core.clock import BRUSSELS
from core.records import RecordedChange, RecordedEvent
from core.watchlist import Subscriber, Topic


def match(event: RecordedEvent, subscriber: Subscriber, labels: Mapping[str, Topic]) -> str | None:
    """Why the Event concerns the Subscription, in the subscriber's language, or ``None``.

    Topics, sources and watches are each a choice ("one of these"); all that are given must hold. None given
    means everything. Significance is a minimum. Technical Changes and the frequency ``off`` never match.
    """
    if subscriber.frequency == "off" or event.significance.rank < subscriber.significance.rank:
        return None
    topics = [topic for topic in subscriber.topics if topic in event.topics]
    changes = [change for change in event.changes if not change.technical and _is_from(change, subscriber)]
    if not changes or (subscriber.topics and not topics):
        return None
    return _reason(event, subscriber, [label(topic, labels, subscriber.language) for topic in topics], changes)


def _is_from(change: RecordedChange, subscriber: Subscriber) -> bool:
    wanted_source = not subscriber.sources or change.source in subscriber.sources
    return wanted_source and (not subscriber.watches or change.watch in subscriber.watches)


def _reason(event: RecordedEvent, subscriber: Subscriber, topics: list[str], changes: list[RecordedChange]) -> str:
    language = subscriber.language
    said = words(language)["reason"]
    parts = [said["topic" if len(topics) == 1 else "topics"].format(listed(language, topics))] if topics else []
    if subscriber.sources:
        parts.append(said["source"].format(listed(language, _distinct(change.source_name for change in changes))))
    if subscriber.watches:
        parts.append(said["watch"].format(listed(language, _distinct(change.watch for change in changes))))
    if day := day_of(event.takes_effect):
        told = event.told.astimezone(BRUSSELS).date()
        parts.append(said["takes_effect" if day == told else "took_effect"].format(day_in_full(day, language)))
    return ", ".join([*(parts or [said["everything"]]), said["significance"][event.significance]])


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
