"""What one deployment works with: its database, its watchlist and its settings."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Engine

from core.clock import BRUSSELS, Clock
from core.settings import Settings
from core.watchlist import Watch, Watchlist


@dataclass(frozen=True)
class Deployment:
    """Handed to every stage; nothing below the command line looks anything up by itself."""

    engine: Engine
    watchlist: Watchlist
    settings: Settings
    now: Clock

    def today(self) -> date:
        """The date in Brussels, where the publishers are."""
        return self.now().astimezone(BRUSSELS).date()

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Every Watch and own page that the watchlist names, by its id."""
        return {watch.id: watch for watch in self.watchlist.all_watches()}

    def watch(self, watch_id: str) -> Watch | None:
        """The Watch or own page of this id, where the watchlist still names it."""
        return self.watches.get(watch_id)

    @property
    def user_agent(self) -> str:
        """Who asks and how to reach them."""
        return user_agent(self.settings)


def user_agent(settings: Settings) -> str:
    """What requests say of us."""
    return f"Veille/0.1 (legislative change monitoring; +{settings.contact})"
