"""One item of a listing, whatever the listing's markup: known by its identity, never by its position."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from core.values import Dates, Provision
from differ.extract.markup import markup
from differ.extract.reading import TRAIL, Instructions, digest

_NUMBERS = {
    "numac:": re.compile(r"\bnumac(?:_search)?=([0-9A-Z]{10})|/eli/[a-z-]+/\d{4}/\d\d/\d\d/([0-9A-Z]{10})\b"),
    "dossier:": re.compile(r"\bcn(?:_search)?=(\d{10})\b"),
    "annex:": re.compile(r"/tsv_pdf/\d{4}/\d\d/\d\d/(\d+)\.pdf"),
    "node/": re.compile(r"(?:^|/)node/(\d+)(?:[?#]|$)"),
    "celex:": re.compile(r"\b([0-9]\d{4}[A-Z]{1,2}\d{4}(?:\(\d+\))?(?:-\d{8})?)\b"),
}
"""By what is written before it, a publisher's own number of a document as its addresses show it."""


@dataclass(frozen=True)
class Item:
    """What a listing says of one document."""

    title: str
    link: str = ""
    identity: str = ""
    teaser: str = ""
    published: str | None = None
    trail: tuple[str, ...] = ()
    """Where in the listing it stands: the section, the authority."""
    adopted: str | None = None


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
    identity = item.identity or number_of(item.link)
    return Provision(
        key=digest("item", identity or identity_of(item.link) or title),
        path=TRAIL.join(item.trail) or title,
        text=text,
        firm=True,
        label=title,
        url=_absolute(instructions.address, item.link) if item.link else "",
        dates=Dates(adopted=item.adopted, published=item.published),
        identity=identity,
    )


def _absolute(address: str, link: str) -> str:
    """The whole address of a link; what is no link at all, such as ``http://[``, leads nowhere."""
    try:
        return urljoin(address, link)
    except ValueError:
        return ""


def number_of(link: str) -> str:
    """The publisher's own number of the document behind a link (NUMAC, Justel dossier, annex, node, CELEX), empty where it shows none."""
    address = unquote(link)
    found = ((name, pattern.search(address)) for name, pattern in _NUMBERS.items())
    return next((name + match[match.lastindex or 0] for name, match in found if match), "")


def identity_of(link: str) -> str:
    """What a link stands for: its publisher's number, else its path without host, anchor and changing parameters."""
    if number := number_of(link):
        return number
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if name not in _query_noise())
    return f"{unquote(parts.path).rstrip('/')}?{urlencode(query)}".rstrip("?")


@cache
def _query_noise() -> frozenset[str]:
    return frozenset(markup()["listing"]["query_noise"])
