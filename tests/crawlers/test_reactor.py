import asyncio
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from crawlers import reactor

CRAWL = """
import signal, sys
from datetime import UTC, datetime
from core.watchlist import Source, Watch
from crawlers import reactor
from crawlers.crawl import Assignment, crawl
signal.signal(signal.SIGINT, signal.default_int_handler)
url = sys.argv[1]
watch = Watch.model_validate({"id": "w", "source": "s", "kind": "page", "url": url, "language": "fr"})
source = Source.model_validate({"name": "S", "delay": "0s"})
try:
    watches = [Assignment(watch, source, (url,))]
    reactor.run(crawl(watches, user_agent="V/1.0", now=lambda: datetime.now(UTC), receive=print, allow_private_hosts=True))
except KeyboardInterrupt:
    print("interrupted")
"""


async def number() -> int:
    await asyncio.sleep(0)
    return 7


def test_it_runs_again_and_again() -> None:
    assert [reactor.run(number()) for _ in range(3)] == [7, 7, 7]


def test_an_error_is_raised_and_the_next_run_is_sound() -> None:
    async def failing() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        reactor.run(failing())
    assert reactor.run(number()) == 7


def test_ctrl_c_ends_a_crawl_cleanly_in_the_middle_of_a_watch(publisher: Any) -> None:
    asked, over = threading.Event(), threading.Event()

    def wait() -> None:
        asked.set()
        over.wait(20)

    publisher.serve("/page", b"page")
    publisher.wait_before("/page", wait)
    root = Path(__file__).resolve().parents[2]
    # A name, not a number: the threads that resolve it must not keep the process alive either.
    command = [sys.executable, "-c", CRAWL, f"http://localhost:{publisher.port}/page"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert asked.wait(20)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=10)
        finally:
            over.set()
            process.kill()
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)
