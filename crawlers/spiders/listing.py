"""Listings: HTML with a pager, SPARQL results, Atom and RSS; and pages as well."""

from collections.abc import AsyncIterator
from typing import ClassVar

from scrapy.http import HtmlResponse, Response
from w3lib.url import url_query_cleaner, url_query_parameter

from core.values import WatchKind
from crawlers.addresses import stays_at
from crawlers.assignment import Assignment, host_of
from crawlers.spiders.page import PageSpider

MORE = "{watch}: {address} goes on after {pages} pages, which is as far as one poll reads; what stands behind them is not seen."


class ListingSpider(PageSpider):
    """Follows the pager of a listing on its host; a page or law Watch of the same publisher is asked for as it is.

    ``next_page`` selects the link to the following page; ``pages`` is how many of them one poll reads at
    most, the newest first.
    """

    name = "listing"
    next_page: ClassVar[str] = "a[rel~=next], link[rel~=next], .pager__item--next a, .pager-next a"
    pages: ClassVar[int] = 10

    async def answers(self, assignment: Assignment, address: str) -> AsyncIterator[Response]:
        """The page at ``address``, then those that its pager leads to."""
        pages = self.pages if assignment.watch.kind is WatchKind.LISTING else 1
        asked: list[str] = []
        following: str | None = address
        while following and _plain(following) not in asked and len(asked) < pages:
            asked.append(_plain(following))
            # A 304 has no body, and so no pager: the pages after it would be lost.
            response = await self.ask(assignment, following, conditional=pages == 1)
            yield response
            following = self._following(response)
        if following and _plain(following) not in asked and pages > 1:
            self.logger.warning(MORE.format(watch=assignment.watch.id, address=address, pages=pages))

    def _following(self, response: Response) -> str | None:
        if not isinstance(response, HtmlResponse):
            return None
        link = response.css(self.next_page).attrib.get("href")
        return _on_the_same_host(response, link) if link else None


def _on_the_same_host(response: HtmlResponse, link: str) -> str | None:
    """The whole address of ``link``, ``None`` where it leads away from the publisher or is no address of the web."""
    try:
        address = response.urljoin(link)
    except ValueError:
        return None
    return address if stays_at(address, {host_of(response.url)}) else None


def _plain(address: str) -> str:
    """The address without the number of the first page, which Drupal counts from zero and leaves out."""
    first = url_query_parameter(address, "page") == "0"
    return url_query_cleaner(address, ["page"], remove=True) if first else address
