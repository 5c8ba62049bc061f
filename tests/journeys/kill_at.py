"""Runs `veille run --once` in forked children, each killed with SIGKILL around one of its commits; started by test_kill.py.

Reads lines `NUMBER<TAB>before|after<TAB>FOLDER<TAB>INSTANT` (NUMBER 0 kills nothing) and prints for each
`SIGNAL<TAB>COMMITS`: the signal that ended the child, and the commits of one that nobody killed.
"""

import os
import signal
import sys
from multiprocessing import Value

import scrapy.core.downloader.contextfactory  # noqa: F401 - see below
from sqlalchemy import Engine, event

# What a run needs is imported, and the data of the languages read, once, before the forks: it is what takes the time.
import crawlers.crawl  # noqa: F401 - see above
import pipeline.commands
import pipeline.run  # noqa: F401 - see above
from alerts.desk.official import bundled
from core.values import Provision, Version
from differ.compare import compare
from pipeline.cli import app

commits = Value("i", 0)


def die_at(number: int, when: str) -> None:
    """Have this process killed just before its commit of that number, or at the first statement behind it."""

    @event.listens_for(Engine, "commit")
    def count(connection: object) -> None:
        commits.value += 1
        if when == "before" and commits.value == number:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "begin")
    def begin(connection: object) -> None:
        if when == "after" and number and commits.value == number:
            os.kill(os.getpid(), signal.SIGKILL)


def run(folder: str, instant: str) -> None:
    """The command itself, in its folder."""
    os.chdir(folder)
    app(["--quiet", "run", "--once", "--now", instant], standalone_mode=False)


compare(*(Version("test", (Provision("a", "", f"La redevance est fixée à {amount} €."),)) for amount in (1, 2)), "fr")
bundled()
for line in sys.stdin:
    number, when, folder, instant = line.split()
    commits.value = 0
    child = os.fork()
    if child == 0:
        die_at(int(number), when)
        try:
            run(folder, instant)
        finally:
            sys.stdout.flush()
            os._exit(0)
    _, status = os.waitpid(child, 0)
    print(f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\t{commits.value}", flush=True)
