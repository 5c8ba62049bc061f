"""Runs `veille worker` in forked children, so that what each would take seconds to import is imported once; started by test_workers.py.

Reads lines: `start FOLDER ARGUMENT…` (separated by tabs) prints the child's process id, its words go to `FOLDER/said`;
`wait PID` prints how it ended: its exit code, or the negative number of the signal.
"""

import os
import signal
import sys
import time

# What a worker needs is imported, and the data of the languages read, once, before the forks: it is what takes the time.
import scrapy.core.downloader.handlers.http11
import scrapy.core.engine
import scrapy.downloadermiddlewares.cookies  # noqa: F401 - see above

import crawlers.patience  # noqa: F401 - see above
import pipeline.worker
import pipeline.worker_commands  # noqa: F401 - see above
from alerts.desk.official import bundled
from core.values import Provision, Version
from differ.compare import compare
from pipeline.cli import main

LONGEST = 60
"""Seconds that a child may go on."""


def start(folder: str, *arguments: str) -> int:
    """The process id of a child that is `veille` with these arguments, in its folder."""
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.argv = ["veille", *arguments]
        code = 1
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException as failure:
            print(f"Traceback: {failure!r}", flush=True)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return child


def wait(child: int) -> int:
    """How it ended, by force where it goes on for too long."""
    for _ in range(LONGEST * 20):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


compare(*(Version("test", (Provision("a", "", f"La redevance est fixée à {amount} €."),)) for amount in (1, 2)), "fr")
bundled()
for line in sys.stdin:
    what, *given = line.rstrip("\n").split("\t")
    print(start(*given) if what == "start" else wait(int(given[0])), flush=True)
