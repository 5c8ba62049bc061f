"""Which Event concerns which Subscription, and why."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from alerts.messages.items import day_of
from alerts.words import day_in_full, label, listed, words
from core.clock import BRUSSELS
from core.folding import fold
from core.records import RecordedChange, RecordedEvent
from core.watchlist import Choices, Topic

Found = Sequence[tuple[RecordedChange, list[str]]]
"""The Changes that are wanted, each with the words found in it."""

SHORT_WORD = 3
"""Letters of a word that must stand alone; a longer one may also be the beginning of a word."""


def match(event: RecordedEvent, choices: Choices, labels: Mapping[str, Topic]) -> str | None:
    """Why the Event concerns whoever made these choices, in their language, or ``None``.

    Of each kind of choice one suffices (of Topics all, where asked for); all kinds that are given must hold, none given
    means everything. Source, Watch, rule, stage and word must hold for one and the same Change; Topics and the
    minimum of significance for the Event. Technical Changes and the frequency ``off`` never match.
    """
    if choices.frequency == "off" or event.significance.rank < choices.significance.rank or not _has_topics(event, choices):
        return None
    changes = [change for change in event.tellable if _is_wanted(change, choices)]
    found = [(change, _words_in(change, choices.words)) for change in changes]
    wanted = [(change, words_found) for change, words_found in found if words_found or not choices.words]
    return _reason(event, choices, labels, wanted) if wanted else None


def _has_topics(event: RecordedEvent, choices: Choices) -> bool:
    enough = all if choices.match_topics == "all" else any
    return not choices.topics or enough(topic in event.topics for topic in choices.topics)


def _is_wanted(change: RecordedChange, choices: Choices) -> bool:
    return (
        (not choices.sources or change.source in choices.sources)
        and (not choices.watches or change.watch in choices.watches)
        and (not choices.rules or change.change.rule in choices.rules)
        and (not choices.stages or change.stage in choices.stages)
    )


def _words_in(change: RecordedChange, wanted: Sequence[str]) -> list[str]:
    """Those of the wanted words that the Change says: in its place, its texts or its summaries."""
    if not wanted:
        return []
    said = change.change
    text = _searched((said.path, said.before or "", said.after or "", *said.summary.values()))
    return [word for word in wanted if _says(text, _folded(word))]


@lru_cache(maxsize=1024)
def _searched(texts: tuple[str, ...]) -> str:
    """The texts folded, a line each: one Event is matched with thousands of Subscriptions."""
    return "\n".join(map(fold, texts))


_folded = lru_cache(maxsize=4096)(fold)


def _says(text: str, word: str) -> bool:
    # Looking for the letters is a hundred times quicker than looking for the word, and mostly they are not there.
    return bool(word) and word in text and _pattern(word).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """A word or phrase where it stands whole, or where its last word, if it is not short, begins another."""
    last = re.split(r"\W", word)[-1]
    return re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(last) <= SHORT_WORD else ""))


def _reason(event: RecordedEvent, choices: Choices, labels: Mapping[str, Topic], wanted: Found) -> str:
    language = choices.language
    said = words(language)["reason"]
    applied = _applied(event, choices, labels, wanted)
    parts = [said[kind](len(names), names=listed(language, names)) for kind, names in applied if names]
    if day := day_of(event.takes_effect):
        told = event.told.astimezone(BRUSSELS).date()
        parts.append(said["takes_effect" if day == told else "took_effect"].format(day_in_full(day, language)))
    return ", ".join([*(parts or [said["everything"]]), said["significance"][event.significance]])


def _applied(event: RecordedEvent, choices: Choices, labels: Mapping[str, Topic], wanted: Found) -> Iterator[tuple[str, list[str]]]:
    """Each kind of choice by its word, with the names of those that applied."""
    names, changes = words(choices.language)["choices"], [change for change, _ in wanted]
    yield "topic", [label(topic, labels, choices.language) for topic in choices.topics if topic in event.topics]
    yield "source", _distinct(change.source_name for change in changes) if choices.sources else []
    yield "watch", _distinct(change.watch for change in changes) if choices.watches else []
    yield "rule", _distinct(names["rule"][change.change.rule] for change in changes) if choices.rules else []
    yield "stage", _distinct(names["stage"][change.stage] for change in changes) if choices.stages else []
    yield "word", [word for word in choices.words if any(word in found for _, found in wanted)]


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
