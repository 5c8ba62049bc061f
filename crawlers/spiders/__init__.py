"""The spiders, by the name that a Source gives as ``spider``."""

from crawlers.spiders.cgra import CgraSpider
from crawlers.spiders.dofi import DofiSpider
from crawlers.spiders.ejustice import EjusticeSpider
from crawlers.spiders.eurlex import EurlexSpider
from crawlers.spiders.fedasil import FedasilSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.page import PageSpider

SPIDERS: dict[str, type[PageSpider]] = {
    spider.name: spider for spider in (PageSpider, ListingSpider, DofiSpider, CgraSpider, FedasilSpider, EjusticeSpider, EurlexSpider)
}
