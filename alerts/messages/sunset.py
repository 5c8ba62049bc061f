"""The message about a rule that ends by itself: how many days are left, the sentence that says so, where it stands, and what proves it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from alerts.coming.upcoming import Ahead, headlines, in_language
from alerts.messages.rendering import rendered
from alerts.messages.subjects import subject
from alerts.messages.values import Message, Reader
from alerts.words import clean, counted, day_in_full, day_in_short, instant_in_full, label, on_one_line, words
from core.records import RecordedChange
from core.watchlist import Topic

TEXTS = 6
"""How many of the texts that state an end are quoted."""


def sunset(end: Ahead, today: date, reader: Reader, labels: Mapping[str, Topic]) -> Message:
    """The message about an end that comes near; the texts in the reader's language are quoted first."""
    language, said, told = reader.language, words(reader.language)["sunset"], headlines(end.event, reader.language)
    named = [label(topic, labels, language) for topic in end.event.topics]
    left = counted(language, "days_left", (end.day - today).days)
    badge = f"[{said['badge'].format(left=left, day=day_in_short(end.day, language))}]"
    return rendered(
        "sunset",
        language,
        subject(badge, named[:1], told[0], counted(language, "others", len(told) - 1), language),
        end.event.topics,
        site=reader.site,
        badge=badge,
        topics=named,
        headlines=told,
        left=left,
        day=day_in_full(end.day, language),
        texts=[_text(each, language) for each in in_language(end.event, language)[:TEXTS]],
        reasons=list(reader.reasons),
    )


def _text(told: RecordedChange, language: str) -> dict[str, Any]:
    """One text that states the end: its sentence, its place and its evidence."""
    names = words(language)["language_names"]
    return {
        "sentence": clean(told.change.after or ""),
        "place": on_one_line(told.change.path),
        "language": told.language,
        "source": f"{on_one_line(told.source_name)}, {names.get(told.language, told.language)}",
        "url": on_one_line(told.url),
        "seen": instant_in_full(told.after.instant, language),
        "sha256": told.after.sha256,
    }
