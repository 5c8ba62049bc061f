"""A poller that goes on for long follows the watchlist as it is written now."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from core.watchlist_file import PAUSE, WatchlistFile
from core.watchlist_reader import read_watchlist
from pipeline.deployment import Deployment
from pipeline.run import prepare


def renewing(deployment: Deployment, pause: float = PAUSE) -> Callable[[], Deployment]:
    """Gives the deployment with the watchlist of now; one that was changed is made known to the database before it is followed."""
    settings = deployment.settings
    named = WatchlistFile(settings.watchlist, partial(read_watchlist, allow_private_hosts=settings.allow_private_hosts), pause=pause)
    last, known = named(), deployment

    def renewed() -> Deployment:
        nonlocal last, known
        if (found := named()) is not last:
            changed = replace(deployment, watchlist=found)
            prepare(changed)
            last, known = found, changed
        return known

    return renewed
