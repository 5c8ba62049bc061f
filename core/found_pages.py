"""The pages that the sitemaps and feeds of our own sites named so far, as entries of the watchlist."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.watchlist import Page, Site, SiteWatch, Watchlist


class Found(NamedTuple):
    """A page, or a further sitemap, that a site named."""

    id: str
    url: str
    site: str
    is_sitemap: bool


def with_found_pages(session: Session, watchlist: Watchlist) -> Watchlist:
    """The watchlist with the pages of its sites that were found so far, as far as it still wants them."""
    if not watchlist.sites:
        return watchlist
    named, by_hand = {watch.id for watch in watchlist.all_watches()}, {page.url for page in watchlist.pages}
    new = [each for each in _found(session) if each.id not in named and each.url not in by_hand]
    sites = {site.id: site for site in watchlist.sites}
    pages, sitemaps = [*watchlist.pages, *_pages(new, sites)], [*watchlist.sitemaps, *_sitemaps(new, sites)]
    return watchlist.model_copy(update={"pages": pages, "sitemaps": sitemaps})


def state_of_found(session: Session) -> tuple[int, int]:
    """What is another as soon as pages were found or are wanted no more."""
    row = models.Watch
    count = select(func.count(), func.count().filter(row.active)).where(row.site.is_not(None))
    found, active = session.execute(count).one()
    return found, active


def _found(session: Session) -> list[Found]:
    row = models.Watch
    wanted = select(row.id, row.url, row.site, row.is_sitemap).where(row.site.is_not(None)).order_by(row.id)
    return [Found(id, url, site or "", is_sitemap) for id, url, site, is_sitemap in session.execute(wanted)]


def _pages(found: Iterable[Found], sites: dict[str, Site]) -> Iterator[Page]:
    for each in found:
        page = sites[each.site].page(each.id, each.url) if each.site in sites and not each.is_sitemap else None
        if page:
            yield page


def _sitemaps(found: Iterable[Found], sites: dict[str, Site]) -> Iterator[SiteWatch]:
    for each in found:
        if each.is_sitemap and each.site in sites:
            yield sites[each.site].as_watch(each.id, each.url)
