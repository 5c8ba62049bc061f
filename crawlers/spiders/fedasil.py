"""Fedasil: a Drupal site with standing pages and a list of news.

Its pager counts from zero (``?page=277``) and shows each teaser twice; what is new stands on the first
page. Source: ``reference/sources.md`` §4 of the project's research.
"""

from typing import ClassVar

from crawlers.spiders.listing import ListingSpider


class FedasilSpider(ListingSpider):
    """Pages as they are; of its lists, the first page."""

    name = "fedasil"
    pages: ClassVar[int] = 1
