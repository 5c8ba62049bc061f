"""Kills the sender with SIGKILL at random instants, starts it again until all is done, and counts what was lost or repeated.

python benchmarks/kills.py                            200 kills, SQLite
python benchmarks/kills.py --kills 12 --seed 7        fewer, other instants
python benchmarks/kills.py --database postgresql://…  an empty database of its own

Each round brings news that nobody was told yet; a sender matches it, writes the ledger and sends, by mail and by webhook,
to real servers on this machine. It is killed and started again until the round's kills are used up, then runs to the end.
A message may be repeated only where it was killed between the server's OK and our commit, under the same Message-ID.
"""

import argparse
import json
import os
import random
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from sqlalchemy import Engine, func, select

from alerts import stages
from alerts.sending import services
from alerts.sending.channels import is_understood
from alerts.sending.deliver import deliver
from core import models
from core.compression import compress
from core.contract import change_as_json
from core.database import connect, transaction
from core.settings import Settings
from core.values import Change, Kind, Rule, Significance
from core.watchlist import Subscriber, Watchlist

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
BY_MAIL, BY_HOOK = 4, 2
ROUND = 20
"""Kills in a round of news."""


class Mailbox:
    """Counts the mails that arrive, by Message-ID and recipient; takes a moment over each, as servers do."""

    def __init__(self) -> None:
        self.arrived: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take the mail."""
        self.arrived[message_from_bytes(envelope.content)["Message-ID"], envelope.rcpt_tos[0]] += 1
        return "250 OK"


class Hook(BaseHTTPRequestHandler):
    """Counts what is posted, by address and content."""

    arrived: ClassVar[Counter[tuple[str, str]]] = Counter()

    def do_POST(self) -> None:
        """Take the message."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Hook.arrived[self.path, body["message"]] += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def bring_news(address: str, round_number: int, events: int) -> None:
    """Events of one Change each that no Subscription was matched with yet."""
    with engine_of(address) as engine, transaction(engine) as session:
        watch = f"essai.{round_number}"
        session.add(models.Watch(id=watch, source="essai", source_name="Essai", kind="page", url="https://example.org/", language="fr",
            topics=["frais"], translations=[], active=True))  # fmt: skip
        session.add(models.Body(sha256=f"{round_number:064x}", size=1, data=b"x"))
        poll = models.Poll(watch_id=watch, instant=START, outcome="changed", reason="")
        session.add(poll)
        session.flush()
        snapshot = models.Snapshot(watch_id=watch, poll_id=poll.id, url="https://example.org/", final_url="https://example.org/",
            redirects=[], instant=START, status=200, headers={}, sha256=f"{round_number:064x}")  # fmt: skip
        session.add(snapshot)
        session.flush()
        version = models.Version(watch_id=watch, number=1, snapshot_id=snapshot.id, instant=START, extractor="essai/1",
            sha256=f"{round_number:064x}", provisions=compress(b"[]"))  # fmt: skip
        session.add(version)
        session.flush()
        for position in range(events):
            _event(session, watch, version.id, position)


def _event(session: Any, watch: str, version: int, position: int) -> None:
    event = models.Event(created=START, topics=["frais"], significance="major")
    session.add(event)
    session.flush()
    before, after = f"Le droit {event.id} est de {position + 1} euros.", f"Le droit {event.id} est de {position + 100} euros."
    redline = (("=", f"Le droit {event.id} est de "), ("-", str(position + 1)), ("+", str(position + 100)), ("=", " euros."))
    summary = dict.fromkeys(("fr", "nl", "en"), f"Droit {event.id} : {position + 1} € → {position + 100} €")
    change = Change(kind=Kind.SUBSTITUTION, key=f"p:{position}", path="Frais", before=before, after=after, rule=Rule.FEE,
        significance=Significance.MAJOR, redline=redline, facts=(), effective=None, summary=summary)  # fmt: skip
    session.add(models.Change(watch_id=watch, version_after_id=version, position=position, event_id=event.id, kind="substitution",
        rule="fee", significance="major", language="fr", topics=["frais"], url="https://example.org/", stage="in_force",
        detected=START, content=change_as_json(change), folded="", processed_at=START))  # fmt: skip


@contextmanager
def engine_of(address: str) -> Iterator[Engine]:
    """An engine that leaves no connection behind for a fork to inherit."""
    engine = connect(address)
    yield engine
    engine.dispose()


