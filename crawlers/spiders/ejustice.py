"""eJustice: Justel (consolidated laws) and the Moniteur belge.

The Moniteur appears in several editions a day, each a summary of its own with a pager: a poll reads them
all. Justel's laws are plain pages of up to 2 MB. ``/eli/`` is reported to be refused by robots.txt, the same
texts stand under ``/cgi_loi/``. Source: ``reference/sources.md`` §1 of the project's research.
"""

from collections.abc import AsyncIterator
from typing import ClassVar

from scrapy.http import HtmlResponse, Response
from w3lib.url import add_or_replace_parameter, url_query_parameter

from core.values import WatchKind
from crawlers.assignment import Assignment
from crawlers.spiders.listing import ListingSpider

EDITION = "s_editie"


class EjusticeSpider(ListingSpider):
    """Laws as they are; of a day's summary, every edition and every page of it."""

    name = "ejustice"
    next_page: ClassVar[str] = "a.pagination-button.pagination-next"
    pages: ClassVar[int] = 100

    async def answers(self, assignment: Assignment, address: str) -> AsyncIterator[Response]:
        """The edition at ``address``, then the day's other editions."""
        others: list[str] | None = None
        async for response in super().answers(assignment, address):
            if others is None:
                others = _other_editions(response, address) if assignment.watch.kind is WatchKind.LISTING else []
            yield response
        for other in others or []:
            async for response in super().answers(assignment, other):
                yield response


def _other_editions(response: Response, address: str) -> list[str]:
    """The addresses of the editions beside the one shown; without a number in ``address`` that is the first."""
    buttons = response.css("div.editions .button__small ::text").getall() if isinstance(response, HtmlResponse) else []
    count = max((int(text) for text in map(str.strip, buttons) if text.isdigit()), default=1)
    shown = url_query_parameter(address, EDITION) or "1"
    return [add_or_replace_parameter(address, EDITION, str(number)) for number in range(1, count + 1) if str(number) != shown]
