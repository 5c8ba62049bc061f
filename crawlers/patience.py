"""Asks nothing more of a host that has asked us to wait."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from core.values import Doubt, IncidentKind
from crawlers.assignment import host_of
from crawlers.failures import DoubtfulError

WAIT = "{host} asked us to wait (HTTP {status}), so {url} was not asked for; poll less often, or give the Source a longer delay."


class PatientHandler(HTTP11DownloadHandler):
    """After HTTP 429, or 503 with ``Retry-After``, no request of the crawl reaches that host any more.

    It stands below the queue of each host, so that requests already waiting there are kept back too, and retries.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked_to_wait: dict[str, int] = {}

    async def download_request(self, request: Request) -> Response:
        """The answer; ``DoubtfulError`` where the host is left in peace."""
        host = host_of(request.url)
        if host in self._asked_to_wait:
            status = self._asked_to_wait[host]
            raise DoubtfulError(Doubt(IncidentKind.BLOCKED, WAIT.format(host=host, status=status, url=request.url)), status)
        response = await super().download_request(request)
        if response.status == 429 or (response.status == 503 and "Retry-After" in response.headers):
            self._asked_to_wait[host] = response.status
        return response
