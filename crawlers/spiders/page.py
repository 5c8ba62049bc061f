"""Pages, laws and our own pages: one answer for each address."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from scrapy import Request, Spider
from scrapy.http import Response

from core.values import Doubt, Fetch, IncidentKind, Poll
from core.watchlist import Watch
from crawlers.assignment import Assignment
from crawlers.failures import UNASKED, DoubtfulError, doubt_of_answer, doubt_of_exception, doubt_of_move
from crawlers.headers import headers_of


class PageSpider(Spider):
    """Hands on one Poll for each Watch: all its answers in order, or the Doubt that stopped it.

    A publisher's spider overrides ``headers`` or ``answers``, and no more.
    """

    name = "page"

    def __init__(self, assignments: Sequence[Assignment], now: Callable[[], datetime], hand_on: Callable[[Poll], None]) -> None:
        super().__init__()
        self.assignments = assignments
        self.now = now
        self.hand_on = hand_on

    async def start(self) -> AsyncIterator[None]:
        """Poll each Watch and hand its Poll on as soon as it is complete; Scrapy's slots keep order at each host.

        It yields nothing: Scrapy 2.19 never ends a crawl that is stopped while it passes on an item from here.
        """
        await asyncio.gather(*map(self._poll_and_hand_on, self.assignments))
        return
        yield  # Scrapy asks for an asynchronous iterator

    def headers(self, watch: Watch) -> dict[str, str]:
        """The request headers that say which version of a document is wanted."""
        return {"Accept-Language": watch.language}

    async def answers(self, assignment: Assignment, address: str) -> AsyncIterator[Response]:
        """Every answer that belongs to ``address``."""
        yield await self.ask(assignment, address)

    async def ask(self, assignment: Assignment, address: str, *, conditional: bool = True) -> Response:
        """The answer of ``address``; ``DoubtfulError`` where there is none to read.

        ``conditional`` requests may be answered by 304 without a body.
        """
        validators = assignment.validators.get(address, {}) if conditional else {}
        meta = {"address": address, "dont_obey_robotstxt": assignment.source.robots == "ignore"}
        try:
            request = Request(address, headers={**self.headers(assignment.watch), **validators}, meta=meta)
            response = await self.crawler.engine.download_async(request)
        except DoubtfulError:
            raise
        except Exception as error:
            raise DoubtfulError(doubt_of_exception(address, error)) from error
        doubt = doubt_of_answer(address, response.status, headers_of(response))
        if response.status == 304 and not validators:
            doubt = Doubt(IncidentKind.ERROR, UNASKED.format(url=address))
        if doubt:
            raise DoubtfulError(doubt, response.status)
        return response

    async def _poll_and_hand_on(self, assignment: Assignment) -> None:
        try:
            poll = await self._poll(assignment)
        except DoubtfulError as error:
            poll = Poll(assignment.watch.id, self.now(), doubt=error.doubt, status=error.status)
        except Exception as error:  # a defect here must not cost the other Watches their poll
            poll = Poll(assignment.watch.id, self.now(), doubt=doubt_of_exception(assignment.watch.id, error))
        self.hand_on(poll)

    async def _poll(self, assignment: Assignment) -> Poll:
        fetches, moves = [], []
        for address in assignment.addresses:
            async for response in self.answers(assignment, address):
                fetch = self._fetch(response)
                fetches.append(fetch)
                moves.append(doubt_of_move(fetch.url, fetch.final_url, response.meta.get("redirect_reasons", ())))
        doubt = next(filter(None, moves), None)
        return Poll(assignment.watch.id, self.now(), tuple(fetches), doubt, status=fetches[-1].status)

    def _fetch(self, response: Response) -> Fetch:
        return Fetch(
            url=response.meta["address"],
            final_url=response.url,
            instant=self.now(),
            status=response.status,
            headers=headers_of(response),
            body=None if response.status == 304 else response.body,
            redirects=tuple(response.meta.get("redirect_urls", ())),
        )
