"""A publisher on this machine, and polls of it as `pipeline` makes them."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.values import Poll
from core.watchlist import Source, Watch
from crawlers import reactor
from crawlers.crawl import Assignment, crawl
from crawlers.recordings import Recordings

AGENT = "Veille/1.0 (+https://example.org/veille)"


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Publisher:
    """What it serves by path (status, headers, body); a path it does not know is a 404."""

    host: str
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    def serve(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url(path)

    def wait_before(self, path: str, do: Callable[[], object]) -> None:
        self.before[path] = do

    def robots(self, text: str) -> None:
        self.serve("/robots.txt", text.encode())

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(Asked(path, headers, time.monotonic()))
        self.before.get(path, lambda: None)()
        status, own, body = self.answers.get(path, (404, {}, b"no such page"))
        for condition, validator in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
            if headers.get(condition) and headers[condition] == own.get(validator):
                return 304, own, b""
        return status, own, body


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        status, headers, body = self.publisher.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that give up belong to these tests."""


def _serving(publisher: Publisher) -> Iterator[Publisher]:
    handler = type("Answering", (_Answering,), {"publisher": publisher})
    server = _Server((publisher.host, 0), handler)
    publisher.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield publisher
    server.shutdown()
    server.server_close()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    yield from _serving(Publisher("127.0.0.1"))


@pytest.fixture
def other_publisher() -> Iterator[Publisher]:
    yield from _serving(Publisher("127.0.0.2"))


@pytest.fixture
def third_publisher() -> Iterator[Publisher]:
    yield from _serving(Publisher("127.0.0.3"))


@pytest.fixture
def assignment() -> Callable[..., Assignment]:
    """Makes a Watch, named after its first address, of a Source without delay unless told otherwise."""

    def make(
        *addresses: str, spider: str = "page", kind: str = "page", validators: Mapping[str, Mapping[str, str]] | None = None, **source: str
    ) -> Assignment:
        name = re.sub("[^a-z0-9]+", ".", addresses[0].split("/", 3)[-1].lower())
        watch = Watch.model_validate({"id": name, "source": "test", "kind": kind, "url": addresses[0], "language": "fr"})
        manners = Source.model_validate({"name": "Test", "spider": spider, "delay": "0s", **source})
        return Assignment(watch, manners, addresses, validators or {})

    return make


@pytest.fixture
def poll_all() -> Callable[..., dict[str, Poll]]:
    """Polls each Watch once and gives the Polls by Watch; each must come exactly once. The publishers are on this machine."""

    def poll(*assignments: Assignment, allow_private_hosts: bool = True, recordings: Recordings | None = None) -> dict[str, Poll]:
        polls: list[Poll] = []
        manners = {"user_agent": AGENT, "allow_private_hosts": allow_private_hosts, "recordings": recordings}
        reactor.run(crawl(assignments, now=lambda: datetime.now(UTC), receive=polls.extend, **manners))
        assert sorted(poll.watch for poll in polls) == sorted(each.watch.id for each in assignments)
        return {poll.watch: poll for poll in polls}

    return poll


@pytest.fixture
def poll_one(assignment: Callable[..., Assignment], poll_all: Callable[..., dict[str, Poll]]) -> Callable[..., Poll]:
    """Polls one Watch, made as ``assignment`` makes it."""

    def poll(*addresses: str, allow_private_hosts: bool = True, recordings: Recordings | None = None, **how: str) -> Poll:
        watch = assignment(*addresses, **how)
        (only,) = poll_all(watch, allow_private_hosts=allow_private_hosts, recordings=recordings).values()
        return only

    return poll
