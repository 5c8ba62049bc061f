"""What a Subscription asks for, in words: for the mail that asks to confirm it and for the page of choices."""

from collections.abc import Iterator, Mapping

from alerts.words import label, listed, words
from core.watchlist import Choices, Topic


def choices_in_words(choices: Choices, topics: Mapping[str, Topic], sources: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """What was chosen and how, as pairs of a name and a value; a kind of choice that was left open is not told, but for Topics."""
    names = words(language)["choices"]["labels"]
    return [(names[kind], value) for kind, value in _told(choices, topics, sources, language) if value]


def _told(choices: Choices, topics: Mapping[str, Topic], sources: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    said = words(language)["choices"]
    chosen = listed(language, [label(topic, topics, language) for topic in choices.topics])
    together = choices.match_topics == "all" and len(choices.topics) > 1
    yield "topics", (said["all_of"].format(chosen) if together else chosen) or said["everything"]
    yield "sources", listed(language, [sources.get(source, source) for source in choices.sources])
    yield "watches", listed(language, choices.watches)
    yield "rules", listed(language, [said["rule"][rule] for rule in choices.rules])
    yield "stages", listed(language, [said["stage"][stage] for stage in choices.stages])
    yield "words", listed(language, choices.words)
    yield "significance", said["significance"][choices.significance]
    yield "frequency", said["frequency"][choices.frequency]
    yield "quiet_hours", _quiet_hours(choices, language)
    yield "when_nothing_changed", said["quiet_weeks"][choices.when_nothing_changed] if _is_digest(choices) else ""
    yield "language", said["language"][choices.language]


def _is_digest(choices: Choices) -> bool:
    return choices.frequency not in ("immediate", "off")


def _quiet_hours(choices: Choices, language: str) -> str:
    if not choices.quiet_hours or choices.frequency != "immediate":
        return ""
    start, end = choices.quiet_hours.split("-")
    return str(words(language)["choices"]["quiet_hours"].format(start=start, end=end, zone=choices.time_zone))
