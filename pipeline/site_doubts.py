"""Why what the sitemap or feed of one of our sites names is not followed."""

from core.values import Doubt, IncidentKind, Version
from core.watchlist import SiteWatch, Watch
from differ.extract.sitemap import SITEMAPS

MOST_SITEMAPS = 50
"""How many further sitemaps one may name."""
TOO_MANY = "it names {count} pages under the paths of its topics, more than {most}: name narrower paths, or raise `most` (5000 at most)"
TOO_MANY_SITEMAPS = "it names {count} further sitemaps, more than {most}: name the one that lists the pages wanted"


def too_many(watch: Watch, reading: Version) -> Doubt | None:
    """The doubt that it names more than the watchlist allows."""
    if not isinstance(watch, SiteWatch):
        return None
    addresses = [each.url for each in reading.provisions]
    count, most, sentence = len(watch.wanted(addresses)), watch.most, TOO_MANY
    if reading.root == SITEMAPS:
        count, most, sentence = len(addresses), MOST_SITEMAPS, TOO_MANY_SITEMAPS
    return Doubt(IncidentKind.ERROR, sentence.format(count=count, most=most)) if count > most else None
