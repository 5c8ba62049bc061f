"""What routes are handed: a reading session, the clock, the public address of the site, watchlist and settings."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from alerts.people.choices import Deployed
from api.limits import Limit
from api.pages import LANGUAGES, language_of
from core import models
from core.database import reading
from core.found_pages import state_of_found, with_found_pages
from core.settings import Settings
from core.values import WatchKind
from core.watchlist import Topic, Watchlist

READS, READS_SPAN = 100, timedelta(seconds=5)
"""How often one client may ask without posting anything."""
WRITES, WRITES_SPAN = 60, timedelta(minutes=1)
"""How often one client may ask the API to change something, whatever it shows to be let in."""


@dataclass(frozen=True)
class Surroundings:
    """What ``create_app`` was given."""

    engine: Engine
    now: Callable[[], datetime]
    site: str
    named: Callable[[], Watchlist]
    settings: Settings
    limit: Limit = field(default_factory=Limit)
    reads: Limit = field(default_factory=lambda: Limit(READS, READS_SPAN))
    writes: Limit = field(default_factory=lambda: Limit(WRITES, WRITES_SPAN))
    remembered: dict[str, Any] = field(default_factory=dict)
    """What takes long to work out, with the state of the history from which it follows."""

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist as it is now, with the pages that the sitemaps of our own sites name by now."""
        named = self.named()
        if not named.sites:
            return named
        with reading(self.engine) as session:
            state = state_of_found(session)
            known: tuple[Watchlist, object, Watchlist] | None = self.remembered.get("found pages")
            if known is None or known[0] is not named or known[1] != state:
                known = self.remembered["found pages"] = (named, state, with_found_pages(session, named))
        return known[2]

    def deployed(self, session: Session) -> Deployed:
        """What Subscriptions are about: Topics and Sources as the history knows them, whatever watchlist is at hand."""
        topics = {row.id: Topic(**row.labels) for row in session.scalars(select(models.Topic))}
        row = models.Watch
        official = select(row.source, row.source_name).where(row.active, row.kind != WatchKind.OWN).distinct()
        watchlist = self.watchlist.model_copy(update={"topics": self.watchlist.topics | topics})
        return Deployed(watchlist, self.settings, dict(session.execute(official).all()))


def surroundings(request: Request) -> Surroundings:
    """What the application that answers this request was created with."""
    found: Surroundings = request.app.state.surroundings
    return found


async def _around(request: Request) -> Surroundings:
    # What waits for nothing needs no thread.
    return surroundings(request)


Around = Annotated[Surroundings, Depends(_around)]


async def session(around: Around) -> AsyncIterator[Session]:
    """A session that only reads, open until the answer is made.

    To open it asks nothing of the database, and to close it next to nothing, for which a thread would cost more than it saves.
    """
    with reading(around.engine) as opened:
        yield opened


Reading = Annotated[Session, Depends(session, scope="function")]


async def tongue(
    request: Request,
    lang: Annotated[str | None, Query(description=f"{', '.join(LANGUAGES)}; otherwise the browser's language.", examples=["fr"])] = None,
) -> str:
    """The language to answer in."""
    return language_of(request)


Tongue = Annotated[str, Depends(tongue)]
