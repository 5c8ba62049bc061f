"""``veille worker``: several at once poll each page once, ask one host one at a time, tell everyone once, and stand in for one another."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Event, Lock, Thread

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from sqlalchemy import func, select

from core import models
from core.database import connect, reading
from core.settings import Settings
from core.watchlist_reader import read_watchlist
from crawlers.reactor import run as run_reactor
from pipeline.collect import due, due_by_host, register
from pipeline.deployment import Deployment
from pipeline.jobs import Jobs
from pipeline.run import ask, process, send, write_ledger

HERE = Path(__file__).parent
PATIENCE = 30
DELAY = 1
BEFORE, NOW = datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 5, 10, tzinfo=UTC)
HOSTS = ("127.0.0.1", "127.0.0.2")
NAMES = ("a", "b")
WATCHLIST = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  essai: {name: Essai, spider: page, delay: DELAY}
watches:
WATCHES
pages:
  - {id: nous, sitemap: "SITE/sitemap.xml", language: fr, topics: {/nous/: frais}, source: essai, every: 30d}
subscribers:
  - {id: politique, topics: [frais], significance: major, frequency: immediate, via: [politique@example.org]}
  - {id: membre, topics: [frais], significance: minor, frequency: immediate, via: [membre@example.org, politique@example.org]}
"""
WATCH = '  - {{id: essai.{name}, source: essai, kind: page, url: "{url}", language: fr, topics: [frais], every: 1h}}'
PAGE = """<html lang=fr><body><main><h1>Frais</h1>
<p>La redevance pour une demande de {what} est fixée à {fee} €.</p><p>Elle se paie avant la demande, en une fois.</p></main>"""


@dataclass
class Publisher:
    """What it was asked by each host, when, and how many requests it was answering at the same moment."""

    fee: int = 150
    asked: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    answering: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    held: set[str] = field(default_factory=set)
    released: Event = field(default_factory=Event)
    addresses: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def answer(self, host: str, path: str) -> tuple[int, str]:
        with self.lock:
            self.asked[host].append((path, time.monotonic()))
            self.answering[host] += 1
            self.at_once[host] = max(self.at_once[host], self.answering[host])
        if path in self.held:
            self.released.wait(PATIENCE)
        with self.lock:
            self.answering[host] -= 1
        return self._page(path)

    def _page(self, path: str) -> tuple[int, str]:
        if path == "/robots.txt":
            return 404, ""
        if path == "/sitemap.xml":
            named = f"<url><loc>{self.addresses[HOSTS[0]]}/nous/page</loc></url>"
            return 200, f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</urlset>'
        return 200, PAGE.format(what={"/a": "séjour", "/b": "visa"}.get(path, f"copie {path}"), fee=self.fee)

    def paths(self) -> Counter[str]:
        """How often each page was asked for."""
        return Counter(path for asked in self.asked.values() for path, _ in asked if path != "/robots.txt")

    def shortest_pause(self) -> float:
        """Seconds between the two requests to one host that came closest together."""
        times = [[at for _, at in asked] for asked in self.asked.values()]
        return min(later - earlier for each in times for earlier, later in pairwise(each))


