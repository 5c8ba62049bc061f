"""Pages, laws and our own pages: one answer for each address."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest
from typing import ClassVar

from scrapy import Request, Spider
from scrapy.http import Response

from core.values import Doubt, Fetch, IncidentKind, Poll, WatchKind
from core.watchlist import Watch
from crawlers.addresses import leads_up, stays_at
from crawlers.assignment import Assignment, host_of
from crawlers.failures import UNASKED, DoubtfulError, doubt_of_answer, doubt_of_exception, doubt_of_move
from crawlers.headers import headers_of


class PageSpider(Spider):
    """Hands on one Poll for each Watch: all its answers in order, or the Doubt that stopped it.

    A publisher's spider overrides ``headers``, ``answers`` or ``unmoved``, and no more.
    """

    name = "page"
    further: ClassVar[int] = 20
    """How many pages one poll asks for beyond those that the Watch names: the newest items of a listing,"""
    documents: ClassVar[int] = 3
    """and how many documents linked on each."""

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

    async def unmoved(self, assignment: Assignment) -> str:
        """Why nothing need be asked for in this poll, as a sentence; empty where only the answers can say."""
        return ""

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
            note = await self.unmoved(assignment)
            poll = Poll(assignment.watch.id, self.now(), note=note) if note else await self._poll(assignment)
        except DoubtfulError as error:
            poll = Poll(assignment.watch.id, self.now(), doubt=error.doubt, status=error.status)
        except Exception as error:  # a defect here must not cost the other Watches their poll
            poll = Poll(assignment.watch.id, self.now(), doubt=doubt_of_exception(assignment.watch.id, error))
        self.hand_on(poll)

    async def _poll(self, assignment: Assignment) -> Poll:
        fetches: list[Fetch] = []
        gone: list[DoubtfulError] = []
        moves = []
        for address in assignment.addresses:
            try:
                async for response in self.answers(assignment, address):
                    fetches.append(self._fetch(response))
                    moves.append(doubt_of_move(fetches[-1].url, response.url, response.meta.get("redirect_reasons", ())))
            except DoubtfulError as error:
                if error.doubt.kind is not IncidentKind.GONE or any(fetch.url == address for fetch in fetches):
                    raise
                gone.append(error)  # a day without an edition, where other days have one
        if not fetches:
            raise gone[0]
        doubt, status = next(filter(None, moves), None), fetches[-1].status
        further = [] if doubt else await self._led_to(assignment, fetches)
        return Poll(assignment.watch.id, self.now(), (*fetches, *further), doubt, status=status)

    async def _led_to(self, assignment: Assignment, listed: Sequence[Fetch]) -> list[Fetch]:
        """The pages that the answers lead to, each with the documents linked there; what fails there is left out."""
        # What is listed is asked for as a Watch of its own would be: acts are negotiated as documents, lists of them are not.
        alone = replace(assignment, watch=assignment.watch.model_copy(update={"kind": WatchKind.LAW}))
        hosts = {*assignment.hosts, *(host_of(fetch.final_url) for fetch in listed)}
        leads = [[(address, fetch) for address in self._leads(assignment, fetch, hosts)] for fetch in listed]
        # The first of each page, then the second of each: the number is limited, and the first of each matter most.
        in_turn = {address: fetch for each in zip_longest(*leads) for address, fetch in filter(None, each)}
        fetches: list[Fetch] = []
        for address, parent in list(in_turn.items())[: self.further]:
            for page in await self._follow(alone, [address], parent, hosts):
                documents = self._leads(assignment, page, hosts)[: self.documents]
                fetches += [page, *await self._follow(alone, documents, page, hosts)]
        return fetches

    def _leads(self, assignment: Assignment, fetch: Fetch, hosts: Collection[str]) -> list[str]:
        try:
            return [address for address in assignment.leads_to(fetch) if stays_at(address, hosts)]
        except Exception:  # a defect in reading it must not cost the listing its poll
            self.logger.exception("What %s leads to cannot be told", fetch.url)
            return []

    async def _follow(self, assignment: Assignment, addresses: Sequence[str], parent: Fetch, hosts: Collection[str]) -> list[Fetch]:
        fetches = []
        for address in addresses:
            with suppress(DoubtfulError):
                async for response in self.answers(assignment, address):
                    if stays_at(response.url, hosts) and not leads_up(address, response.url):
                        fetches.append(replace(self._fetch(response), parent=parent.url))
        return fetches

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
