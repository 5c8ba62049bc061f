"""Takes every request of a crawl to the local server that plays recordings."""

from urllib.parse import quote

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class ReplayingHandler(HTTP11DownloadHandler):
    """Asks ``http://127.0.0.1:PORT/OFFICIAL-ADDRESS`` and gives the answer back as the official address's.

    It stands below every middleware, so that robots.txt, redirects and retries see official addresses only.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._server = f"http://127.0.0.1:{crawler.settings.getint('REPLAY_PORT')}/"

    async def download_request(self, request: Request) -> Response:
        """The recorded answer; it fails like an unreachable host where there is none."""
        response = await super().download_request(request.replace(url=self._server + quote(request.url, safe="")))
        return response.replace(url=request.url)
