"""EU law from CELLAR, the Publications Office's repository; EUR-Lex's own pages answer robots with a challenge.

An act is asked for by CELEX number with content negotiation; the answer is a 303 to plain http, which is
followed over https and to known hosts only. New acts are found by SPARQL (60 s at most), as is the newest
consolidated version of an act: a Watch of ``02024R1348`` follows whichever that is.
Source: ``reference/sources.md`` §5 of the project's research.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from core.values import Doubt, IncidentKind, WatchKind
from core.watchlist import SPARQL_JSON, Watch
from crawlers.assignment import Assignment, host_of
from crawlers.consolidations import consolidated_act, newest_version, question
from crawlers.failures import DoubtfulError
from crawlers.spiders.page import PageSpider

OFFICE = "publications.europa.eu"
LANGUAGES = {"fr": "fra", "nl": "nld", "en": "eng", "de": "deu"}
ACCEPT = {
    WatchKind.LAW: "application/xhtml+xml, text/html;q=0.8",
    WatchKind.PAGE: "text/html",
    WatchKind.OWN: "text/html",
    WatchKind.LISTING: SPARQL_JSON,
}
SEE_OTHER = 303
NOT_IN_THAT_FORM = (300, 404, 406)
SILENT = "{host} was asked which consolidated version of {act} is the newest and gave no SPARQL results; the next poll asks again."
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
        return {"Accept": ACCEPT[watch.kind], "Accept-Language": LANGUAGES[watch.language]}

    async def answers(self, assignment: Assignment, address: str) -> AsyncIterator[Response]:
        """The act at ``address``; where that names no version of a consolidated text, the newest version."""
        act = consolidated_act(address)
        yield await (self._newest(assignment, address, act) if act else self._act(assignment, address))

    async def _act(self, assignment: Assignment, address: str) -> Response:
        """The act as XHTML; some exist as ``html`` only, and are refused until they are asked for so."""
        try:
            return await self.ask(assignment, address)
        except DoubtfulError as error:
            if assignment.watch.kind is not WatchKind.LAW or error.status not in NOT_IN_THAT_FORM:
                raise
        return await self.ask(_asked_as(WatchKind.PAGE, assignment), address)

    async def _newest(self, assignment: Assignment, address: str, act: str) -> Response:
        """The newest consolidated version as the answer of ``address``, so that one history spans all versions; the act before any."""
        version = await self._version(assignment, act)
        asked = f"{address.rpartition('/')[0]}/{version or act}"
        # Dates of modification say nothing across versions, which the publisher may touch up in any order; ETags tell them apart.
        held = {name: value for name, value in assignment.validators.get(address, {}).items() if name == "If-None-Match"}
        response = await self._act(replace(assignment, validators={asked: held}), asked)
        # The endpoint has said where to look, as a 303 does: a newer version is not a page that moved.
        response.meta.update(address=address, redirect_reasons=[SEE_OTHER])
        return response

    async def _version(self, assignment: Assignment, act: str) -> str | None:
        """The CELEX number of the newest consolidated version of ``act``."""
        endpoint = assignment.source.endpoint
        response = await self.ask(_asked_as(WatchKind.LISTING, assignment), question(endpoint, act), conditional=False)
        try:
            return newest_version(response.body, act)
        except ValueError as error:
            reason = SILENT.format(host=host_of(endpoint), act=act)
            raise DoubtfulError(Doubt(IncidentKind.ERROR, reason), response.status) from error


def _asked_as(kind: WatchKind, assignment: Assignment) -> Assignment:
    """The assignment with the format in which Watches of another kind are asked for."""
    return replace(assignment, watch=assignment.watch.model_copy(update={"kind": kind}))


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
