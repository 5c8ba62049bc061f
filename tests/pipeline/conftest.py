"""A publisher of our own: pages recorded at instants, replayed through the whole pipeline."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
        lines = ["instant\turl\tstatus\theaders\tfile"]
        lines += [f"{row.instant.isoformat()}\t{row.address}\t{row.status}\t{json.dumps(row.headers)}\t{row.name}" for row in self.rows]
        (self.folder / "index.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        deployment = self.deployment()
        run_reactor(replay(deployment, self.folder, lambda *_: None))
        return deployment

    def deployment(self) -> Deployment:
        """The database and watchlist as they are now."""
        path = self.folder / "watchlist.yaml"
        path.write_text(self.watchlist.replace("EXTRA", self.extra), encoding="utf-8")
        watchlist, _ = read_watchlist(path, loopback=True)
        engine = connect(f"sqlite:///{self.folder / 'veille.db'}")
        upgrade(engine)
        return Deployment(engine, watchlist, Settings(outbox=self.folder / "outbox"), utc_now)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
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
