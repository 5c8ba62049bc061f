"""Keeps every request of a crawl, those for robots.txt and after redirects too, away from private hosts."""

import asyncio
import socket

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from core.private_hosts import is_private
from core.values import Doubt, IncidentKind
from crawlers.assignment import host_of
from crawlers.failures import DoubtfulError

REFUSED = "{host} is a private host, so {url} is not fetched; VEILLE_ALLOW_PRIVATE_HOSTS=1 allows it, if it is meant."


class PrivateHostsMiddleware:
    """Refuses a host that is private, or whose name leads to a private address, unless ``ALLOW_PRIVATE_HOSTS``."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"):
            raise NotConfigured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PrivateHostsMiddleware":
        """The middleware of one crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise ``DoubtfulError`` where it would ask a private host."""
        host = host_of(request.url)
        if is_private(host) or any(map(is_private, await _addresses(host))):
            raise DoubtfulError(Doubt(IncidentKind.ERROR, REFUSED.format(host=host, url=request.url)))


async def _addresses(name: str) -> set[str]:
    """The IP addresses of a host; none where its name cannot be resolved, which its download will tell."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return set()
    return {str(address[0]) for *_, address in found}
