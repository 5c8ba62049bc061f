"""Office des étrangers, dofi.ibz.be: a Drupal site of the federal Fast2Web platform.

Plain pages, edited in place, without feed or archive; paths mix languages, so that each language version
is a Watch with an address of its own. Source: ``reference/sources.md`` §2 of the project's research.
"""

from typing import ClassVar

from crawlers.spiders.listing import ListingSpider


class DofiSpider(ListingSpider):
    """Pages as they are; of its news list, the first page."""

    name = "dofi"
    pages: ClassVar[int] = 1
