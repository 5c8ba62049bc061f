"""One poll of many Watches: real Scrapy crawls, a Poll for each Watch."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from scrapy.crawler import Crawler

from core.values import Doubt, IncidentKind, Poll
from crawlers.assignment import Assignment
from crawlers.manners import delays_of, settings_for
from crawlers.recordings import Recordings
from crawlers.spiders import SPIDERS
from crawlers.turns import Turns

__all__ = ["Assignment", "crawl"]

TURNS = Turns()
"""Of the whole process: what a host is owed outlives the crawl that asked it."""

MOMENT = 0.5
"""Seconds within which Polls that end are handed on together: storing each alone would cost more than polling it."""

PATIENCE = 10
"""Seconds that crawls have to end once they are stopped; they need one to close their connections."""

UNKNOWN = "There is no spider {name!r}; write one of {known} as the spider of the Source {source!r}."


async def crawl(  # noqa: PLR0913 - who asks for what, when, for whom, and how far
    assignments: Sequence[Assignment],
    *,
    user_agent: str,
    now: Callable[[], datetime],
    receive: Callable[[Sequence[Poll]], None],
    allow_private_hosts: bool = False,
    recordings: Recordings | None = None,
) -> None:
    """Poll each Watch once and hand its Poll to ``receive`` as soon as it is complete, with those that end at the same moment.

    There is one crawl for each spider; crawls that share a host wait for one another. With ``recordings``
    (already being served) every request is answered from them. A Watch that fails is a Poll with a Doubt, as
    is one that leads to a private host, unless ``allow_private_hosts``; an exception of ``receive`` ends
    everything and is raised.
    """
    _keep_quiet()
    ended: list[Poll] = []
    port = recordings.port if recordings else None
    crawlers = [
        (group, Crawler(SPIDERS[name], settings_for(group, user_agent, port, allow_private_hosts)))
        for name, group in _by_spider(assignments).items()
        if name in SPIDERS
    ]
    for assignment in assignments:
        if assignment.source.spider not in SPIDERS:
            receive([_unknown_spider(assignment, now())])
    crawling = asyncio.create_task(_crawl_all(crawlers, now, ended.append))
    try:
        while not crawling.done():
            await asyncio.wait([crawling], timeout=MOMENT)
            if ended:
                receive(tuple(ended))
                ended.clear()
        await crawling
    finally:
        crawling.cancel()
        await asyncio.wait([crawling], timeout=PATIENCE)


async def _crawl_all(
    crawlers: Iterable[tuple[Sequence[Assignment], Crawler]],
    now: Callable[[], datetime],
    hand_on: Callable[[Poll], None],
) -> None:
    """Hand on every Poll as soon as it has ended; returns when all crawls have."""

    async def alone_at_its_hosts(group: Sequence[Assignment], crawler: Crawler) -> None:
        async with TURNS.at(host for assignment in group for host in assignment.hosts):
            try:
                await crawler.crawl_async(assignments=group, now=now, hand_on=hand_on)
            finally:
                # Cancelling the task of a running crawl does not end its engine.
                await crawler.stop_async()
                TURNS.rest(delays_of(crawler))

    async with asyncio.TaskGroup() as crawls:
        for group, crawler in crawlers:
            crawls.create_task(alone_at_its_hosts(group, crawler))


def _by_spider(assignments: Sequence[Assignment]) -> dict[str, list[Assignment]]:
    groups: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        groups.setdefault(assignment.source.spider, []).append(assignment)
    return groups


def _unknown_spider(assignment: Assignment, instant: datetime) -> Poll:
    source = assignment.source
    reason = UNKNOWN.format(name=source.spider, known=", ".join(sorted(SPIDERS)), source=source.name)
    return Poll(assignment.watch.id, instant, doubt=Doubt(IncidentKind.ERROR, reason))


def _keep_quiet() -> None:
    """Scrapy's log is for those who asked for details; for all others each Poll says what happened."""
    wanted = logging.getLogger().isEnabledFor(logging.INFO)
    logging.getLogger("scrapy").setLevel(logging.NOTSET if wanted else logging.CRITICAL)
