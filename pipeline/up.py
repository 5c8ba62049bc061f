"""``veille up``: poller, sender and website together, for a service on one machine."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any

from core.errors import VeilleError


def beside(website: Callable[[], None], polling: Coroutine[Any, Any, None], run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
    """Run ``polling`` by ``run``, and ``website`` in a process of its own, so that comparing a law keeps no reader waiting.

    Neither goes on without the other: raises ``VeilleError`` where the website ends; a supervisor then starts both again.
    """
    process = get_context("spawn").Process(target=_serve, args=(website,), name="website", daemon=True)
    process.start()
    try:
        run(_until_one_ends(polling, process))
    finally:
        process.terminate()
        process.join()


async def _until_one_ends(polling: Coroutine[Any, Any, None], process: BaseProcess) -> None:
    poller, website = asyncio.ensure_future(polling), asyncio.ensure_future(asyncio.to_thread(process.join))
    try:
        await asyncio.wait({poller, website}, return_when=asyncio.FIRST_COMPLETED)
        if not poller.done():
            raise VeilleError(f"The website ended by itself (exit code {process.exitcode}); what it said last stands above.")
        poller.result()
    finally:
        poller.cancel()


def _serve(website: Callable[[], None]) -> None:
    """Serve until the poller is gone, however it went: a website that outlives it would hold the port against its successor."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        website()
    except VeilleError as error:
        sys.exit(str(error))


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
