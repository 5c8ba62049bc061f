"""One item of a listing, whatever the listing's markup: known by its identity, never by its position."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from core.values import Dates, Provision
from differ.extract.markup import markup
from differ.extract.reading import Instructions, digest

_NUMAC = re.compile(r"\bnumac(?:_search)?=([0-9A-Z]{10})")
_CELEX = re.compile(r"\b([0-9]\d{4}[A-Z]{1,2}\d{4}(?:\(\d+\))?(?:-\d{8})?)\b")


@dataclass(frozen=True)
class Item:
    """What a listing says of one document."""

    title: str
    link: str = ""
    identity: str = ""
    teaser: str = ""
    published: str | None = None


def provisions_of_items(items: Iterable[Item], instructions: Instructions) -> tuple[Provision, ...]:
    """One Provision for each identity, in the listing's order; of an item shown twice the first is kept."""
    kept: dict[str, Provision] = {}
    for item in items:
        provision = _provision(item, instructions)
        if provision.text:
            kept.setdefault(provision.key, provision)
    return tuple(kept.values())


def _provision(item: Item, instructions: Instructions) -> Provision:
    title = instructions.clean(item.title)
    text = instructions.clean(f"{title} {item.teaser}")
    key = digest("item", item.identity or identity_of(item.link) or title)
    url = _absolute(instructions.address, item.link) if item.link else ""
    return Provision(key, title, text, True, title, url, Dates(published=item.published))


def _absolute(address: str, link: str) -> str:
    """The whole address of a link; what is no link at all, such as ``http://[``, leads nowhere."""
    try:
        return urljoin(address, link)
    except ValueError:
        return ""


def identity_of(link: str) -> str:
    """What a link stands for: its NUMAC or CELEX number, else its path without host, anchor and changing parameters."""
    if numac := _NUMAC.search(link):
        return f"numac:{numac[1]}"
    if celex := _CELEX.search(unquote(link)):
        return f"celex:{celex[1]}"
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if name not in _query_noise())
    return f"{unquote(parts.path).rstrip('/')}?{urlencode(query)}".rstrip("?")


@cache
def _query_noise() -> frozenset[str]:
    return frozenset(markup()["listing"]["query_noise"])
