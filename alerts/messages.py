"""Messages as people receive them: pure functions from values to subject, HTML and text.

HTML and text say the same. The HTML needs no images, no style sheet and no script, and leaves the
background to the reader's own program, so that it is readable in dark mode.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from alerts.claims import in_three
from alerts.grouping import by_topic, in_readers_language
from alerts.items import SHORT, effect_in_short, headline, headline_without_effect, is_announced, item, significance_in_words
from alerts.words import TEMPLATES, clean, counted, day_in_full, label, moment, on_one_line, words
from core import models
from core.clock import BRUSSELS
from core.links import safe_link
from core.records import RecordedChange, RecordedEvent
from core.watchlist import Page, Topic

FULL_ITEMS = 12
HEADLINES = 9
"""How many Changes of one news a digest tells in a sentence each."""


@dataclass(frozen=True)
class Message:
    """One message, ready for any recipient of its language; ``tags`` are its Topics."""

    subject: str
    html: str
    text: str
    tags: tuple[str, ...] = ()
    markdown: str = ""


@dataclass(frozen=True)
class Unread:
    """A Watch that cannot be read, and since when."""

    name: str
    url: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class Coverage:
    """What was looked at in a window: numbers of Watches, and those that could not be read."""

    checked: int
    unchanged: int
    changed: int
    unasked: int = 0
    unread: tuple[Unread, ...] = ()


def alert(event: RecordedEvent, reasons: Sequence[str], language: str, site: str, labels: Mapping[str, Topic]) -> Message:
    """The message about one Event: old → new first, then since when, the redline, the place and the evidence."""
    today = event.told.astimezone(BRUSSELS).date()
    shown, others = _shown(event, language)
    items = [item(change, language, site, today) for change in shown[:FULL_ITEMS]]
    more = [item(change, language, site, today) for change in [*shown[FULL_ITEMS:], *others]]
    return _message(
        "alert",
        language,
        _alert_subject(event, shown, language, labels),
        event.topics,
        site=site,
        badge=_badge(event, shown[0], language),
        topics=[label(topic, labels, language) for topic in event.topics],
        note=words(language)["alert"][f"{_again(event)}_note"] if event.revision > 1 else "",
        items=items,
        more=more,
        reasons=list(reasons),
    )


def _alert_subject(event: RecordedEvent, shown: Sequence[RecordedChange], language: str, labels: Mapping[str, Topic]) -> str:
    others = counted(language, "others", len(shown) - 1)
    topic = f"{label(event.topics[0], labels, language)} · " if event.topics else ""
    update = f"{words(language)['alert'][_again(event)]} · " if event.revision > 1 else ""
    return f"{_badge(event, shown[0], language)} {update}{topic}{headline_without_effect(shown[0], language)}{others}"


def _shown(event: RecordedEvent, language: str) -> tuple[list[RecordedChange], list[RecordedChange]]:
    """The Changes to show in full and the others; where the Event is told again for what takes effect, that alone in full."""
    shown, others = in_readers_language([change for change in event.changes if not change.technical], language)
    binding = [change for change in shown if change.change.effective == event.takes_effect] if event.takes_effect else shown
    return binding or shown, [change for change in shown if binding and change not in binding] + others


def _again(event: RecordedEvent) -> str:
    """Why an Event is told again: it says more, or what it announced binds now."""
    return "takes_effect" if event.takes_effect else "update"


def _badge(event: RecordedEvent, first: RecordedChange, language: str) -> str:
    today = event.told.astimezone(BRUSSELS).date()
    return f"[{' · '.join([significance_in_words(event.significance, language), *effect_in_short(first, language, today)])}]"


@dataclass(frozen=True)
class Window:
    """The time ``(start, end]`` that a digest of ``frequency`` tells about."""

    frequency: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Reader:
    """Who reads a digest: language, the website's address, the Topics chosen in order (none means all), and the reasons."""

    language: str
    site: str
    topics: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def digest(news: Sequence[RecordedEvent], coverage: Coverage, window: Window, reader: Reader, labels: Mapping[str, Topic]) -> Message:
    """The message about a window: what changed by Topic, what is only announced, and what was looked at.

    Where nothing changed it says so, and by what it knows.
    """
    language, site, said = reader.language, reader.site, words(reader.language)
    today = window.end.astimezone(BRUSSELS).date()
    announced = [event for event in news if all(is_announced(change, today) for change in event.changes)]
    current = [event for event in news if event not in announced]

    def section(events: Sequence[RecordedEvent]) -> list[tuple[str, list[dict[str, Any]]]]:
        return [
            (label(topic, labels, language) or said["digest"]["no_topic"], [_news(each, language, site, today) for each in group])
            for topic, group in by_topic(events, reader.topics)
        ]

    counts = [counted(language, "changes", len(news)), counted(language, "unread", len(coverage.unread))]
    return _message(
        "digest",
        language,
        f"{said['digest']['period'][window.frequency]} · {', '.join(counts)}",
        list(dict.fromkeys(topic for event in news for topic in event.topics)),
        site=site,
        start=moment(window.start, language),
        end=moment(window.end, language),
        sections=[(said["digest"][name], section(events)) for name, events in (("changed", current), ("announced", announced)) if events],
        coverage=_coverage(coverage, language),
        reasons=list(reader.reasons),
    )


