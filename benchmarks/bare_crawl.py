"""Fetches addresses with a bare Scrapy spider that does nothing with the answers: what `polls.py` compares with.

Reads ``{"addresses": […], "times": 1}`` from its input and prints ``{}``.
"""

import json
import sys
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Bare(Spider):
    """Asks for everything at once; Scrapy's own limits keep order."""

    name = "bare"

    async def start(self) -> AsyncIterator[Request]:
        """One request for each address, as often as wanted."""
        for address in self.addresses:
            yield Request(address, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Nothing."""


job = json.load(sys.stdin)
process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare, addresses=job["addresses"] * job["times"])
process.start()
print("{}")
