"""The watchlist, with the mistakes that only the whole of Veille can find: unknown spiders, routes that lead nowhere."""

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from alerts.sending.routes import PLACEHOLDER, TAG, resolve
from core.errors import RouteError
from core.mistakes import nearest
from core.settings import Settings
from core.watchlist import Watchlist
from core.watchlist_names import Location, Problem
from core.watchlist_reader import read_watchlist

MAIL_SERVICE = "mailtos://user:password@example.org"
"""Stands for the deployment's own, so that a route is judged by itself."""


def checked_watchlist(path: Path, settings: Settings) -> tuple[Watchlist, list[str]]:
    """The watchlist and its warnings; ``WatchlistError`` with every mistake at once."""

    def more(watchlist: Watchlist) -> Iterator[Problem]:
        yield from _spider_problems(watchlist)
        yield from _route_problems(watchlist, settings.model_copy(update={"smtp_url": MAIL_SERVICE}))

    return read_watchlist(path, allow_private_hosts=settings.allow_private_hosts, more=more)


def known_spiders() -> list[str]:
    """The names a Source may give as ``spider``: those of the files in ``crawlers/spiders/``, read without loading Scrapy."""
    folder = files("crawlers").joinpath("spiders")
    names = (Path(file.name) for file in folder.iterdir())
    return sorted(name.stem for name in names if name.suffix == ".py" and name.stem != "__init__")


def _spider_problems(watchlist: Watchlist) -> Iterator[Problem]:
    known = known_spiders()
    for source_id, source in watchlist.sources.items():
        if source.spider not in known:
            yield Problem(("sources", source_id, "spider"), f"there is no spider {source.spider!r}; {nearest(source.spider, known)}")


def _route_problems(watchlist: Watchlist, settings: Settings) -> Iterator[Problem]:
    for where, route in _routes(watchlist):
        # A name that is not set is a warning already.
        if route and all(os.environ.get(name) for name in PLACEHOLDER.findall(route)):
            try:
                address = resolve(route, settings, os.environ)
            except RouteError as error:
                yield Problem(where, str(error))
                continue
            if not _leads_somewhere(address):
                # The route as written: the address it stands for may hold secrets.
                shown = route if PLACEHOLDER.search(route) else f"{route.split('://', 1)[0]}://…"
                yield Problem(where, f"Apprise understands no address {shown!r}; look it up under https://appriseit.com/services/")


def _routes(watchlist: Watchlist) -> Iterator[tuple[Location, str]]:
    for section in ("subscribers", "administrators"):
        for index, reader in enumerate(getattr(watchlist, section)):
            yield from (((section, index, "via", position), route) for position, route in enumerate(reader.via))
    for section in ("pages", "sites"):
        for index, page in enumerate(getattr(watchlist, section)):
            yield (section, index, "editor"), page.editor


def _leads_somewhere(address: str) -> bool:
    if address.startswith(TAG):
        return True
    from alerts.sending.channels import is_understood  # noqa: PLC0415 - loading Apprise takes half a second

    return is_understood(address)
