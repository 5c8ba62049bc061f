"""One pass over what is due, and the schedule that repeats it: the whole of DESIGN §3 in order."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from alerts import stages
from alerts.messages import Message
from alerts.sending.deliver import Delivered, deliver
from core.database import transaction
from core.errors import VeilleError
from core.settings import Settings
from core.values import Poll
from core.watchlist import Watchlist
from crawlers.assignment import Assignment
from crawlers.crawl import crawl
from crawlers.recordings import Recordings
from pipeline.collect import due, register
from pipeline.compare import compare
from pipeline.deployment import Deployment
from pipeline.derive import derive, rederive
from pipeline.effect import take_effect
from pipeline.flapping import tell_what_rests
from pipeline.gather import gather
from pipeline.keep import keep
from pipeline.parity import check_parity
from pipeline.sites import follow_sites, up_to_date

LOG = logging.getLogger(__name__)
PAUSE = 30
"""Seconds between two looks at what is due."""
PASSING = (OperationalError, OSError, VeilleError)
"""What may pass by itself: a locked database, a full disk."""
Stage = Callable[[Session, Watchlist, Settings, datetime], object]
MATCHING: Sequence[Stage] = (stages.write_rectifications, stages.match_events)
"""Corrections come first, so that nobody is told what was withdrawn;"""
TELLING: Sequence[Stage] = (
    lambda session, watchlist, settings, now: stages.find_sunsets(session, now),
    stages.write_alerts,
    stages.write_sunsets,
    stages.write_tasks,
    stages.write_incidents,
    stages.write_administrators_digest,
    stages.erase,
)
"""our own pages are reviewed between the two, before the alerts that name them."""


@dataclass(frozen=True)
class Pass:
    """What one pass did."""

    polled: int
    changes: int
    delivered: Delivered


def prepare(deployment: Deployment) -> None:
    """Once before polling: what the watchlist says, what our own reading now reads otherwise, what an earlier run left undone.

    The last so that a Version is never compared with a later one.
    """
    known = up_to_date(deployment)
    register(known)
    rederive(known)
    process(known)


async def run_once(deployment: Deployment, only: Sequence[str] = (), recordings: Recordings | None = None) -> Pass:
    """Poll what is due (or ``only``), with what our own sites name for the first time; then bring everything that waits to its readers."""
    known = up_to_date(deployment)
    polled, changes = await _poll(known, due(known, only), recordings)
    # A sitemap may name sitemaps, and these pages.
    while polled and (found := follow_sites(known, polled)):
        known = up_to_date(deployment)
        more, further = await _poll(known, due(known, found), recordings)
        polled, changes = [*polled, *more], changes + further
    look_again(known, polled)
    return Pass(len(polled), changes, tell(known))


async def _poll(deployment: Deployment, assignments: Sequence[Assignment], recordings: Recordings | None) -> tuple[list[str], int]:
    """Ask for what is assigned, read and compare what came; the Watches that were polled, and how many Changes were found."""
    return await ask(deployment, assignments, recordings), process(deployment)


async def ask(deployment: Deployment, assignments: Sequence[Assignment], recordings: Recordings | None = None) -> list[str]:
    """Ask for what is assigned and keep what came; the Watches that were polled."""
    polled: list[str] = []

    def receive(polls: Sequence[Poll]) -> None:
        keep(deployment, polls)
        polled.extend(poll.watch for poll in polls)

    if assignments:
        await crawl(
            assignments,
            user_agent=deployment.user_agent,
            now=deployment.now,
            receive=receive,
            recordings=recordings,
            allow_private_hosts=deployment.settings.allow_private_hosts,
        )
    return polled


async def run_on(renewed: Callable[[], Deployment], show: Callable[[Pass], None]) -> None:
    """Go on, on schedule, until cancelled; what may pass by itself (a locked database, a full disk) is tried again."""
    while True:
        try:
            deployment = renewed()
            digest_on_schedule(deployment)
            done = await run_once(deployment)
        except PASSING as trouble:
            LOG.error("This pass was cut short and is tried again: %s", trouble)
        else:
            if done.polled or done.delivered.sent:
                show(done)
        await asyncio.sleep(PAUSE)


def process(deployment: Deployment) -> int:
    """Derive, compare and gather whatever waits; gives how many Changes were found."""
    derive(deployment)
    changes = compare(deployment)
    gather(deployment)
    return changes


def look_again(deployment: Deployment, read: Sequence[str] | None = None) -> None:
    """What time alone brings: a page comes to rest, a rule takes effect, a language version of what was ``read`` still lags.

    Whatever worker processed something calls it before it tells; none named means every Watch.
    """
    tell_what_rests(deployment)
    gather(deployment)
    take_effect(deployment)
    check_parity(deployment, read)


def tell(deployment: Deployment) -> Delivered:
    """Match what is new, write the ledger, then send what stands in it."""
    write_ledger(deployment)
    return send(deployment)


def write_ledger(deployment: Deployment) -> None:
    """Match what is new, and put in the ledger whatever someone is to be told."""
    _in_turn(deployment, MATCHING)
    sum(stages.review_in_steps(deployment.engine, deployment.watchlist, deployment.now()))
    _in_turn(deployment, TELLING)


def send(deployment: Deployment) -> Delivered:
    """Send what stands in the ledger; several processes may do so at once."""
    return deliver(deployment.engine, deployment.watchlist, deployment.settings, deployment.now)


def _in_turn(deployment: Deployment, several: Sequence[Stage]) -> None:
    for stage in several:
        with transaction(deployment.engine) as session:
            stage(session, deployment.watchlist, deployment.settings, deployment.now())


def digest_on_schedule(deployment: Deployment) -> int:
    """Write every Digest whose hour has come for its Subscription; what stands in the ledger is sent with the next pass."""
    watchlist = up_to_date(deployment).watchlist
    with transaction(deployment.engine) as session:
        return stages.write_scheduled_digests(session, watchlist, deployment.settings, deployment.now())


def digest(deployment: Deployment, frequency: str, *, preview: bool = False) -> list[Message]:
    """Build and send what is due at this frequency; ``preview`` only renders."""
    watchlist = up_to_date(deployment).watchlist
    with transaction(deployment.engine) as session:
        messages = stages.write_digests(session, watchlist, deployment.settings, frequency, deployment.now(), preview=preview)
    if not preview:
        send(deployment)
    return messages
