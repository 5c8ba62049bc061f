"""robots.txt, truly obeyed (RFC 9309), and its Crawl-delay."""

import asyncio
from collections import defaultdict
from typing import cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from core.values import Doubt, IncidentKind
from crawlers.failures import DoubtfulError, doubt_of_answer, doubt_of_exception
from crawlers.headers import headers_of

REFUSED = (
    "{robots} does not allow {url}; use another address of the publisher, or robots: ignore with a why: if the publisher agreed to it."
)
UNREADABLE = "robots.txt of {host} cannot be read, so nothing is fetched there in this poll: {reason}"


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with three differences.

    Requests that wait for one robots.txt are all judged by it (Scrapy 2.19 lets the third and later ones
    pass); a robots.txt that cannot be read closes the host instead of opening it; ``Crawl-delay`` counts.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unreadable: dict[str, Exception] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the host; ``DoubtfulError`` where its robots.txt cannot be read."""
        host = urlparse_cached(request).netloc
        async with self._locks[host]:
            parser = await super().robot_parser(request)
        if host in self._unreadable:
            raise _closed(_address(request), host, self._unreadable[host])
        return parser

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let the request pass, or raise ``DoubtfulError`` where the rules refuse it."""
        if rp is not None and not rp.allowed(request.url, self._agent):
            raise DoubtfulError(Doubt(IncidentKind.ROBOTS, REFUSED.format(robots=_address(request), url=request.url)))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        missing = 400 <= response.status < 500 and response.status != 429
        doubt = None if missing else doubt_of_answer(response.url, response.status, headers_of(response))
        if doubt:
            raise DoubtfulError(doubt, response.status)
        await super()._parse_robots(response.replace(body=b"") if missing else response, netloc, request)
        self._slow_down(cast("RobotParser", self._parsers[netloc]), request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreadable[netloc] = exc
        super()._robots_error(exc, netloc)

    def _slow_down(self, rules: RobotParser, request: Request) -> None:
        downloader = self.crawler.engine.downloader
        host = downloader.get_slot_key(request)
        delay = rules.crawl_delay(self._agent) or 0
        slot = downloader.slots.get(host)
        if slot is None or delay <= slot.delay or not self.crawler.settings.getbool("CRAWL_DELAY_OBEY"):
            return
        slot.delay, slot.concurrency = delay, 1
        # Scrapy forgets a slot that was idle for a minute, and makes it anew from these.
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1}


def _closed(robots: str, host: str, error: Exception) -> DoubtfulError:
    doubt = error.doubt if isinstance(error, DoubtfulError) else doubt_of_exception(robots, error)
    status = error.status if isinstance(error, DoubtfulError) else None
    return DoubtfulError(Doubt(doubt.kind, UNREADABLE.format(host=host, reason=doubt.reason)), status)


def _address(request: Request) -> str:
    url = urlparse_cached(request)
    return f"{url.scheme}://{url.netloc}/robots.txt"
