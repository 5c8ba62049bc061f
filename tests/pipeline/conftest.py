"""A publisher of our own: pages recorded at instants, replayed through the whole pipeline."""

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import models
from core.clock import utc_now
from core.database import connect, reading
from core.migration import upgrade
from core.settings import Settings
from core.watchlist_reader import read_watchlist
from crawlers.reactor import run as run_reactor
from pipeline.cli import main
from pipeline.deployment import Deployment
from pipeline.replay import replay

NOW = timedelta()
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ADDRESS = "https://essai.example/page"
WATCHLIST = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  essai: {name: Essai, spider: page, delay: 0s}
watches:
  - {id: essai.page, source: essai, kind: page, url: "https://essai.example/page", language: fr, topics: [frais], every: 1h EXTRA}
subscribers:
  - {id: politique, topics: [frais], significance: major, via: [politique@example.org]}
"""


@dataclass(frozen=True)
class Row:
    """What one address answers from an instant on."""

    instant: datetime
    address: str
    status: int
    headers: dict[str, str]
    name: str


@dataclass
class Publisher:
    """Rows are recorded one after the other, then played; each may be an hour, a day or more after the last."""

    folder: Path
    extra: str = ""
    watchlist: str = WATCHLIST
    rows: list[Row] = field(default_factory=list)

    def answers(
        self,
        body: str | bytes,
        *,
        after: timedelta = timedelta(days=1),
        at: str = ADDRESS,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> "Publisher":
        """From now on the page answers so; with ``after=NOW`` at the same instant as what was recorded last."""
        instant = self.rows[-1].instant + after if self.rows else START
        name = f"{len(self.rows)}.html"
        (self.folder / name).write_bytes(body if isinstance(body, bytes) else body.encode())
        self.rows.append(Row(instant, at, status, {"Content-Type": "text/html; charset=utf-8"} | (headers or {}), name))
        return self

    def play(self) -> Deployment:
        """Replay everything recorded into a fresh database."""
        self.record()
        deployment = self.deployment()
        run_reactor(replay(deployment, self.folder, lambda *_: None))
        return deployment

    def record(self) -> Path:
        """Write everything down as ``veille replay`` takes it; gives the folder."""
        lines = ["instant\turl\tstatus\theaders\tfile"]
        lines += [f"{row.instant.isoformat()}\t{row.address}\t{row.status}\t{json.dumps(row.headers)}\t{row.name}" for row in self.rows]
        (self.folder / "index.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (self.folder / "watchlist.yaml").write_text(self.watchlist.replace("EXTRA", self.extra), encoding="utf-8")
        return self.folder

    def deployment(self) -> Deployment:
        """The database and watchlist as they are now."""
        path = self.folder / "watchlist.yaml"
        path.write_text(self.watchlist.replace("EXTRA", self.extra), encoding="utf-8")
        watchlist, _ = read_watchlist(path, loopback=True)
        engine = connect(f"sqlite:///{self.folder / 'veille.db'}")
        upgrade(engine)
        return Deployment(engine, watchlist, Settings(outbox=self.folder / "outbox"), utc_now)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Veille(Protocol):
    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Done: ...


def one_sentence(done: Done, *words: str) -> None:
    """The command ended with a sentence on what is wrong, which holds these words."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr


@pytest.fixture
def veille(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Veille:
    """The command line, run in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEILLE_ALLOW_PRIVATE_HOSTS", "1")

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["veille", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def publisher(tmp_path: Path, upgraded_sqlite_address: str) -> Publisher:
    return Publisher(tmp_path)


def polls(deployment: Deployment) -> list[models.Poll]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Poll).order_by(models.Poll.id).options(selectinload(models.Poll.snapshots))))


def changes(deployment: Deployment) -> list[models.Change]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Change).order_by(models.Change.id)))


def page(*paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    return f'<!doctype html><html lang="fr"><head><title>Essai</title></head><body><main><h1>Redevance</h1>{body}</main></body></html>'