def _news(event: RecordedEvent, language: str, site: str, today: date) -> dict[str, Any]:
    shown, others = _shown(event, language)
    also = [headline(change, language) for change in shown[1:HEADLINES]]
    rest = len(shown) + len(others) - 1 - len(also)
    return {"item": item(shown[0], language, site, today, SHORT), "also": also, "more": counted(language, "more", rest)}


def _coverage(coverage: Coverage, language: str) -> dict[str, Any]:
    said = words(language)
    unread = [
        {
            "says": said["digest"]["unread_since"].format(
                name=on_one_line(each.name),
                kind=said["incident"].get(each.kind, each.kind),
                since=day_in_full(each.since.astimezone(BRUSSELS).date(), language),
            ),
            "url": on_one_line(each.url),
        }
        for each in coverage.unread
    ]
    numbers = [counted(language, name, getattr(coverage, name)) for name in ("checked", "unchanged", "changed")]
    return {"numbers": ", ".join(numbers), "unasked": counted(language, "unasked", coverage.unasked), "unread": unread}


def tasks(page: Page, doubts: Sequence[tuple[models.Task, RecordedChange | None]], language: str, site: str) -> Message:
    """The message to a page's editor: each doubtful sentence, the rule that changed, and what to write instead."""
    count = counted(language, "sentences", len(doubts))
    return _message(
        "tasks",
        language,
        words(language)["tasks"]["subject"].format(page=page.id, count=count),
        page.topics,
        site=site,
        url=page.url,
        doubts=[_doubt(task, change, language, site) for task, change in doubts],
    )


def _doubt(task: models.Task, change: RecordedChange | None, language: str, site: str) -> dict[str, Any]:
    before, doubtful, after = in_three(clean(task.sentence), clean(task.text))
    today = task.opened.astimezone(BRUSSELS).date()
    return {
        "before": before,
        "doubtful": doubtful,
        "after": after,
        "place": on_one_line(task.path),
        "proposal": clean(task.proposal) if task.proposal else "",
        "item": item(change, language, site, today) if change else None,
    }


def given_up(delivery: models.Delivery, language: str, site: str) -> Message:
    """The message to an administrator about a Delivery that no attempt could make."""
    said = words(language)["given_up"]
    subject = said["subject"].format(subscriber=delivery.subscriber, subject=delivery.subject)
    intro = said["intro"].format(attempts=delivery.attempts)
    return _message("given_up", language, subject, (), site=site, delivery=delivery, intro=intro, cause=clean(delivery.reason))


def _message(template: str, language: str, subject: str, tags: Sequence[str], **content: Any) -> Message:
    shared = {"subject": on_one_line(subject), "language": language, "w": words(language), **content}
    html, text = (_template(f"{template}.{ending}").render(shared) for ending in ("html", "txt"))
    return Message(shared["subject"], html, _spaced_out(text), tuple(tags))


def _spaced_out(text: str) -> str:
    """The text without trailing spaces and without more than one empty line in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1]) + "\n"


@cache
def _template(name: str) -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["html"]), undefined=StrictUndefined)
    environment.filters["official"] = safe_link
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template(name)
