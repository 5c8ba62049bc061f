"""Whose turn it is at a host: one crawl at a time in this process, and the host's delay between two of them."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager


class Turns:
    """Crawls that share a host wait for one another here, and for the host to have had its rest."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rested_at: dict[str, float] = {}

    @asynccontextmanager
    async def at(self, hosts: Iterable[str]) -> AsyncIterator[None]:
        """Alone at ``hosts``, as soon as each of them may be asked again."""
        async with AsyncExitStack() as held:
            names = sorted(set(hosts))
            # Taken in one order everywhere, so that no two crawls ever wait for each other.
            for host in names:
                await held.enter_async_context(self._locks[host])
            await asyncio.sleep(max((self._rested_at.get(host, 0) for host in names), default=0) - time.monotonic())
            yield

    def rest(self, delays: Mapping[str, float]) -> None:
        """Ask none of these hosts again before its delay, in seconds, has passed."""
        now = time.monotonic()
        for host, delay in delays.items():
            self._rested_at[host] = max(now + delay, self._rested_at.get(host, 0))
