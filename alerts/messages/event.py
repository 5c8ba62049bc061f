"""The alert about one Event: what changed, since when, who is concerned, then the texts and what proves them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alerts.messages.concerned import who_keeps_the_old_rule
from alerts.messages.grouping import shown_and_others
from alerts.messages.items import Item, effect_in_short, headline_without_effect, item, significance_in_words
from alerts.messages.rendering import rendered
from alerts.messages.subjects import subject
from alerts.messages.values import Message, PageTasks
from alerts.words import counted, label, words
from core.clock import BRUSSELS
from core.records import RecordedChange, RecordedEvent
from core.watchlist import Topic

FULL_ITEMS = 12
"""How many Changes an alert shows with their texts; the others in a sentence each, with a link."""
SIGNS = {"major": "🔴", "minor": "🟠"}
"""Beside the word, never in its place."""


def alert(  # noqa: PLR0913, PLR0917 - an Event and all that is particular to who reads of it
    event: RecordedEvent,
    reasons: Sequence[str],
    language: str,
    site: str,
    labels: Mapping[str, Topic],
    pages: Sequence[PageTasks] = (),
) -> Message:
    """The message about one Event; ``pages`` are the reader's own pages that state what is no longer so."""
    today = event.told.astimezone(BRUSSELS).date()
    shown, others = shown_and_others(event, language)
    items = [item(change, language, site, today) for change in shown]
    badge = _badge(event, shown[0], language, today)
    return rendered(
        "alert",
        language,
        _subject(event, badge, shown, language, labels),
        event.topics,
        site=site,
        badge=badge,
        sign=SIGNS.get(event.significance, ""),
        topics=[label(topic, labels, language) for topic in event.topics],
        note=words(language)["alert"][f"{_again(event)}_note"] if event.revision > 1 else "",
        items=items[:FULL_ITEMS],
        more=items[FULL_ITEMS:],
        elsewhere=_elsewhere(others, {each.sentence for each in items}, language, site, today),
        keeps=_keeps(shown),
        pages=own_pages(pages, language),
        reasons=list(reasons),
    )


def _subject(event: RecordedEvent, badge: str, shown: Sequence[RecordedChange], language: str, labels: Mapping[str, Topic]) -> str:
    again = f" {words(language)['alert'][_again(event)]} ·" if event.revision > 1 else ""
    topic = [label(topic, labels, language) for topic in event.topics[:1]]
    others = counted(language, "others", len(shown) - 1)
    return subject(f"{badge}{again}", topic, headline_without_effect(shown[0], language), others, language)


def _again(event: RecordedEvent) -> str:
    """Why an Event is told again: it says more, or what it announced binds now."""
    return "takes_effect" if event.takes_effect else "update"


def _badge(event: RecordedEvent, first: RecordedChange, language: str, today: date) -> str:
    return f"[{' · '.join([significance_in_words(event.significance, language), *effect_in_short(first, language, today)])}]"


def _elsewhere(others: Sequence[RecordedChange], told: set[str], language: str, site: str, today: date) -> list[tuple[Item, list[str]]]:
    """Each other page or language version once, with those of its sentences that are not told already."""
    found: dict[str, tuple[Item, list[str]]] = {}
    for change in others:
        each = item(change, language, site, today)
        _, sentences = found.setdefault(each.url, (each, []))
        if each.sentence not in told:
            sentences.append(each.sentence)
    return list(found.values())


def _keeps(shown: Sequence[RecordedChange]) -> list[tuple[str, str]]:
    """The sentences that say who keeps the old rule, each with the language it is in."""
    sentences = [(change.language, sentence) for change in shown for sentence in who_keeps_the_old_rule(change.change, change.language)]
    return list(dict.fromkeys(sentences))


def own_pages(pages: Sequence[PageTasks], language: str, noun: str = "sentences") -> list[dict[str, Any]]:
    """The pages with how many of their sentences are to be reviewed (or ``corrected``), in words."""
    return [{"page": each.page, "url": each.url, "says": counted(language, noun, each.sentences)} for each in pages]
