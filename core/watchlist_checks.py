"""Mistakes that only show when the parts of a watchlist are laid side by side."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from core.mistakes import nearest
from core.references import is_reference
from core.watchlist import Watch, Watchlist


@dataclass(frozen=True)
class Problem:
    """One mistake and the part of the watchlist it is about."""

    location: tuple[str | int, ...]
    message: str


def problems(watchlist: Watchlist, allow_private_hosts: bool, loopback: bool) -> list[Problem]:
    """Every mistake of reference, address and identity, in the order of the file."""
    return [
        *_topic_problems(watchlist),
        *_source_problems(watchlist, loopback),
        *_watch_problems(watchlist, allow_private_hosts),
        *_page_problems(watchlist, allow_private_hosts),
        *_subscriber_problems(watchlist),
        *_repeated(watchlist),
    ]


def _topic_problems(watchlist: Watchlist) -> Iterator[Problem]:
    for topic_id, topic in watchlist.topics.items():
        if not re.fullmatch(r"[a-z0-9.-]+", topic_id):
            yield Problem(("topics", topic_id), f"{topic_id!r} is not a possible id; use lower-case letters, digits, dots and hyphens")
        for index, reference in enumerate(topic.references):
            if not is_reference(reference):
                yield Problem(
                    ("topics", topic_id, "references", index),
                    f"{reference!r} is not a reference; write celex:32022D0382 or be:loi:1980-12-15",
                )


def _source_problems(watchlist: Watchlist, loopback: bool) -> Iterator[Problem]:
    for source_id, source in watchlist.sources.items():
        where = ("sources", source_id)
        if not re.fullmatch(r"[a-z0-9.-]+", source_id):
            yield Problem(where, f"{source_id!r} is not a possible id; use lower-case letters, digits, dots and hyphens")
        if source.robots == "ignore" and not source.why:
            yield Problem((*where, "robots"), "robots: ignore needs a why: beside it that says who allowed it")
        hosts = [_host(watchlist.address_of(watch)) for watch in watchlist.watches if watch.source == source_id and not watch.query]
        if source.delay == timedelta(0) and not loopback and not all(map(_is_loopback, hosts)):
            yield Problem((*where, "delay"), "delay: 0s is for loopback addresses only; write 2s or more for a publisher")
        yield from _address_problems((*where, "endpoint"), source.endpoint, allow_private_hosts=True)


def _watch_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    known = [watch.id for watch in watchlist.watches]
    for index, watch in enumerate(watchlist.watches):
        where = ("watches", index)
        if watch.source not in watchlist.sources:
            yield Problem((*where, "source"), f"unknown source {watch.source!r}; {nearest(watch.source, list(watchlist.sources))}")
        yield from _unknown_topics(watchlist, (*where, "topics"), watch.topics)
        for position, other in enumerate(watch.translations):
            if other not in known:
                yield Problem((*where, "translations", position), f"unknown watch {other!r}; {nearest(other, known)}")
        yield from _content_problems(watchlist, where, watch)
        if watch.url:
            yield from _address_problems((*where, "url"), watch.url, allow_private_hosts)


def _content_problems(watchlist: Watchlist, where: tuple[str | int, ...], watch: Watch) -> Iterator[Problem]:
    for position, pattern in enumerate(watch.ignore):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Problem((*where, "ignore", position), f"{pattern!r} is not a regular expression ({error}); escape its special characters")
    if watch.query and not (watchlist.folder / watch.query).is_file():
        yield Problem((*where, "query"), f"there is no file {watch.query!r} beside the watchlist; create it or correct the name")
    if watch.days > 1 and "{date}" not in watch.url:
        yield Problem((*where, "days"), "days needs {date} in the url, which it fills in")


def _page_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, page in enumerate(watchlist.pages):
        yield from _unknown_topics(watchlist, ("pages", index, "topics"), page.topics)
        yield from _address_problems(("pages", index, "url"), page.url, allow_private_hosts)
        yield from _content_problems(watchlist, ("pages", index), page.as_watch())


def _subscriber_problems(watchlist: Watchlist) -> Iterator[Problem]:
    watches = [watch.id for watch in watchlist.watches]
    for index, subscriber in enumerate(watchlist.subscribers):
        where = ("subscribers", index)
        yield from _unknown_topics(watchlist, (*where, "topics"), subscriber.topics)
        for position, source in enumerate(subscriber.sources):
            if source not in watchlist.sources:
                yield Problem((*where, "sources", position), f"unknown source {source!r}; {nearest(source, list(watchlist.sources))}")
        for position, watch in enumerate(subscriber.watches):
            if watch not in watches:
                yield Problem((*where, "watches", position), f"unknown watch {watch!r}; {nearest(watch, watches)}")
        if not subscriber.via:
            yield Problem((*where, "via"), "via names no route; add an address such as ${POLITIQUE_MAIL}")


def _unknown_topics(watchlist: Watchlist, where: tuple[str | int, ...], topics: list[str]) -> Iterator[Problem]:
    for position, topic in enumerate(topics):
        if topic not in watchlist.topics:
            yield Problem((*where, position), f"unknown topic {topic!r}; {nearest(topic, list(watchlist.topics))}")


def _repeated(watchlist: Watchlist) -> Iterator[Problem]:
    polled = [("watches", index, watch.id) for index, watch in enumerate(watchlist.watches)]
    polled += [("pages", index, page.id) for index, page in enumerate(watchlist.pages)]
    told = [("subscribers", index, subscriber.id) for index, subscriber in enumerate(watchlist.subscribers)]
    served = [("administrators", index, administrator.id) for index, administrator in enumerate(watchlist.administrators)]
    for group in (polled, told, served):
        seen: set[str] = set()
        for part, index, identifier in group:
            if identifier in seen:
                yield Problem((part, index, "id"), f"the id {identifier!r} is used twice; give each its own")
            seen.add(identifier)


def _address_problems(where: tuple[str | int, ...], address: str, allow_private_hosts: bool) -> Iterator[Problem]:
    host = _host(address)
    if urlsplit(address).scheme not in ("http", "https") or not host:
        yield Problem(where, f"{address!r} is not an address; write it whole, beginning with https://")
    elif _is_private(host) and not allow_private_hosts:
        yield Problem(where, f"{host} is a private address; VEILLE_ALLOW_PRIVATE_HOSTS=1 allows such Watches")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