def send(address: str, settings: Settings, watchlist: Watchlist, now: datetime) -> None:
    """What a sender does: match, write the ledger, deliver."""
    # Servers on this machine are not paced: the kills are to fall on the work, not between.
    services.Pace.wait = lambda self: None  # type: ignore[method-assign]
    with engine_of(address) as engine:
        with transaction(engine) as session:
            stages.match_events(session, watchlist, settings, now)
        with transaction(engine) as session:
            stages.write_alerts(session, watchlist, settings, now)
        deliver(engine, watchlist, settings, lambda: now)


def subscribed(hook: str) -> Watchlist:
    """Some people by mail, some by webhook; two Subscriptions of each person."""
    routes = [f"lecteur{number}@example.org" for number in range(BY_MAIL)] + [f"{hook}/{number}" for number in range(BY_HOOK)]
    people = [Subscriber(id=f"s{number}{twice}", via=[route]) for number, route in enumerate(routes) for twice in "ab"]
    topics = {"frais": {"fr": "Redevances", "nl": "Retributies", "en": "Fees"}}
    return Watchlist.model_validate({"topics": topics, "sources": {"essai": {"name": "Essai"}}, "subscribers": people})


def main() -> int:
    """Kill, start again, count, and print one JSON object; 1 where anything was lost, left or repeated otherwise than it may be."""
    given = arguments()
    # What a sender needs is loaded once, before the forks: it is what takes the time.
    assert is_understood("json://localhost")
    here, there = Pipe()
    servers = get_context("fork").Process(target=serve, args=(there,))
    servers.start()
    smtp, hook = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        address = given.database or f"sqlite:///{folder}/veille.db"
        with engine_of(address) as engine:
            models.Base.metadata.create_all(engine)
        sender = partial(send, address, Settings(send=True, smtp_url=smtp, site="https://veille.example.org"), subscribed(hook))
        found = rounds(given, address, sender)
    here.send("count")
    mails, posted = here.recv()
    servers.join()
    expected = given.events * (BY_MAIL + BY_HOOK) * found["rounds"]
    arrived = mails + posted
    found |= {"messages": expected, "lost": expected - len(arrived), "repeated": arrived.total() - len(arrived)}
    print(json.dumps(found))
    return int(bool(found["lost"] or found["open"] or found["matches_untold"]))


def arguments() -> argparse.Namespace:
    """How many kills, at which random instants, on which database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--events", type=int, default=10, help="news in a round, each for six recipients")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="")
    return parser.parse_args()


def serve(caller: Connection) -> None:
    """A mail server and a webhook on this machine: say their addresses, and when asked what arrived."""
    mailbox = Mailbox()
    web = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    caller.send((f"mailto://127.0.0.1:{port}?from=veille@example.org", f"json://127.0.0.1:{web.server_port}"))
    caller.recv()
    controller.stop()
    caller.send((mailbox.arrived, Hook.arrived))


def live(sender: Callable[[datetime], None], now: datetime, seconds: float | None = None) -> bool:
    """One sender in a process of its own, killed after so many seconds; whether it was killed before it had finished."""
    child = os.fork()
    if child == 0:
        try:
            sender(now)
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def rounds(given: argparse.Namespace, address: str, sender: Callable[[datetime], None]) -> dict[str, int]:
    """Rounds of news until so many senders were killed at their work."""
    chance, kills = random.Random(given.seed), given.kills
    bring_news(address, 0, given.events)
    live(sender, START)  # templates and words, from the disk
    bring_news(address, 1, given.events)
    start = time.perf_counter()
    live(sender, START)
    whole, killed, number, now = time.perf_counter() - start, 0, 1, START
    while killed < kills:
        number += 1
        bring_news(address, number, given.events)
        for _ in range(min(ROUND, kills - killed)):
            now += timedelta(seconds=1)
            if not live(sender, now, chance.uniform(0, whole / 2)):
                break
            killed += 1
        # A time of rest after which every Route and message is due again.
        now += timedelta(hours=1)
        live(sender, now)
    return {"kills": killed, "rounds": number + 1, **_left(address)}


def _left(address: str) -> dict[str, int]:
    row, match = models.Delivery, models.Match
    with engine_of(address) as engine, transaction(engine) as session:
        states = dict(session.execute(select(row.state, func.count()).group_by(row.state)).all())
        untold = session.scalar(select(func.count()).where(match.processed_at.is_(None))) or 0
        attempts = session.scalar(select(func.sum(row.attempts))) or 0
    return {"sent": states.pop("sent", 0), "open": sum(states.values()), "matches_untold": untold, "attempts": attempts}


if __name__ == "__main__":
    raise SystemExit(main())
