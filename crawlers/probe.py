"""The list of what a publisher changed lately: one request that says which laws need not be asked for.

Justel lists about 100 texts by the day on which it consolidated them: a heading with the day in words, then links
that name each text by its dossier number. Whatever is unfamiliar there proves nothing, and the law itself is asked for.
Source: ``reference/sources.md`` §1 of the project's research.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from babel.dates import get_month_names
from scrapy.http import HtmlResponse, Response

from core.clock import BRUSSELS
from core.folding import fold

PARTS = "[id^=list-title-] > h2, a.list-item--title"
TRUSTED = timedelta(days=7)
"""No list replaces the law itself for longer than this, and no list is believed that has not moved for so long."""

_DAY = re.compile(r"\b(\d{1,2})(?:er)? ([a-z]+) (\d{4})\b")
# A dossier number begins with the date of its act; a NUMAC, ten digits too, does not.
_DOSSIER = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d\d")
_ELI = re.compile(r"/eli/[a-z]+/\d{4}/\d\d/\d\d/(\w+)/justel/?")
_OTHER_TEXTS = {"arch", "arrexec"}


@dataclass(frozen=True)
class Law:
    """How an address names a law: the ``scheme`` (``dossier`` or ``numac``) and its number there."""

    scheme: str
    number: str


@dataclass(frozen=True)
class Entry:
    """One text of the list and the day under which it stands."""

    day: date
    law: Law


def law_of(address: str) -> Law | None:
    """The law whose present text stands at ``address``; ``None`` where the address does not name it for sure."""
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    if query.keys() & _OTHER_TEXTS:
        return None
    if numac := _ELI.fullmatch(parts.path):
        return Law("numac", numac[1])
    (number, *others) = query.get("cn_search", [""])
    return Law("dossier", number) if _DOSSIER.fullmatch(number) and not others else None


def entries_of(response: Response, language: str) -> tuple[Entry, ...]:
    """What the list says, in its order; nothing at all where any part of it is unfamiliar."""
    entries: list[Entry] = []
    day: date | None = None
    for part in response.css(PARTS) if isinstance(response, HtmlResponse) else ():
        link = part.attrib.get("href")
        law = law_of(response.urljoin(link)) if link else None
        if not link:
            day = _day_in(" ".join(part.css("::text").getall()), language)
        elif law and day:
            entries.append(Entry(day, law))
        if day is None or (link and law is None):
            return ()
    return tuple(entries)


def unmoved_since(entries: Sequence[Entry], law: Law | None, read_at: datetime, now: datetime) -> date | None:
    """The day since which the list proves that ``law`` has not moved; ``None`` where the law itself must be asked for.

    A day of grace before ``read_at`` counts as after it: a heading tells no hour.
    """
    days = [entry.day for entry in entries]
    since = read_at.astimezone(BRUSSELS).date() - timedelta(days=1)
    if not days or min(days) >= since or max(days) <= now.astimezone(BRUSSELS).date() - TRUSTED:
        return None
    if law is None or any(entry.law.scheme != law.scheme for entry in entries):
        return None
    return None if any(entry.law == law and entry.day >= since for entry in entries) else since


def _day_in(text: str, language: str) -> date | None:
    found = _DAY.search(fold(text))
    months = {fold(name): number for number, name in get_month_names("wide", locale=language).items()}
    if found is None or found[2] not in months:
        return None
    try:
        return date(int(found[3]), months[found[2]], int(found[1]))
    except ValueError:
        return None
