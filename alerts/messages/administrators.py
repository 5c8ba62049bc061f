"""What administrators are told: each Incident when it opens and when it closes, and what is still open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Any

from alerts.messages.rendering import rendered
from alerts.messages.values import Message, Reader
from alerts.words import clean, counted, instant_in_full, label, moment, on_one_line, words
from core.clock import BRUSSELS
from core.watchlist import Topic

STATES = ("opened", "brief", "closed")
MOST_LINES = 20
"""How many entries one part of the digest names; the others are counted."""
MOST_CHANGES = 30
"""A page that changes more often than this in a day is most likely read wrongly."""
MOST_NAMED = 3
"""How many things a subject names."""


@dataclass(frozen=True)
class Notice:
    """One Incident for an administrator; ``state`` is ``opened``, ``closed``, or ``brief`` where it did both since the last look.

    Of a page that the watchlist does not name itself: the entry (``site``) and the address of the ``sitemap`` or feed that does.
    """

    watch: str
    source: str
    url: str
    kind: str
    reason: str
    opened: datetime
    closed: datetime | None = None
    state: str = "opened"
    site: str = ""
    sitemap: str = ""


@dataclass(frozen=True)
class Backlog:
    """The messages for one subscriber by one route that did not arrive; the route as may be shown."""

    subscriber: str
    route: str
    number: int
    oldest: datetime
    cause: str


@dataclass(frozen=True)
class Trouble:
    """A service that nothing goes out by (``failing``) or that asked for patience (``paused``), since or until when."""

    route: str
    state: str
    instant: datetime


@dataclass(frozen=True)
class Busy:
    """A Watch with many Changes in one day, and in how many readings they were seen."""

    watch: str
    url: str
    changes: int
    readings: int


@dataclass(frozen=True)
class Idle:
    """A Subscription that nothing can match: ``why`` is ``topics``, ``sources``, ``watches``, ``combination`` or ``routes``."""

    subscription: str
    why: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class StillOpen:
    """Everything that waits for an administrator, part by part."""

    incidents: tuple[Notice, ...] = ()
    waiting: tuple[Backlog, ...] = ()
    given_up: tuple[Backlog, ...] = ()
    routes: tuple[Trouble, ...] = ()
    busy: tuple[Busy, ...] = ()
    unreceived: tuple[str, ...] = ()
    idle: tuple[Idle, ...] = ()
    uneditored: tuple[tuple[str, str], ...] = ()
    """Our own pages: id and address."""

    @property
    def presses(self) -> bool:
        """Whether something of it goes wrong every day that it lasts."""
        return any((self.incidents, self.waiting, self.given_up, self.routes, self.busy))

    @property
    def asks(self) -> bool:
        """Whether something of it waits for a decision, and nothing gets worse meanwhile."""
        return any((self.unreceived, self.idle, self.uneditored))


@dataclass(frozen=True)
class Line:
    """One entry of the digest: what it says, where to look, and the cause in the words of the one who gave it."""

    says: str
    url: str = ""
    cause: str = ""


def incidents(notices: Sequence[Notice], language: str, site: str) -> Message:
    """The message about Incidents that opened or closed: by kind, with what to do, then each Watch, since when and why."""
    return _told(notices, language, site, _remedy)


def page_incidents(notices: Sequence[Notice], language: str, site: str) -> Message:
    """The same to an editor, about their own pages, with what they can do."""
    return _told(notices, language, site, _remedy_of_editors, to_editor=True)


def _told(notices: Sequence[Notice], language: str, site: str, remedy: Callable[[Notice, str], str], *, to_editor: bool = False) -> Message:
    parts = [
        {"title": words(language)["incidents"][state], "open": state == "opened", "groups": _groups(notices, state, language, remedy)}
        for state in STATES
        if any(each.state == state for each in notices)
    ]
    return rendered("incidents", language, _subject(notices, language), (), site=site, parts=parts, to_editor=to_editor)


def _subject(notices: Sequence[Notice], language: str) -> str:
    said = words(language)
    counts = [counted(language, f"incidents_{state}", sum(each.state == state for each in notices)) for state in STATES]
    kinds = list(dict.fromkeys(said["incident"].get(each.kind, each.kind) for each in notices))
    what = said["incidents"]["one"].format(watch=notices[0].watch, kind=kinds[0]) if len(notices) == 1 else _first(kinds)
    return str(said["incidents"]["subject"].format(counts=", ".join(filter(None, counts)), what=what))


def _first(names: Sequence[str]) -> str:
    return ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])


def _groups(notices: Sequence[Notice], state: str, language: str, remedy: Callable[[Notice, str], str]) -> list[dict[str, Any]]:
    said = words(language)
    wanted = sorted((each for each in notices if each.state == state), key=lambda each: (each.kind, each.sitemap, each.watch))
    groups = (list(group) for _, group in groupby(wanted, key=lambda each: (each.kind, each.sitemap)))
    return [
        {
            "kind": said["incident"].get(group[0].kind, group[0].kind),
            "remedy": remedy(group[0], language),
            "notices": [_notice(each, language) for each in group],
        }
        for group in groups
    ]


def _remedy(each: Notice, language: str) -> str:
    """What to do; a page found in a sitemap or feed has no entry of its own to correct."""
    said = words(language)["incidents"]
    general = str(said["remedies"].get(each.kind, ""))
    if not each.sitemap:
        return general
    found = str(said["found"].get(each.kind) or f"{general} {said['found']['entry']}")
    return found.format(sitemap=each.sitemap, site=each.site)


def _remedy_of_editors(each: Notice, language: str) -> str:
    return str(words(language)["incidents"]["editors"].get(each.kind, ""))


def _notice(each: Notice, language: str) -> dict[str, str]:
    span = words(language)["incidents"]["span"]
    start = moment(each.opened, language)
    return {
        "watch": each.watch,
        "source": on_one_line(each.source),
        "url": on_one_line(each.url),
        "when": span.format(start=start, end=moment(each.closed, language)) if each.closed else start,
        "reason": clean(each.reason),
    }


def still_open(matters: StillOpen, due: datetime, reader: Reader, labels: Mapping[str, Topic]) -> Message:
    """The digest of what was open when it was ``due`` and still is."""
    language, said = reader.language, words(reader.language)["administrators"]
    lines = _Lines(language, labels, due)
    found = {part.name: [getattr(lines, part.name)(each) for each in getattr(matters, part.name)] for part in fields(matters)}
    nouns = {"incidents": "incidents_open"}
    numbers = {name: sum(_numbers(matters, name)) for name, part in found.items() if part}
    parts = [
        {
            "title": said["sections"][name]["title"].format(most=MOST_CHANGES),
            "number": numbers[name],
            "remedy": said["sections"][name].get("remedy", ""),
            "lines": part[:MOST_LINES],
            "more": said["more"].format(number=len(part) - MOST_LINES) if len(part) > MOST_LINES else "",
        }
        for name, part in found.items()
        if part
    ]
    counts = [counted(language, nouns.get(name, name), number) for name, number in numbers.items()]
    return rendered(
        "administrators",
        language,
        said["subject"].format(counts=_first(counts)),
        (),
        site=reader.site,
        intro=said["intro"].format(instant=instant_in_full(due, language)),
        parts=parts,
        note=said["weekly"] if matters.asks else "",
    )


def _numbers(matters: StillOpen, name: str) -> Iterator[int]:
    for each in getattr(matters, name):
        yield each.number if isinstance(each, Backlog) else 1


class _Lines:
    """What the digest says of each entry, by the name of its part."""

    def __init__(self, language: str, labels: Mapping[str, Topic], due: datetime) -> None:
        self._language, self._labels, self._due = language, labels, due
        self._said = words(language)["administrators"]

    def incidents(self, each: Notice) -> Line:
        days = (self._due.astimezone(BRUSSELS).date() - each.opened.astimezone(BRUSSELS).date()).days
        kind = words(self._language)["incident"].get(each.kind, each.kind)
        says = self._said["incident"].format(watch=each.watch, kind=kind, days=counted(self._language, "days_open", days))
        return Line(says, on_one_line(each.url), clean(each.reason))

    def waiting(self, each: Backlog) -> Line:
        return self._backlog(each, "waiting")

    def given_up(self, each: Backlog) -> Line:
        return self._backlog(each, "given_up")

    def _backlog(self, each: Backlog, noun: str) -> Line:
        count, since = counted(self._language, noun, each.number), moment(each.oldest, self._language)
        says = self._said["messages"].format(subscriber=each.subscriber, route=each.route, count=count, since=since)
        return Line(says, cause=clean(each.cause))

    def routes(self, each: Trouble) -> Line:
        when = moment(each.instant, self._language)
        return Line(self._said[each.state].format(route=each.route, since=when, until=when))

    def busy(self, each: Busy) -> Line:
        return Line(self._said["busy"].format(watch=each.watch, number=each.changes, readings=each.readings), on_one_line(each.url))

    def unreceived(self, topic: str) -> Line:
        return Line(f"{label(topic, self._labels, self._language)} ({topic})")

    def idle(self, each: Idle) -> Line:
        return Line(self._said["idle_because"][each.why].format(subscription=each.subscription, names=", ".join(each.names)))

    def uneditored(self, page: tuple[str, str]) -> Line:
        return Line(page[0], on_one_line(page[1]))
