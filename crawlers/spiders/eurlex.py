"""EU law from CELLAR, the Publications Office's repository; EUR-Lex's own pages answer robots with a challenge.

An act is asked for by CELEX number with content negotiation; the answer is a 303 to plain http, which is
followed over https and to known hosts only. New acts are found by SPARQL (60 s at most).
Source: ``reference/sources.md`` §5 of the project's research.
"""

from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from core.values import Doubt, IncidentKind, WatchKind
from core.watchlist import SPARQL_JSON, Watch
from crawlers.assignment import host_of
from crawlers.failures import DoubtfulError
from crawlers.spiders.page import PageSpider

OFFICE = "publications.europa.eu"
LANGUAGES = {"fr": "fra", "nl": "nld", "en": "eng", "de": "deu"}
STRAY = "{url} leads to {host}, which is not the Publications Office; check the CELEX number, or the Source's endpoint."


class EurlexSpider(PageSpider):
    """Acts as XHTML in the language of the Watch; listings as SPARQL results."""

    name = "eurlex"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Stand nearer to the network than Scrapy's own redirects (600)."""
        super().update_settings(settings)
        settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", CellarRedirects, 650)

    def headers(self, watch: Watch) -> dict[str, str]:
        """What CELLAR negotiates on; languages are ISO 639-3 there."""
        document = "application/xhtml+xml, text/html;q=0.8"
        accept = SPARQL_JSON if watch.kind is WatchKind.LISTING else document
        return {"Accept": accept, "Accept-Language": LANGUAGES[watch.language]}


class CellarRedirects:
    """Keeps redirects on https and within the Publications Office and the Sources' endpoints."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CellarRedirects":
        """The middleware of one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer, its ``Location`` made safe; ``DoubtfulError`` where it leads elsewhere."""
        location = response.headers.get("Location")
        if location is None:
            return response
        target = urlsplit(urljoin(request.url, location.decode("latin-1")))
        if target.hostname not in self._hosts():
            reason = STRAY.format(url=request.url, host=target.hostname)
            raise DoubtfulError(Doubt(IncidentKind.ERROR, reason), response.status)
        if urlsplit(request.url).scheme == "https":
            target = target._replace(scheme="https")
        response.headers["Location"] = target.geturl()
        return response

    def _hosts(self) -> set[str]:
        spider = self._crawler.spider
        assert isinstance(spider, EurlexSpider)
        return {OFFICE, *(host_of(assignment.source.endpoint) for assignment in spider.assignments)}
