"""``veille up``: poller, sender and website live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

PATIENCE = 60
WATCHLIST = """
sources:
  essai: {{name: Essai, spider: page, delay: 0s}}
watches:
  - {{id: essai.page, source: essai, kind: page, url: "{}", language: fr}}
"""


class Publisher(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/page"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<main><h1>Redevance</h1><p>La redevance est de 150 €.</p></main>".encode() if found else b"")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST.format(f"http://127.0.0.1:{server.server_port}/page"), encoding="utf-8")
    yield tmp_path
    server.shutdown()
    server.server_close()


@contextmanager
def veille_up(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [Path(sys.executable).with_name("veille"), "up", "--port", str(port)]
    environment = os.environ | {"VEILLE_ALLOW_PRIVATE_HOSTS": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_website_shows_what_the_poller_reads_and_goes_when_the_poller_is_killed(folder: Path) -> None:
    port = _free_port()
    with veille_up(folder, port) as process:
        assert _soon(lambda: "essai.page" in _read(port, "/api/v1/watches") and '"last_read":null' not in _read(port, "/api/v1/watches"))
        process.send_signal(signal.SIGKILL)
        assert _soon(lambda: not _is_taken(port))


def test_a_port_that_is_taken_is_named_and_nothing_goes_on(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, veille_up(folder, taken.getsockname()[1]) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "choose others with --host and --port" in told
    assert "Traceback" not in told


def _soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.2)
    return False


def _read(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _is_taken(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
