"""Real mail servers and webhooks that fail, refuse, hang, ask for patience and die; two senders at once; senders that are killed."""

import email
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import Engine, select

from alerts.sending.deliver import Delivered, deliver
from core import models
from core.database import transaction
from core.settings import Settings
from core.watchlist import Watchlist

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SITE = "https://veille.example.org"
IMPATIENT = "cto=1&rto=1"
"""Seconds to wait for a server that hangs; what stands in an Apprise address goes before our own limits."""


class MailServer:
    """Does with each message what it is told to, then takes all."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.next: list[str] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refuses:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):  # noqa: N802 - aiosmtpd's name
        told = self.next.pop(0) if self.next else "take"
        if told == "die":
            server.transport.close()
        if told in ("die", "fail"):
            return "451 4.3.0 Try again later"
        message_id = email.message_from_bytes(envelope.content)["Message-ID"]
        self.mails += [(each, message_id) for each in envelope.rcpt_tos]
        if told == "take and die":
            server.transport.close()
        return "250 OK"

    def recipients(self) -> list[str]:
        return sorted(each for each, _ in self.mails)


@pytest.fixture
def mail() -> Iterator[SimpleNamespace]:
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    url = f"mailto://127.0.0.1:{port}?from=veille@example.org&{IMPATIENT}"
    yield SimpleNamespace(server=server, settings=Settings(send=True, smtp_url=url, site=SITE))
    controller.stop()


@pytest.fixture
def hook() -> Iterator[SimpleNamespace]:
    """A webhook that answers with the codes and headers it is told, 200 after these."""
    state = SimpleNamespace(answers=[], bodies=[], url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code, headers = state.answers.pop(0) if state.answers else (200, {})
            if code == 200:
                state.bodies.append(body["title"])
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    state.url = f"json://127.0.0.1:{server.server_port}/hook?{IMPATIENT}"
    yield state
    server.shutdown()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def enter(engine: Engine, *routes: str) -> None:
    """Put one message for each of these routes in the ledger."""
    with transaction(engine) as session:
        first = len(session.scalars(select(models.Delivery.id)).all())
        fields = {
            "subscriber": "politique",
            "subscriptions": ["politique"],
            "tags": [],
        }
        rows = [
            {
                "message_id": f"event-{number}-1",
                "recipient": f"{number:064x}",
                "route": route,
                "subject": f"Nouvelle {number}",
                "created": NOON,
            }
            for number, route in enumerate(routes, first)
        ]
        said = models.Rendering(sha256=f"{first:064x}", html="<p>150 € → 1.000 €</p>", text="150 € → 1.000 €\n")
        session.add_all(models.Delivery(rendering=said, **fields, **row) for row in rows)


def send(engine: Engine, settings: Settings, minutes: float = 0) -> Delivered:
    return deliver(engine, Watchlist(), settings, lambda: NOON + timedelta(minutes=minutes))


def column(engine: Engine, name: str) -> list[object]:
    with transaction(engine) as session:
        return list(session.scalars(select(getattr(models.Delivery, name)).order_by(models.Delivery.id)))


def within(seconds: float, act: Callable[[], Delivered]) -> Delivered:
    start = time.monotonic()
    result = act()
    assert time.monotonic() - start < seconds
    return result


@pytest.mark.parametrize("trouble", ["fail", "die"])
def test_a_mail_server_that_fails_once_delivers_each_mail_once_when_it_has_recovered(engine, mail, trouble):
    mail.server.next = [trouble]
    enter(engine, "anne@example.org", "bob@example.org", "eve@example.org")
    first = send(engine, mail.settings)
    assert first.failed == 1
    send(engine, mail.settings, minutes=10)
    assert mail.server.recipients() == ["anne@example.org", "bob@example.org", "eve@example.org"]
    assert column(engine, "state") == ["sent"] * 3
    assert send(engine, mail.settings, minutes=999) == Delivered()


def test_a_server_that_takes_a_mail_and_dies_before_it_says_so_gets_it_again_under_the_same_id(engine, mail):
    mail.server.next = ["take and die"]
    enter(engine, "anne@example.org")
    assert send(engine, mail.settings).failed == 1
    assert send(engine, mail.settings, minutes=10).sent == 1
    (first, again) = mail.server.mails
    assert first == again


def test_one_refused_recipient_is_the_only_one_who_does_not_get_the_news(engine, mail):
    mail.server.refuses = {"gone@example.org"}
    enter(engine, "anne@example.org", "gone@example.org", "bob@example.org")
    assert send(engine, mail.settings) == Delivered(sent=2, given_up=1)
    with transaction(engine) as session:
        (ending,) = session.scalars(select(models.Ending)).all()
    assert ending.subscription_id == "politique"
    assert "No such user" in ending.reason


def test_servers_that_hang_cost_one_time_limit_and_hold_up_nobody_else(engine, mail, hook, silent):
    hanging = [f"json://127.0.0.1:{silent}/{number}?{IMPATIENT}" for number in range(20)]
    dumb_mail = [f"mailto://127.0.0.1:{silent}?from=veille@example.org&to=a{number}@example.org&{IMPATIENT}" for number in range(20)]
    enter(engine, *hanging, *dumb_mail, "anne@example.org", hook.url)
    # One attempt at each of the two, a second for each; then both rest.
    done = within(10, lambda: send(engine, mail.settings))
    assert (done.sent, done.failed, done.waiting) == (2, 2, 40)
    assert (mail.server.recipients(), hook.bodies) == (["anne@example.org"], ["Nouvelle 41"])
    assert within(5, lambda: send(engine, mail.settings, minutes=0.1)) == Delivered(waiting=40)


def test_a_service_that_asks_for_patience_is_not_asked_again_before(engine, mail, hook):
    hook.answers = [(429, {"Retry-After": "3600"})]
    enter(engine, *[hook.url] * 5, "anne@example.org")
    assert send(engine, mail.settings) == Delivered(sent=1, failed=1, waiting=5)
    assert send(engine, mail.settings, minutes=59) == Delivered(waiting=5)
    assert send(engine, mail.settings, minutes=61) == Delivered(sent=5)
    assert sorted(hook.bodies) == [f"Nouvelle {number}" for number in range(5)]


def test_a_server_that_is_not_there_is_tried_once_for_all_that_wait(engine, mail):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = mail.settings.model_copy(update={"smtp_url": f"mailto://127.0.0.1:{port}?from=veille@example.org&{IMPATIENT}"})
    enter(engine, *[f"lecteur{number}@example.org" for number in range(30)])
    assert send(engine, settings) == Delivered(failed=1, waiting=30)
    assert column(engine, "attempts") == [1] + [0] * 29


def test_two_senders_at_once_send_everything_once(engine, mail, hook):
    enter(engine, *[f"lecteur{number}@example.org" for number in range(30)], *[hook.url] * 30)
    with ThreadPoolExecutor(2) as senders:
        results = list(senders.map(lambda _: send(engine, mail.settings), range(2)))
    assert sum(each.sent for each in results) == 60
    assert len(mail.server.recipients()) == len(set(mail.server.recipients())) == 30
    assert len(hook.bodies) == len(set(hook.bodies)) == 30
    assert column(engine, "attempts") == [1] * 60


def test_senders_killed_at_random_instants_lose_nothing_and_leave_nothing_held():
    command = [sys.executable, str(ROOT / "benchmarks" / "kills.py"), "--kills", "12", "--events", "3", "--seed", "5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == 12
    assert (found["lost"], found["open"], found["matches_untold"]) == (0, 0, 0)
    # At most the message of each Route at the instant of each kill.
    assert found["repeated"] <= 2 * 12