class Answering(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        status, body = self.publisher.answer(str(self.server.server_address[0]), self.path)
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"text/{'xml' if body.startswith('<?xml') else 'html'}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


class Server(ThreadingHTTPServer):
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing: a worker that is killed hangs up."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    handler = type("OneAnswering", (Answering,), {"publisher": publisher})
    servers = [Server((host, 0), handler) for host in HOSTS]
    for server in servers:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        publisher.addresses[str(server.server_address[0])] = f"http://{server.server_address[0]}:{server.server_port}"
    yield publisher
    publisher.released.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def runner() -> Iterator[subprocess.Popen[str]]:
    """The process whose children the workers are; it imports what they need while PostgreSQL starts."""
    environment = os.environ | {"VEILLE_ALLOW_PRIVATE_HOSTS": "1", "PYTHONPATH": str(HERE.parents[1])}
    command = [sys.executable, str(HERE / "workers.py")]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@dataclass
class House:
    """Workers on one database and one watchlist."""

    folder: Path
    address: str
    publisher: Publisher
    runner: subprocess.Popen[str]

    def start(self, name: str, *arguments: str) -> int:
        """A worker begins; gives its process id."""
        return self._ask("start", str(self.folder), "--database", self.address, "worker", "--name", name, *arguments)

    def ended(self, worker: int) -> int:
        """How a worker ended."""
        return self._ask("wait", str(worker))

    def round(self, *arguments: str) -> None:
        """Two workers do together what is due, and end well."""
        workers = [self.start(name, "--once", *arguments) for name in NAMES]
        assert [self.ended(each) for each in workers] == [0, 0], self.said
        assert "Traceback" not in self.said, self.said

    def _ask(self, *words: str) -> int:
        assert self.runner.stdin
        assert self.runner.stdout
        self.runner.stdin.write("\t".join(words) + "\n")
        self.runner.stdin.flush()
        return int(self.runner.stdout.readline())

    @property
    def said(self) -> str:
        """All that its workers printed."""
        return (self.folder / "said").read_text(encoding="utf-8")

    @property
    def outbox(self) -> list[str]:
        """The messages that went out."""
        return sorted(path.name for path in self.folder.glob("outbox/*.txt"))

    def count(self, row: type[models.Base], *conditions: object) -> int:
        """How many rows there are."""
        engine = connect(self.address)
        with reading(engine) as session:
            found = session.scalar(select(func.count()).select_from(row).where(*conditions))
        engine.dispose()
        return found or 0

    @contextmanager
    def deployment(self, instant: datetime = BEFORE) -> Iterator[Deployment]:
        """What the test itself works with, its clock stopped."""
        watchlist, _ = read_watchlist(self.folder / "watchlist.yaml", allow_private_hosts=True, loopback=True)
        settings = Settings(outbox=self.folder / "outbox", allow_private_hosts=True)
        deployment = Deployment(connect(self.address), watchlist, settings, lambda: instant)
        register(deployment)
        yield deployment
        deployment.engine.dispose()


@pytest.fixture
def house(runner: subprocess.Popen[str], tmp_path: Path, upgraded_postgres_address: str, publisher: Publisher) -> House:
    """A page and a sitemap of ours at one host, a page at another; whoever polls waits a second between two requests."""
    return _furnish(House(tmp_path, upgraded_postgres_address, publisher, runner), f"{DELAY}s", ("/a",), ("/b",))


@pytest.fixture
def quick_house(runner: subprocess.Popen[str], tmp_path: Path, upgraded_postgres_address: str, publisher: Publisher) -> House:
    """Three pages at one host, which need not be waited for."""
    return _furnish(House(tmp_path, upgraded_postgres_address, publisher, runner), "0s", (), ("/a", "/b", "/c"))


def _furnish(house: House, delay: str, *paths: tuple[str, ...]) -> House:
    addresses = [house.publisher.addresses[host] + path for host, of_host in zip(HOSTS, paths, strict=True) for path in of_host]
    watches = "\n".join(WATCH.format(name=url[-1], url=url) for url in addresses)
    watchlist = WATCHLIST.replace("WATCHES", watches).replace("SITE", house.publisher.addresses[HOSTS[0]]).replace("DELAY", delay)
    if not paths[0]:
        watchlist = "\n".join(line for line in watchlist.splitlines() if "sitemap" not in line and line != "pages:")
    (house.folder / "watchlist.yaml").write_text(watchlist, encoding="utf-8")
    return house


def _soon(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def told_once(house: House) -> None:
    """Each piece of news went once to each of two addresses, and not twice to the one that has two Subscriptions."""
    news = house.count(models.Event)
    assert news > 0
    assert house.count(models.Match) == 2 * news
    assert len(house.outbox) == house.count(models.Delivery) == house.count(models.Delivery, models.Delivery.state == "sent") == 2 * news


def test_two_workers_poll_each_page_once_a_round_and_tell_everyone_once(house: House) -> None:
    publisher = house.publisher
    house.round("--now", BEFORE.isoformat())
    # What the sitemap names is read in the same round, by whichever worker.
    pages = ["/a", "/b", "/nous/page", "/sitemap.xml"]
    assert publisher.paths() == Counter(pages)
    assert house.outbox == []
    publisher.fee = 1000
    house.round("--now", NOW.isoformat())
    assert publisher.paths() == Counter([*pages, "/a", "/b"])
    assert publisher.at_once == Counter(dict.fromkeys(HOSTS, 1)), "two asked one host at once"
    assert publisher.shortest_pause() > DELAY - 0.1
    assert house.count(models.Change) == house.count(models.Change, models.Change.kind == "substitution") == 2
    told_once(house)


def test_what_a_killed_worker_was_doing_another_takes_over_and_a_stopped_one_ends_what_it_does(quick_house: House) -> None:
    house, publisher, given = quick_house, quick_house.publisher, ("--patience", "4", "--now", NOW.isoformat())
    with house.deployment() as deployment:
        run_reactor(ask(deployment, due(deployment)))
        process(deployment)
    publisher.fee, publisher.held = 1000, {"/c"}
    first = house.start("first", *given)
    # Two pages are kept, the third keeps the worker waiting.
    _soon(lambda: house.count(models.Poll) == 5 and publisher.paths()["/c"] == 2)
    os.kill(first, signal.SIGKILL)
    assert house.ended(first) == -signal.SIGKILL
    second = house.start("second", *given)
    _soon(lambda: publisher.paths()["/c"] == 3)
    os.kill(second, signal.SIGTERM)
    time.sleep(0.2)
    publisher.released.set()
    assert house.ended(second) == 0, house.said
    assert "taken over from a worker that gave no sign of life: poll 127.0.0.2" in house.said
    assert "Traceback" not in house.said
    assert publisher.paths() == Counter({"/a": 2, "/b": 2, "/c": 3})
    assert house.count(models.Poll) == 6
    assert house.count(models.Change) == 2, "it took up something else"
    assert house.ended(house.start("third", "--once", *given)) == 0, house.said
    assert publisher.paths() == Counter({"/a": 2, "/b": 2, "/c": 3})
    assert house.count(models.Change) == 3
    told_once(house)


def test_stages_that_run_twice_at_the_same_time_give_nothing_twice(quick_house: House) -> None:
    for fee, instant in ((150, BEFORE), (1000, NOW)):
        quick_house.publisher.fee = fee
        with quick_house.deployment(instant) as deployment, ThreadPoolExecutor(3) as workers:
            run_reactor(ask(deployment, due(deployment)))
            for done in [workers.submit(_stages, deployment) for _ in range(3)]:
                done.result(timeout=PATIENCE)
    assert quick_house.count(models.Version) == 6
    assert quick_house.count(models.Change) == 3
    told_once(quick_house)


def _stages(deployment: Deployment) -> None:
    process(deployment)
    write_ledger(deployment)
    send(deployment)


def test_a_host_that_was_polled_has_its_rest_before_another_worker_may_ask_it(house: House) -> None:
    app, said = App(connector=InMemoryConnector()), list[str]()
    with house.deployment() as deployment:
        Jobs(deployment, app, PATIENCE, said.append)
        run_reactor(app.tasks["poll"].func(host=HOSTS[1]))
    rested = time.monotonic() - house.publisher.asked[HOSTS[1]][-1][1]
    assert said == [f"{HOSTS[1]}: 1 polled"]
    assert rested > DELAY - 0.1


def test_what_is_due_is_known_by_host(house: House) -> None:
    with house.deployment() as deployment:
        assert due_by_host(deployment) == {HOSTS[0]: ["essai.a", "nous"], HOSTS[1]: ["essai.b"]}
