"""Mistakes of content: what has the right shape and still cannot be followed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from core.private_hosts import is_loopback, is_private
from core.references import is_reference
from core.watchlist import Watchlist
from core.watchlist_names import Location, Problem


def problems(watchlist: Watchlist, allow_private_hosts: bool, loopback: bool) -> list[Problem]:
    """Every mistake of content: addresses, delays, patterns, references to acts, files."""
    return [
        *_topic_problems(watchlist),
        *_source_problems(watchlist, loopback),
        *_watch_problems(watchlist, allow_private_hosts),
        *_page_problems(watchlist, allow_private_hosts),
        *_route_problems(watchlist),
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
        hosts = [_host(watch.url or source.endpoint) for watch in watchlist.watches if watch.source == source_id]
        if source.delay == timedelta(0) and not loopback and not all(map(is_loopback, hosts)):
            yield Problem((*where, "delay"), "delay: 0s is for loopback addresses only; write 2s or more for a publisher")
        yield from _address_problems((*where, "endpoint"), source.endpoint, allow_private_hosts=True)


def _watch_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, watch in enumerate(watchlist.watches):
        where = ("watches", index)
        yield from _pattern_problems((*where, "ignore"), watch.ignore)
        if watch.url:
            yield from _address_problems((*where, "url"), watch.url, allow_private_hosts)
        if watch.query and not (watchlist.folder / watch.query).is_file():
            yield Problem((*where, "query"), f"there is no file {watch.query!r} beside the watchlist; create it or correct the name")
        if watch.days > 1 and "{date}" not in watch.url:
            yield Problem((*where, "days"), "days needs {date} in the url, which it fills in")


def _page_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, page in enumerate(watchlist.pages):
        yield from _address_problems(("pages", index, "url"), page.url, allow_private_hosts)
        yield from _pattern_problems(("pages", index, "ignore"), page.ignore)


def _pattern_problems(where: Location, patterns: list[str]) -> Iterator[Problem]:
    for position, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Problem((*where, position), f"{pattern!r} is not a regular expression ({error}); escape its special characters")


def _route_problems(watchlist: Watchlist) -> Iterator[Problem]:
    for section in ("subscribers", "administrators"):
        for index, reader in enumerate(getattr(watchlist, section)):
            if not reader.via:
                yield Problem((section, index, "via"), "via names no route; add an address such as ${ADMIN_MAIL}")


def _address_problems(where: Location, address: str, allow_private_hosts: bool) -> Iterator[Problem]:
    host = _host(address)
    if not host:
        yield Problem(where, f"{address!r} is not an address; write it whole, beginning with https://")
    elif is_private(host) and not allow_private_hosts:
        yield Problem(where, f"{host} is a private address; VEILLE_ALLOW_PRIVATE_HOSTS=1 allows such Watches")


def _host(address: str) -> str:
    """The host that ``address`` names, empty where it is not an address of the web."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.port != 0 and not re.search(r"\s", address)
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".") if sound else ""
