"""eJustice: Justel (consolidated laws) and the Moniteur belge.

The Moniteur appears in several editions a day, each a summary of its own with a pager: a poll reads them
all. Justel's laws are plain pages of up to 2 MB, asked for only where the list of recently consolidated texts
does not show that they stand still. ``/eli/`` is reported to be refused by robots.txt, the same texts stand under
``/cgi_loi/``. Source: ``reference/sources.md`` §1 of the project's research.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import ClassVar

from scrapy.http import HtmlResponse, Response
from w3lib.url import add_or_replace_parameter, url_query_parameter

from core.values import Poll, WatchKind
from crawlers.assignment import Assignment, host_of
from crawlers.failures import DoubtfulError
from crawlers.probe import TRUSTED, Entry, entries_of, law_of, unmoved_since
from crawlers.spiders.listing import ListingSpider

EDITION = "s_editie"
LANGUAGE = "{language}"
UNMOVED = "{probe} does not name it since {day}, so it was not asked for."


class EjusticeSpider(ListingSpider):
    """Laws where they moved; of a day's summary, every edition and every page of it."""

    name = "ejustice"
    next_page: ClassVar[str] = "a.pagination-button.pagination-next"
    pages: ClassVar[int] = 100

    def __init__(self, assignments: Sequence[Assignment], now: Callable[[], datetime], hand_on: Callable[[Poll], None]) -> None:
        super().__init__(assignments, now, hand_on)
        self._probing = asyncio.Lock()
        self._lists: dict[str, tuple[Entry, ...]] = {}

    async def answers(self, assignment: Assignment, address: str) -> AsyncIterator[Response]:
        """The edition at ``address``, then the day's other editions."""
        others: list[str] | None = None
        async for response in super().answers(assignment, address):
            if others is None:
                others = _other_editions(response, address) if assignment.watch.kind is WatchKind.LISTING else []
            yield response
        for other in others or []:
            async for response in super().answers(assignment, other):
                yield response

    async def unmoved(self, assignment: Assignment) -> str:
        """Why a law need not be asked for, as a sentence; empty where only the law itself can say."""
        probe, read_at, now = _probe(assignment), assignment.read_at, self.now()
        if not probe or read_at is None or now - read_at >= TRUSTED:
            return ""
        entries = await self._listed(assignment, probe)
        days = [unmoved_since(entries, law_of(address), read_at, now) for address in assignment.addresses]
        return UNMOVED.format(probe=probe, day=min(filter(None, days))) if all(days) else ""

    async def _listed(self, assignment: Assignment, probe: str) -> tuple[Entry, ...]:
        """The entries of the list, asked for once in a crawl; none where it cannot be read."""
        async with self._probing:
            if probe not in self._lists:
                try:
                    self._lists[probe] = entries_of(await self.ask(assignment, probe), assignment.watch.language)
                except (DoubtfulError, ValueError):  # not answered, or links that are no addresses
                    self._lists[probe] = ()
        return self._lists[probe]


def _probe(assignment: Assignment) -> str:
    """The list that a law may be missing from; empty where there is none, or on a host that this crawl was not given."""
    probe = assignment.source.probe.replace(LANGUAGE, assignment.watch.language)
    return probe if assignment.watch.kind is WatchKind.LAW and host_of(probe) in assignment.hosts else ""


def _other_editions(response: Response, address: str) -> list[str]:
    """The addresses of the editions beside the one shown; of all of them where the page does not say which it shows."""
    if not isinstance(response, HtmlResponse):
        return []
    numbers = _numbers(response, ".button__small")
    count = max(map(int, numbers), default=1)
    shown = _numbers(response, ".button__small.active") or (["1"] if count == 1 else [url_query_parameter(address, EDITION, "")])
    return [add_or_replace_parameter(address, EDITION, number) for number in map(str, range(1, count + 1)) if number not in shown]


def _numbers(response: HtmlResponse, buttons: str) -> list[str]:
    texts = map(str.strip, response.css(f"div.editions {buttons}").xpath("string()").getall())
    return [text for text in texts if text.isdecimal()]
