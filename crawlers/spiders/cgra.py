"""CGRA, CGVS, CGRS: one Drupal 7 site under three host names, the same node in every language.

News is listed newest first; behind the pager lies an archive of monthly statistics of many years, which a
poll has no reason to read. Source: ``reference/sources.md`` §3 of the project's research.
"""

from typing import ClassVar

from crawlers.spiders.listing import ListingSpider


class CgraSpider(ListingSpider):
    """Pages as they are; of its lists, the first page."""

    name = "cgra"
    pages: ClassVar[int] = 1
