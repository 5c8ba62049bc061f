"""The message that corrects what readers were told: what it was and when, what is right instead, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.messages.items import headline
from alerts.messages.rendering import rendered
from alerts.messages.subjects import LONGEST, fitting
from alerts.messages.values import Message, Reader
from alerts.words import clean, label, moment, words
from core.folding import fold
from core.records import RecordedChange, Rectified
from core.watchlist import Topic


@dataclass(frozen=True)
class Correction:
    """A Change, what is said of it now, and when something else was said of it before, if so."""

    recorded: RecordedChange
    rectified: Rectified
    replaces: datetime | None = None


def rectification(correction: Correction, told: Sequence[tuple[datetime, str]], reader: Reader, labels: Mapping[str, Topic]) -> Message:
    """The message about one rectified Change; ``told`` are the reader's messages that said it, each with its instant and subject."""
    recorded, rectified, language = correction.recorded, correction.rectified, reader.language
    said = words(language)["rectification"]
    before = headline(replace(recorded, rectified=None), language)
    return rendered(
        "rectification",
        language,
        _subject(said["subject"][rectified.kind], before, _topic(recorded, before, language, labels), language),
        recorded.topics,
        site=reader.site,
        intro=said["intro"][rectified.kind],
        before=before,
        told=[(said["told_in"].format(when=moment(instant, language)), subject) for instant, subject in told],
        is_withdrawn=rectified.kind == "withdrawn",
        note=clean(rectified.note),
        to_do=said["what_to_do"][rectified.kind],
        replaces=said["replaces"].format(when=moment(correction.replaces, language)) if correction.replaces else "",
        source=recorded.source_name,
        url=recorded.url,
        history=f"{reader.site.rstrip('/')}/changes/{recorded.id}",
        reasons=[said["reason"]],
    )


def _subject(wording: str, before: str, topic: str, language: str) -> str:
    whole = wording.format(topic=topic, headline=before)
    room = LONGEST - len(wording.format(topic="", headline=""))
    return whole if len(whole) <= LONGEST else wording.format(topic="", headline=fitting(before, room, language))


def _topic(recorded: RecordedChange, headline_told: str, language: str, labels: Mapping[str, Topic]) -> str:
    name = label(recorded.topics[0], labels, language) if recorded.topics else ""
    return f"{name} · " if name and fold(name) not in fold(headline_told) else ""
