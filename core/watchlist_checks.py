"""Mistakes of content: what has the right shape and still cannot be followed."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from core.mistakes import nearest
from core.private_hosts import is_loopback, is_private
from core.references import is_reference
from core.values import WatchKind
from core.watchlist import Page, Site, Watch, Watchlist
from core.watchlist_names import Location, Problem

FILLED_IN = {"url": ["{date}"], "probe": ["{language}"], "sitemap": [], "feed": []}
"""What an address may hold to be filled in, by the key it stands under."""
PROBES = ("Le montant est de 150 euros, dès le 1er mars.", "Wie vóór 4 mei 2027 komt: zie hoofdstuk B (nr. 12)!")
"""Two sentences that no pattern matches whole unless it matches nearly everything."""


def problems(watchlist: Watchlist, allow_private_hosts: bool, loopback: bool) -> list[Problem]:
    """Every mistake of content: addresses, delays, patterns, references to acts, files."""
    return [
        *_topic_problems(watchlist),
        *_source_problems(watchlist, loopback),
        *_watch_problems(watchlist, allow_private_hosts),
        *_translation_problems(watchlist),
        *_repeated_addresses(watchlist),
        *_page_problems(watchlist, allow_private_hosts),
        *_site_problems(watchlist, allow_private_hosts),
        *_route_problems(watchlist),
    ]


def _topic_problems(watchlist: Watchlist) -> Iterator[Problem]:
    for topic_id, topic in watchlist.topics.items():
        for index, reference in enumerate(topic.references):
            if not is_reference(reference):
                yield Problem(
                    ("topics", topic_id, "references", index),
                    f"{reference!r} is not a reference; write celex:32022D0382 or be:loi:1980-12-15",
                )


def _source_problems(watchlist: Watchlist, loopback: bool) -> Iterator[Problem]:
    for source_id, source in watchlist.sources.items():
        where = ("sources", source_id)
        if source.robots == "ignore" and not source.why:
            yield Problem((*where, "robots"), "robots: ignore needs a why: beside it that says who allowed it")
        hosts = [_host(watch.url or source.endpoint) for watch in watchlist.watches if watch.source == source_id]
        if source.delay == timedelta(0) and not loopback and not all(map(is_loopback, hosts)):
            yield Problem((*where, "delay"), "delay: 0s is for loopback addresses only; write 2s or more for a publisher")
        yield from _address_problems((*where, "endpoint"), source.endpoint, allow_private_hosts=True)
        if source.probe:
            yield from _address_problems((*where, "probe"), source.probe, allow_private_hosts=True)
            yield from _placeholder_problems((*where, "probe"), source.probe)


def _watch_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, watch in enumerate(watchlist.watches):
        where = ("watches", index)
        yield from _reading_problems(where, watch)
        yield from _pattern_problems((*where, "significance"), {pattern: pattern for pattern in watch.significance})
        if watch.kind is WatchKind.OWN:
            yield Problem((*where, "kind"), "kind: own is for our own pages; write this one under pages:, without its kind")
        if watch.url:
            yield from _address_problems((*where, "url"), watch.url, allow_private_hosts)
            yield from _placeholder_problems((*where, "url"), watch.url)
        if watch.celex and not is_reference(f"celex:{watch.celex}"):
            yield Problem((*where, "celex"), f"{watch.celex!r} is not a CELEX number; write one such as 32022D0382")
        if watch.query and not (watchlist.folder / watch.query).is_file():
            yield Problem((*where, "query"), f"there is no file {watch.query!r} beside the watchlist; create it or correct the name")
        if watch.days > 1 and "{date}" not in watch.url:
            yield Problem((*where, "days"), "days needs {date} in the url, which it fills in")


def _page_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, page in enumerate(watchlist.pages):
        where = ("pages", index)
        yield from _address_problems((*where, "url"), page.url, allow_private_hosts)
        yield from _placeholder_problems((*where, "url"), page.url)
        yield from _reading_problems(where, page)


def _site_problems(watchlist: Watchlist, allow_private_hosts: bool) -> Iterator[Problem]:
    for index, site in enumerate(watchlist.sites):
        where = ("sites", index)
        key = "sitemap" if site.sitemap else "feed"
        yield from _address_problems((*where, key), site.url, allow_private_hosts)
        yield from _placeholder_problems((*where, key), site.url)
        yield from _reading_problems(where, site)
        for name, part in (("topics", site.topics), ("languages", site.languages)):
            for path in part:
                if not path.startswith("/"):
                    yield Problem(
                        (*where, name, path), f"{path!r} is not the beginning of a path; write it with a slash before it, such as /asile/"
                    )


def _translation_problems(watchlist: Watchlist) -> Iterator[Problem]:
    languages = {watch.id: watch.language for watch in watchlist.watches}
    for index, watch in enumerate(watchlist.watches):
        for position, other in enumerate(watch.translations):
            where = ("watches", index, "translations", position)
            if other == watch.id:
                yield Problem(where, f"{watch.id} names itself as its translation; name its other language versions")
            elif languages.get(other) == watch.language:
                yield Problem(where, f"{other} is in {watch.language!r} like {watch.id}; a translation is in another language")


def _repeated_addresses(watchlist: Watchlist) -> Iterator[Problem]:
    """Two Watches that would read the same; one that selects other parts of a page is another."""
    seen: dict[tuple[str, str, str], str] = {}
    for index, watch in enumerate(watchlist.watches):
        # An endpoint answers one address in several languages, a page does not.
        asked = watch.celex or watch.query or watch.url.startswith(watchlist.source_of(watch).endpoint)
        address = (watch.celex or watch.query or watch.url.rstrip("/"), watch.language if asked else "", watch.select)
        first = seen.setdefault(address, watch.id)
        if first != watch.id:
            key = "celex" if watch.celex else "query" if watch.query else "url"
            yield Problem(("watches", index, key), f"{first} has this address already; correct it, or remove one of the two")


def _reading_problems(where: Location, watch: Watch | Page | Site) -> Iterator[Problem]:
    yield from _pattern_problems((*where, "ignore"), dict(enumerate(watch.ignore)))
    if watch.select and (fault := _fault_of(watch.select)):
        yield Problem((*where, "select"), f"{watch.select!r} is not a CSS selector ({fault}); write one such as main .field--name-body")


def _fault_of(select: str) -> str:
    from soupsieve import SelectorSyntaxError, compile  # noqa: PLC0415 - takes long to load, and few Watches have a selector

    try:
        compile(select)
    except SelectorSyntaxError as error:
        return str(error).splitlines()[0]
    return ""


def _placeholder_problems(where: Location, address: str) -> Iterator[Problem]:
    known = FILLED_IN[str(where[-1])]
    for placeholder in re.findall(r"\{[^{}]*\}", address):
        if placeholder not in known:
            yield Problem(where, f"nothing is filled in for {placeholder}; {nearest(placeholder, known)}")


def _pattern_problems(where: Location, patterns: Mapping[str | int, str]) -> Iterator[Problem]:
    for position, pattern in patterns.items():
        try:
            left = [re.sub(pattern, "", probe) for probe in PROBES]
        except re.error as error:
            yield Problem((*where, position), f"{pattern!r} is not a regular expression ({error}); escape its special characters")
            continue
        if not any(character.isalnum() for text in left for character in text):
            sentence = f"{pattern!r} matches every text, so that nothing would be read; begin with words of what is to be ignored"
            yield Problem((*where, position), sentence)


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
