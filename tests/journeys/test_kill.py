"""A run killed at any commit and started again loses nothing and tells nothing twice."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WATCHLIST = """
topics:
  frais: {{fr: Redevances, nl: Retributies, en: Fees}}
sources:
  essai: {{name: Essai, spider: page, delay: 0s}}
watches:
  - {{id: essai.a, source: essai, kind: page, url: "{site}/a", language: fr, topics: [frais], every: 1h}}
  - {{id: essai.b, source: essai, kind: page, url: "{site}/b", language: fr, topics: [frais], every: 1h}}
  - {{id: essai.panne, source: essai, kind: page, url: "{site}/panne", language: fr, topics: [frais], every: 1h}}
pages:
  - {{id: nous.page, url: "{site}/nous", language: fr, topics: [frais], editor: redaction@example.org, source: essai}}
subscribers:
  - {{id: politique, topics: [frais], significance: major, frequency: immediate, via: [politique@example.org]}}
  - {{id: membre, topics: [frais], significance: minor, frequency: immediate, via: [membre@example.org, politique@example.org]}}
"""
PAGE = """<html lang=fr><body><main><h1>Frais</h1>
<p>La redevance pour une demande {what} est fixée à {fee} €.</p><p>Elle se paie avant la demande.</p></main>"""


class Site(BaseHTTPRequestHandler):
    """Two official pages with a fee, one of our own that repeats it, and a broken one."""

    fee = 150

    def do_GET(self) -> None:
        bodies = {"/a": ("de séjour", self.fee), "/b": ("de visa", self.fee + 30), "/nous": ("de séjour", 150)}
        status = 200 if self.path in bodies else 404 if self.path == "/robots.txt" else 500
        body = PAGE.format(what=bodies[self.path][0], fee=bodies[self.path][1]).encode() if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Runner:
    """One process that runs `veille run --once` again and again, in children that it may kill."""

    def __init__(self) -> None:
        environment = os.environ | {"VEILLE_ALLOW_PRIVATE_HOSTS": "1", "PYTHONPATH": str(HERE.parents[1])}
        command = [sys.executable, str(HERE / "kill_at.py")]
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, instant: str, number: int = 0, when: str = "before") -> tuple[int, int]:
        """The signal that ended the run (0 for none) and the number of its commits."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number}\t{when}\t{folder}\t{instant}\n")
        self.process.stdin.flush()
        ended, commits = self.process.stdout.readline().split()
        return int(ended), int(commits)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    started = Runner()
    yield started
    started.process.stdin.close()
    started.process.wait(timeout=30)


@pytest.fixture(scope="module")
def baseline(site: str, runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database knows the pages of yesterday; today both fees are new."""
    folder = tmp_path_factory.mktemp("baseline")
    (folder / "watchlist.yaml").write_text(WATCHLIST.format(site=site), encoding="utf-8")
    Site.fee = 150
    runner.run(folder, "2026-01-05T08:00Z")
    Site.fee = 1000
    return folder


def outcome(folder: Path) -> dict[str, object]:
    """All that readers can see: the Changes, the Matches, the ledger, the Tasks, the Incidents and the outbox."""
    database = sqlite3.connect(folder / "veille.db")
    try:
        return {
            "changes": sorted(database.execute("SELECT watch_id, kind, significance, content FROM changes")),
            "events": database.execute("SELECT count(*), max(revision) FROM events").fetchall(),
            "matches": sorted(database.execute("SELECT subscription_id, count(*) FROM matches GROUP BY 1")),
            "deliveries": sorted(database.execute("SELECT subscriber, subject, state FROM deliveries")),
            "tasks": database.execute("SELECT page_id, text, state FROM tasks").fetchall(),
            "incidents": database.execute("SELECT watch_id, kind FROM incidents WHERE closed IS NULL").fetchall(),
            "outbox": len(sorted(folder.glob("outbox/*.txt"))),
        }
    finally:
        database.close()


@pytest.fixture(scope="module")
def undisturbed(baseline: Path, runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], int]:
    """What a run that nobody kills comes to, and in how many commits."""
    folder = shutil.copytree(baseline, tmp_path_factory.mktemp("undisturbed") / "run")
    _, commits = runner.run(folder, "2026-01-06T08:00Z")
    return outcome(folder), commits


def test_an_undisturbed_run_finds_and_tells_both_fees(undisturbed: tuple[dict[str, object], int]) -> None:
    found, commits = undisturbed
    assert [change[0] for change in found["changes"]] == ["essai.a", "essai.b"]
    assert found["matches"] == [("membre", 2), ("politique", 2)]
    # Two news for each of two addresses, one message to the editor.
    assert found["outbox"] == len(found["deliveries"]) == 5
    assert found["incidents"] == [("essai.panne", "error")]
    assert commits > 10


def test_killed_at_any_commit_and_started_again_it_comes_to_the_same(
    baseline: Path, runner: Runner, undisturbed: tuple[dict[str, object], int], tmp_path: Path
) -> None:
    expected, commits = undisturbed
    # Every fourth commit, by turns just before and just behind it: all of them take minutes and found nothing more.
    for number, when in zip(range(1, commits, 4), cycle(("before", "after")), strict=False):
        folder = shutil.copytree(baseline, tmp_path / f"{number}-{when}")
        ended, _ = runner.run(folder, "2026-01-06T08:00Z", number, when)
        assert ended == signal.SIGKILL, f"not killed {when} commit {number}"
        runner.run(folder, "2026-01-06T08:10Z")
        assert outcome(folder) == expected, f"killed {when} commit {number}"
