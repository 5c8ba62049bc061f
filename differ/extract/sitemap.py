"""Sitemaps (sitemaps.org): the pages of a site, or the sitemaps that list them."""

import re

from core.values import Doubt, IncidentKind, Provision
from differ.extract.reading import Instructions, Reading, digest
from differ.extract.tree import Tree, element

PAGES, SITEMAPS = "urlset", "sitemapindex"
"""The root elements of a sitemap, which its reading bears as ``root``."""
_CLOSED = re.compile(rf"</(?:\w+:)?(?:{PAGES}|{SITEMAPS})\s*>")
_UNREADABLE = Doubt(IncidentKind.UNREADABLE, "the answer is no whole sitemap: its root element is never closed")
_EMPTY = Doubt(IncidentKind.EMPTY, "the sitemap names no address")


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """Every address that the sitemap names, in its order, as a Provision with that ``url``."""
    if not _CLOSED.search(text):
        return _UNREADABLE
    root = element(Tree(text.encode(), "xml").find([PAGES, SITEMAPS]))
    named = (place.find("loc", recursive=False) for place in root.find_all(["url", "sitemap"], recursive=False)) if root else ()
    addresses = dict.fromkeys(each.get_text().strip() for each in named if each)
    provisions = tuple(Provision(digest("address", each), "", each, firm=True, url=each) for each in addresses if each)
    return Reading(provisions, language=instructions.language, root=str(root.name)) if root and provisions else _EMPTY
