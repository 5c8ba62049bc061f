"""The one event loop of a process on which Scrapy crawls run, as often as wanted."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import cache, partial
from typing import Any, TypeVar, cast

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What ``coroutine`` gives, run to its end on the loop of Twisted's asyncio reactor.

    It may be called again and again, always from the same thread. Ctrl-C cancels the coroutine, lets it
    clean up, then raises ``KeyboardInterrupt``.
    """
    return _runner().run(coroutine)


@cache
def _runner() -> asyncio.Runner:
    """A runner that is never closed: Twisted knows one reactor a process, and cannot start it twice."""
    runner = asyncio.Runner()
    _start_reactor(runner.get_loop())
    return runner


def _start_reactor(loop: asyncio.AbstractEventLoop) -> None:
    from twisted.internet.asyncioreactor import AsyncioSelectorReactor  # noqa: PLC0415 (only crawls pay for Twisted)
    from twisted.internet.main import installReactor  # noqa: PLC0415 (likewise)

    reactor: Any = AsyncioSelectorReactor(loop)
    cast("Callable[[object], None]", installReactor)(reactor)
    reactor.startRunning(installSignalHandlers=False)
    # Scrapy looks through its whole stack when it loads this, at a cost for each step of it: here the stack is short.
    import scrapy.core.downloader.contextfactory  # noqa: F401, PLC0415

    # Nothing ever stops the reactor, so its threads (which resolve names) must not keep the process alive.
    reactor.getThreadPool().threadFactory = partial(threading.Thread, daemon=True)
