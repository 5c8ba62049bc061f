"""Our own sites: the pages that their sitemaps and feeds name become Watches; those that leave a sitemap are noted, never dropped."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.database import alone, reading, transaction
from core.folding import fold
from core.found_pages import with_found_pages
from core.paths import host_of
from core.values import Version
from core.watchlist import Site, SiteWatch
from differ.extract.sitemap import SITEMAPS
from pipeline.collect import register
from pipeline.deployment import Deployment
from pipeline.versions import latest, version_of

LONGEST = 80
"""Characters of a path that stand in the id of a page."""


def up_to_date(deployment: Deployment) -> Deployment:
    """The deployment with the pages that were found so far."""
    if not deployment.watchlist.sites:
        return deployment
    with reading(deployment.engine) as session:
        return replace(deployment, watchlist=with_found_pages(session, deployment.watchlist))


def follow_sites(deployment: Deployment, polled: Collection[str]) -> list[str]:
    """Note what the sitemaps and feeds among the Watches ``polled`` name and no longer name; the ids of what is new."""
    lists = {watch.id for watch in deployment.watches.values() if isinstance(watch, SiteWatch)}
    if lists.isdisjoint(polled):
        return []
    with transaction(deployment.engine) as session:
        alone(session, "sites")
        new = [each for site in deployment.watchlist.sites for each in _follow(session, site, deployment)]
    if new:
        register(up_to_date(deployment))
    return new


def _follow(session: Session, site: Site, deployment: Deployment) -> Iterator[str]:
    """The ids of what the site names for the first time."""
    row = models.Watch
    known = {each.url: each for each in session.scalars(select(row).where(row.site == site.id))}
    named = dict(_named(session, site, [each.id for each in known.values() if each.is_sitemap]))
    for url, each in known.items():
        # What scrolled off a feed has not left anything.
        each.left = None if url in named or site.feed else each.left or deployment.now()
    # Pages that are named by hand have their Watch already.
    taken = dict(session.execute(select(row.url, row.id).where(row.site.is_(None))).all())
    ids = {*taken.values(), *(each.id for each in known.values())}
    for url, is_sitemap in named.items():
        if url not in known and url not in taken:
            id = _id(site, url, ids)
            ids.add(id)
            session.add(_row(site, id, url, is_sitemap))
            yield id


def _named(session: Session, site: Site, further: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Every address that the newest readings of the site's sitemaps or feed name, and whether it is a sitemap."""
    watch = site.as_watch()
    for watch_id in (site.id, *further):
        last = latest(session, watch_id)
        version = version_of(last) if last else Version("", ())
        addresses = [each.url for each in version.provisions]
        if version.root != SITEMAPS:
            yield from ((each, False) for each in watch.wanted(addresses))
        elif watch_id == site.id:  # one that is named by another may name no further ones
            yield from ((each, True) for each in addresses if host_of(each) == host_of(site.url))


def _id(site: Site, url: str, taken: set[str]) -> str:
    """``asso.fr-asile-procedure``: the id of the site and the path, with a mark where another page has that."""
    parts = urlsplit(url)
    words = re.sub(r"[^a-z0-9]+", "-", fold(unquote(f"{parts.path} {parts.query}"))).strip("-")[:LONGEST] or "home"
    name = f"{site.id}.{words}"
    return f"{name}-{sha256(url.encode()).hexdigest()[:8]}" if name in taken else name


def _row(site: Site, id: str, url: str, is_sitemap: bool) -> models.Watch:
    return models.Watch(
        id=id,
        source=site.source,
        source_name=site.source,
        kind="own",
        url=url,
        language=site.language,
        topics=[],
        translations=[],
        site=site.id,
        is_sitemap=is_sitemap,
    )
