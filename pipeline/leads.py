"""What the answers of a listing lead to: the pages of its new items, and the documents linked there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import models
from core.values import Fetch, Provision, Version, WatchKind
from core.watchlist import Topic, Watch
from differ.extract import read
from pipeline.deployment import Deployment
from pipeline.items import is_redesign, known_again, page_of
from pipeline.topics import topics_of
from pipeline.versions import latest, version_of

SOUGHT = timedelta(days=3)
"""How long the text of an item is sought where its page cannot be read."""


@dataclass(frozen=True)
class Leads:
    """Gives the addresses that an answer of one listing leads to (``Assignment.leads_to``).

    ``known`` are the items of the last Version, ``settled`` the keys of those whose text is no longer sought, ``held``
    the addresses that were already read.
    """

    watch: Watch
    topics: dict[str, Topic]
    known: tuple[Provision, ...]
    settled: frozenset[str]
    held: frozenset[str]

    def __call__(self, fetch: Fetch) -> Sequence[str]:
        """Of the listing, the pages of items whose text is missing; of such a page, the documents linked there."""
        if fetch.parent:
            reading = self._read(fetch, listing=False)
            return reading.documents if reading else ()
        missing = [item for item in self._listed(fetch) if item.key not in self.settled]
        # The number of pages that one poll asks for is limited: those whose title already concerns someone come first.
        missing.sort(key=lambda item: not topics_of(item.label, "", self.watch.language, self.topics))
        addresses = dict.fromkeys(page_of(item, fetch.url) for item in missing)
        return [address for address in addresses if address and address not in self.held]

    def _listed(self, fetch: Fetch) -> Sequence[Provision]:
        """The items that the answer shows; those known where it says that nothing changed."""
        if fetch.body is None:
            return self.known
        reading = self._read(fetch, listing=True)
        listed = reading.provisions if reading else ()
        return () if is_redesign(self.watch, self.known, listed) else known_again(self.known, listed)

    def _read(self, fetch: Fetch, *, listing: bool) -> Version | None:
        reading = read(
            fetch.body or b"",
            fetch.headers.get("content-type", ""),
            address=fetch.final_url,
            language=self.watch.language,
            select=self.watch.select if listing else "",
            ignore=self.watch.ignore,
            headers=fetch.headers,
            listing=listing,
        )
        return reading if isinstance(reading, Version) else None


def leads_of(session: Session, watch: Watch, deployment: Deployment) -> Callable[[Fetch], Sequence[str]] | None:
    """The leads of a listing; ``None`` of any other Watch, and of a listing that was never read: all it has is old."""
    last = latest(session, watch.id) if watch.kind is WatchKind.LISTING else None
    if last is None:
        return None
    read_before = select(models.Snapshot.url).where(models.Snapshot.watch_id == watch.id, models.Snapshot.parent != "")
    return Leads(
        watch,
        deployment.watchlist.topics if watch.match else {},
        version_of(last).provisions,
        _settled(session, watch, deployment),
        frozenset(session.scalars(read_before.where(models.Snapshot.readable.is_(True)))),
    )


def _settled(session: Session, watch: Watch, deployment: Deployment) -> frozenset[str]:
    """The keys of the items that were there before text was sought at all, or for so long that it is sought no more."""
    long_ago = models.Version.instant <= deployment.now() - SOUGHT
    row = session.scalar(
        select(models.Version)
        .where(models.Version.watch_id == watch.id, or_(long_ago, models.Version.number == 1, models.Version.technical))
        .order_by(models.Version.number.desc())
        .limit(1)
    )
    return frozenset(item.key for item in version_of(row).provisions) if row else frozenset()
