"""Many pages of many publishers, each played day by day through the real spiders and the whole pipeline."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core import models
from core.clock import utc_now
from core.database import connect, reading
from core.migration import upgrade
from core.settings import Settings
from core.values import Version
from core.watchlist_reader import read_watchlist
from crawlers.reactor import run as run_reactor
from differ.extract import read
from differ.extract.decode import decode
from differ.extract.language import language_of
from pipeline.deployment import Deployment
from pipeline.replay import replay

PAGES = Path(__file__).parents[1] / "differ" / "extract" / "pages"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
HOSTS = {
    "dofi": "dofi.ibz.be",
    "cgra": "www.cgra.be",
    "fedasil": "www.fedasil.be",
    "ejustice": "www.ejustice.just.fgov.be",
    "eurlex": "publications.europa.eu",
}
PUBLISHERS = {
    **{name: name for name in HOSTS},
    **dict.fromkeys(("cgvs", "cgrs"), "cgra"),
    **dict.fromkeys(("justel", "moniteur", "annexes"), "ejustice"),
    **dict.fromkeys(("eu", "consolidated", "journal", "cellar"), "eurlex"),
}
LISTED = re.compile(r"list|summary|sommaire|^moniteur(?!-(notice|article|avis|annex))")
CONTENT_TYPES = {".html": "text/html", ".xhtml": "application/xhtml+xml", ".json": "application/sparql-results+json"}
TALLY = pytest.StashKey[Counter[str]]()


@dataclass(frozen=True)
class Case:
    """One hand-written page: whose it is, how it is watched, and what is read in it on a good day."""

    file: Path
    publisher: str
    kind: str
    text: str
    version: Version

    @property
    def watch(self) -> str:
        """The id of its Watch."""
        return f"{self.publisher}.{self.file.name.lower().replace('_', '-')}"

    @property
    def url(self) -> str:
        """An address of its publisher."""
        return f"https://{HOSTS[self.publisher]}/fr/{self.file.stem}"

    @property
    def language(self) -> str:
        """The language the watchlist declares."""
        # What eJustice states is no help: "en" on every page.
        return language_of(" ".join(each.text for each in self.version.provisions), None) or "fr"


def cases() -> list[Case]:
    """Every hand-written page that is one: what a publisher answers instead of a page is none."""
    found = [case_of(file) for file in sorted(PAGES.iterdir()) if file.suffix in CONTENT_TYPES]
    return [case for case in found if case]


def case_of(file: Path) -> Case | None:
    prefix = re.match(r"[a-z]+", file.name)
    publisher = PUBLISHERS.get(prefix[0]) if prefix else None
    assert publisher, f"{file.name}: begin the name with one of {', '.join(PUBLISHERS)}, so that its publisher is known"
    listed = file.suffix == ".json" or bool(LISTED.search(file.stem))
    body = alone(file.read_bytes())
    kind = "listing" if listed else "law" if publisher == "eurlex" or file.name.startswith("justel") else "page"
    version, text = read(body, CONTENT_TYPES[file.suffix], listing=listed), decode(body)
    return Case(file, publisher, kind, text, version) if isinstance(version, Version) and isinstance(text, str) else None


def alone(body: bytes) -> bytes:
    """The page without the further pages and editions that a spider would ask for, which nobody wrote."""
    return body.replace(b"pagination-next", b"pagination-last").replace(b'class="editions"', b'class="edition"')


@dataclass
class Days:
    """Answers of many addresses, one day after the other; what did not answer anew answers as before."""

    folder: Path
    cases: Sequence[Case]
    rows: list[str] = field(default_factory=list)
    day: int = 0

    def pass_by(self) -> datetime:
        """A new day begins."""
        self.day += 1
        return self.instant

    @property
    def instant(self) -> datetime:
        """The hour at which everything is polled today."""
        return START + timedelta(days=self.day)

    def answer(self, case: Case, body: bytes, *, status: int = 200, headers: dict[str, str] | None = None, charset: str = "") -> None:
        """From today on the page answers so."""
        name = f"{self.day}-{case.file.name}" if body else "-"
        if body:
            (self.folder / name).write_bytes(body)
        content_type = CONTENT_TYPES[case.file.suffix] + (f"; charset={charset}" if charset else "")
        described = json.dumps({"content-type": content_type} | (headers or {}))
        self.rows.append(f"{self.instant.isoformat()}\t{case.url}\t{status}\t{described}\t{name}")

    def play(self) -> Deployment:
        """Replay all days into a fresh database."""
        (self.folder / "index.tsv").write_text("\n".join(["instant\turl\tstatus\theaders\tfile", *self.rows]) + "\n", encoding="utf-8")
        (self.folder / "watchlist.yaml").write_text(self._watchlist(), encoding="utf-8")
        watchlist, _ = read_watchlist(self.folder / "watchlist.yaml", loopback=True)
        engine = connect(f"sqlite:///{self.folder / 'veille.db'}")
        upgrade(engine)
        deployment = Deployment(engine, watchlist, Settings(outbox=self.folder / "outbox"), utc_now)
        run_reactor(replay(deployment, self.folder, lambda *_: None))
        return deployment

    def _watchlist(self) -> str:
        lines = ["topics: {essai: {fr: Essai, nl: Proef, en: Trial}}", "sources:"]
        lines += [f"  {name}: {{name: {name}, spider: {name}, delay: 0s}}" for name in HOSTS]
        lines += ["watches:"]
        for case in self.cases:
            lines += [f'  - {{id: {case.watch}, source: {case.publisher}, kind: {case.kind}, url: "{case.url}",']
            lines += [f"     language: {case.language}, topics: [essai]}}"]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class History:
    """What the days came to, Watch by Watch and day by day."""

    polls: dict[tuple[str, datetime], models.Poll]
    changes: dict[tuple[str, datetime], list[models.Change]]
    incidents: list[models.Incident]

    @staticmethod
    def of(deployment: Deployment) -> "History":
        """The whole history in the database."""
        with reading(deployment.engine) as session:
            changes: dict[tuple[str, datetime], list[models.Change]] = {}
            for change in session.scalars(select(models.Change)):
                changes.setdefault((change.watch_id, change.detected), []).append(change)
            polls = {(poll.watch_id, poll.instant): poll for poll in session.scalars(select(models.Poll))}
            return History(polls, changes, list(session.scalars(select(models.Incident))))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell how many bad days were played and what they were taken for."""
    if tally := config.stash.get(TALLY, None):
        terminalreporter.write_line("bad days: " + ", ".join(f"{count} {what}" for what, count in sorted(tally.items())))
