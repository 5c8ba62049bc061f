"""Readers of a history: one after the other in this process or over HTTP, or many at once."""

import asyncio
import os
import random
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, process_time, sleep

from history_requests import REQUESTS
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import Engine

from api.app import create_app

READERS = 16


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


def in_process(engine: Engine, paths: list[str]) -> tuple[Times, Times]:
    """Requests answered by the application itself, without a server: the time that passed, and that of the processor."""
    return asyncio.run(_in_process(engine, paths))


async def _in_process(engine: Engine, paths: list[str]) -> tuple[Times, Times]:
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


def by_many(port: int, newest: int, seconds: float, pause: float) -> dict[str, Times]:
    """Requests of all kinds over HTTP by readers at once, each of whom looks for ``pause`` seconds on average at what came."""
    found = {name: Times() for name in REQUESTS}
    until = perf_counter() + seconds

    def read(number: int) -> None:
        chance, connection = random.Random(f"{number} {pause}"), HTTPConnection("127.0.0.1", port)
        while perf_counter() < until:
            sleep(chance.uniform(0, 2 * pause))
            name = chance.choice(list(REQUESTS))
            get(connection, REQUESTS[name](chance, newest), found[name])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def together(found: dict[str, Times], names: list[str]) -> Times:
    """All requests of these kinds."""
    return Times([each for name in names for each in found[name].each])


def spent(process: int) -> float:
    """The seconds of processor time that a process and those it started have spent."""
    started = (int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split())
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(spent, started))
