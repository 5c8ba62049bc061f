"""The digest of a window: what to do, what changed by Topic, what is only announced, what comes near, what was looked at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alerts.messages.event import SIGNS, own_pages
from alerts.messages.grouping import Told, by_topic, latest, shown_and_others
from alerts.messages.items import SHORT, headline, how_far, item
from alerts.messages.rendering import rendered
from alerts.messages.values import NO_PAGES, Coverage, Message, OurPages, Reader, Standing, Unread, Upcoming, Window
from alerts.words import counted, day_in_full, label, moment, on_one_line, words
from core.clock import BRUSSELS
from core.records import RecordedEvent
from core.values import Significance
from core.watchlist import Topic

HEADLINES = 9
"""How many Changes of one news a digest tells in a sentence each."""
IN_CHAT = 8
"""How many pieces of news of a section a chat is told."""
WITH_TEXTS = 15
"""How many pieces of news a digest shows with their texts; beyond that five minutes would not do."""


def digest(  # noqa: PLR0913, PLR0917 - what happened, what is left to do, and all that is particular to who reads it
    news: Sequence[RecordedEvent],
    coverage: Coverage,
    window: Window,
    reader: Reader,
    labels: Mapping[str, Topic],
    upcoming: Sequence[Upcoming] = (),
    ours: OurPages = NO_PAGES,
) -> Message:
    """The message about a window; where nothing changed it says so, and by what it knows.

    What is in force stands apart from what is announced; a document that changed twice is told as it is now.
    """
    language, today = reader.language, window.end.astimezone(BRUSSELS).date()
    return rendered(
        "digest",
        language,
        _subject(news, len(coverage.unread) + len(ours.unread), window, language, upcoming),
        list(dict.fromkeys(topic for event in news for topic in event.topics)),
        site=reader.site,
        start=moment(window.start, language),
        end=moment(window.end, language),
        sections=list(_sections(news, reader, labels, today)),
        upcoming=[_upcoming(each, language) for each in sorted(upcoming, key=lambda each: each.day)],
        pages=own_pages(ours.to_do, language),
        corrected=own_pages(ours.corrected, language, "corrected"),
        standing=[_standing(each, language) for each in ours.standing],
        coverage=_coverage(coverage, language),
        unread_of_ours=_unread(ours.unread, language),
        reasons=list(reader.reasons),
    )


def _standing(each: Standing, language: str) -> dict[str, str]:
    """An organisation and how its pages stand, in words."""
    numbers = {"own_pages": each.pages, "claims": each.claims, "sentences": each.wrong}
    parts = [counted(language, noun, number) for noun, number in numbers.items()]
    if each.average is not None and each.oldest:
        oldest = words(language)["digest"]["oldest"].format(day=day_in_full(each.oldest, language))
        parts += [counted(language, "days_wrong", each.average), oldest]
    return {"name": on_one_line(each.name), "says": ", ".join(parts)}


def _subject(news: Sequence[RecordedEvent], unread: int, window: Window, language: str, upcoming: Sequence[Upcoming]) -> str:
    major = sum(event.significance is Significance.MAJOR for event in news)
    changes = counted(language, "changes", len(news)) + (counted(language, "of_them_major", major) if len(news) > 1 else "")
    dates = [counted(language, "upcoming", len(upcoming))] if upcoming else []
    parts = [changes, *dates, counted(language, "unread", unread)]
    return f"{words(language)['digest']['period'][window.frequency]} · {', '.join(parts)}"


def _sections(news: Sequence[RecordedEvent], reader: Reader, labels: Mapping[str, Topic], today: date) -> Iterator[dict[str, Any]]:
    """What is in force, what is of an unknown day, and what is announced: each by Topic, the most significant first."""
    language, said, left, told = reader.language, words(reader.language), WITH_TEXTS, latest(news, today)
    for name in ("in_force", "undated", "announced"):
        groups = []
        for topic, group in by_topic([each for each in told if _section(each.event, today) == name], reader.topics):
            told_of_topic = [_news(each, reader, today, with_text=number < left) for number, each in enumerate(group)]
            left -= len(group)
            groups.append((label(topic, labels, language) or said["digest"]["no_topic"], told_of_topic))
        if groups:
            of_section = [each for _, told_of_topic in groups for each in told_of_topic]
            rest = counted(language, "changes", len(of_section) - IN_CHAT) if len(of_section) > IN_CHAT else ""
            yield {"title": said["digest"][name], "groups": groups, "first": of_section[:IN_CHAT], "rest": f"… + {rest}" if rest else ""}


def _section(event: RecordedEvent, today: date) -> str:
    """Where an Event belongs: it is in force as soon as one of its rules is, announced where none is."""
    stages = {how_far(change, today) for change in event.changes}
    return next(name for name in ("in_force", "undated", "announced") if name in stages)


def _news(told: Told, reader: Reader, today: date, *, with_text: bool) -> dict[str, Any]:
    language = reader.language
    shown, others = shown_and_others(told.event, language)
    # Another language version that says the same is not told twice.
    further = list(dict.fromkeys(headline(change, language) for change in [*shown, *others]))[1:]
    also = further[: HEADLINES - 1] if with_text else []
    return {
        "item": item(shown[0], language, reader.site, today, SHORT),
        "level": told.event.significance,
        "sign": SIGNS.get(told.event.significance, ""),
        "with_text": with_text,
        "also": also,
        "more": counted(language, "more", len(further) - len(also)),
        "earlier": list(_earlier(told, language)),
    }


def _earlier(told: Told, language: str) -> Iterator[str]:
    """What was so before in the period, each once, the oldest first."""
    overtaken = [change for event in told.before for change in shown_and_others(event, language)[0]]
    yield from list(dict.fromkeys(headline(change, language) for change in overtaken))[-HEADLINES:]


def _upcoming(each: Upcoming, language: str) -> dict[str, str]:
    kind = words(language)["upcoming"].get(each.kind, "")
    days = counted(language, "days_left", each.days)
    return {
        "day": day_in_full(each.day, language),
        "left": days,
        "says": on_one_line(each.says),
        "kind": kind,
        "url": on_one_line(each.url),
    }


def _coverage(coverage: Coverage, language: str) -> dict[str, Any]:
    numbers = [counted(language, name, getattr(coverage, name)) for name in ("checked", "unchanged", "changed", "other")]
    return {
        "numbers": ", ".join(filter(None, numbers)),
        "unasked": counted(language, "unasked", coverage.unasked),
        "unread": _unread(coverage.unread, language),
    }


def _unread(unread: Sequence[Unread], language: str) -> list[dict[str, str]]:
    said = words(language)
    return [
        {
            "says": said["digest"]["unread_since"].format(
                name=on_one_line(each.name),
                kind=said["incident"].get(each.kind, each.kind),
                since=day_in_full(each.since.astimezone(BRUSSELS).date(), language),
            ),
            "url": on_one_line(each.url),
        }
        for each in unread
    ]
