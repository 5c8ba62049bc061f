"""How many mails and web messages a second leave, from the ledger to real servers on this machine.

python benchmarks/sending.py                    400 mails to one server, then 400 messages to one webhook
python benchmarks/sending.py --messages 2000    more of them

Without the pace that ``alerts/sending/services.yaml`` prescribes: what our own work allows. The servers are another process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import insert

from alerts.sending.deliver import deliver
from core import models
from core.database import connect, transaction
from core.migration import upgrade
from core.settings import Settings
from core.watchlist import Watchlist

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PARAGRAPH = "Le droit d'enregistrement est fixé à 1.000 euros pour les demandes introduites dès le 29 juillet 2025."


class Hook(BaseHTTPRequestHandler):
    """Takes whatever is posted."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Take the message."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve() -> None:
    """A mail server and a webhook; prints their addresses and answers until standard input ends."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    controller = Controller(Sink(), hostname="127.0.0.1", port=web.server_port + 1)
    controller.start()
    smtp = f"mailto://127.0.0.1:{web.server_port + 1}?from=veille@example.org"
    print(json.dumps([smtp, f"json://127.0.0.1:{web.server_port}/hook"]), flush=True)
    sys.stdin.read()
    controller.stop()


@contextmanager
def servers() -> Iterator[list[str]]:
    """The addresses of both servers."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, __file__, "--serve"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdin
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()


def row(number: int, route: str) -> dict[str, Any]:
    """A message of about 10 KB to somebody of its own."""
    return {
        "message_id": f"event-{number}-1",
        "recipient": f"{number:064x}",
        "route": route,
        "subscriber": "essai",
        "subscriptions": ["essai"],
        "tags": [],
        "subject": "[MAJEUR] Nationalité : 150 € → 1.000 €",
        "rendering_id": f"{number:064x}",
        "created": NOW,
        "state": "pending",
        "attempts": 0,
        "reason": "",
    }


def rendering(number: int) -> dict[str, object]:
    """What the message says, of the size of a digest."""
    html = f"<!DOCTYPE html><html lang=fr><body>{f'<p>{PARAGRAPH}</p>' * 50}</body></html>"
    return {"sha256": f"{number:064x}", "html": html, "text": f"{PARAGRAPH}\n\n" * 50, "markdown": ""}


def measure(what: str, routes: list[str], smtp: str) -> None:
    """Send one message by each route and print how fast that went."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/veille.db")
        upgrade(engine)
        with transaction(engine) as session:
            session.execute(insert(models.Rendering), [rendering(number) for number in range(len(routes))])
            session.execute(insert(models.Delivery), [row(number, route) for number, route in enumerate(routes)])
        start, cpu = perf_counter(), process_time()
        done = deliver(engine, Watchlist(), Settings(send=True, smtp_url=smtp), lambda: NOW)
        took, cpu = perf_counter() - start, process_time() - cpu
        engine.dispose()
    assert done.sent == len(routes), done
    print(f"{what}: {len(routes) / took:.0f} a second ({took:.1f} s, {cpu / len(routes) * 1000:.1f} ms of processor time each)")


def main() -> None:
    """Measure mail, then a webhook."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
        return
    _without_pace()
    with servers() as (smtp, hook):
        measure("loading (not counted)", ["warm@example.org"], smtp)
        measure("mails", [f"lecteur{number}@example.org" for number in range(given.messages)], smtp)
        measure("messages to a webhook", [hook] * given.messages, smtp)


def _without_pace() -> None:
    try:
        from alerts.sending.services import Pace  # noqa: PLC0415 - what was measured before this existed has none
    except ImportError:
        return
    Pace.wait = lambda self: None  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
