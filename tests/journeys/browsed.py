"""The site that tests/journeys/test_browser.py walks through: a small history, people who may sign in, and the mails they get."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server
from threading import Thread

import uvicorn
from sqlalchemy import Engine, select

from alerts.people.recipients import addressed, tokens
from alerts.sending.routes import recipient
from api.app import create_app
from api.limits import Limit
from core import models
from core.database import transaction
from core.rights import fingerprint
from core.settings import Settings
from core.values import Dates, FactChange, FactType, Stated
from core.watchlist import Watchlist
from tests.api.archive import Archive, fee_change

NOW = datetime(2026, 6, 22, 12, tzinfo=UTC)
FIRST = datetime(2023, 10, 1, 8, tzinfo=UTC)
YEARS = {2024: "206", 2025: "213", 2026: "221"}
SENTENCE = "La redevance des étudiants est de 198 euros."
ADMINISTRATORS = {"avec": "avec@example.org", "sans": "sans@example.org"}
WATCHLIST = Watchlist.model_validate(
    {
        "pages": [{"id": "asbl.etudes", "url": "https://asbl.example/etudes", "language": "fr", "editor": "web@example.org"}],
        "administrators": [{"id": id, "via": [address]} for id, address in ADMINISTRATORS.items()],
    }
)


def amount(value: str) -> Stated:
    return Stated(f"{value} euros", value, "EUR")


def fees(before: str, after: str, year: int):
    """A fee that changes with the year."""
    shown = {"fr": f"Redevance, étudiants : {before} € → {after} €", "nl": f"Retributie, studenten: {before} € → {after} €"}
    return fee_change(
        f"{before} euros",
        f"{after} euros",
        key="k1",
        path="Redevance › Étudiants",
        facts=(FactChange(FactType.AMOUNT, None, amount(before), amount(after)),),
        effective=f"{year}-01-01",
        dates=Dates(applies=f"{year}-01-01"),
        summary={**shown, "en": f"Fee, students: {before} € → {after} €"},
        reasons=("amount changed", "cue: redevance"),
    )


def fill(engine: Engine) -> None:
    """Three years of a fee in two languages, a page that ends and cannot be read, and one of ours that has become wrong."""
    archive = Archive(engine)
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.topic("asile", "Asile", "Asiel", "Asylum")
    office = {"topics": ["frais"], "source": "dofi", "source_name": "Office des étrangers", "kind": "page"}
    archive.watch("dofi.frais", translations=["dofi.frais.nl"], **office)
    archive.watch("dofi.frais.nl", language="nl", **office)
    archive.watch("cgra.asile", topics=["asile"], source="cgra", source_name="CGRA", kind="page")
    archive.watch("asbl.etudes", topics=["frais"], source="own", source_name="Nos pages", kind="own")
    archive.version("dofi.frais", "Le droit est de 198 euros.", "Il se paie avant la demande.", instant=FIRST)
    archive.version("cgra.asile", "La protection temporaire est valable jusqu'au 4 septembre 2026.", instant=FIRST)
    archive.incident("cgra.asile", opened=NOW - timedelta(days=2))
    before = "198"
    for year, after in YEARS.items():
        event = archive.event(topics=("frais",), created=datetime(year, 1, 2, 8, tzinfo=UTC))
        for watch in ("dofi.frais", "dofi.frais.nl"):
            number = archive.change(fees(before, after, year), watch=watch, event=event, detected=datetime(year, 1, 2, 8, tzinfo=UTC))
        before = after
    archive.task(
        "asbl.etudes", sentence=SENTENCE, text="198 euros", proposal="221 euros", change_id=number - 1, reason="Ce n’est plus 198 €."
    )
    with transaction(engine) as session:
        for snapshot in session.scalars(select(models.Snapshot)):
            snapshot.headers = {"content-type": "text/html; charset=utf-8", "etag": f'"{snapshot.id}"'}


@contextmanager
def served(engine: Engine, outbox: Path) -> Iterator[str]:
    """The address at which a website over this database answers."""
    listening = create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(outbox=outbox, send=False)
    app = create_app(engine, now=lambda: NOW, site=address, watchlist=WATCHLIST, settings=settings)
    # The clock of the site stands still: forms would count as sent all within one minute.
    object.__setattr__(app.state.surroundings, "limit", Limit(most=1000))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield address
    server.should_exit = True
    thread.join(10)


def mail_to(engine: Engine, address: str, site: str) -> str:
    """The text of the newest mail to an address, waited for: some are written once the page was answered."""
    row = models.Delivery
    for _ in range(100):
        with transaction(engine) as session:
            found = session.scalar(select(row).where(row.route == address).order_by(row.id.desc()))
            if found:
                return addressed(found.text, tokens(session, [found.recipient], NOW)[found.recipient], site)
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} was written")


def let_in(engine: Engine, cookie: str) -> None:
    """Let whoever shows this cookie be the first administrator."""
    with transaction(engine) as session:
        ends, proven = NOW + timedelta(hours=1), recipient(ADMINISTRATORS["avec"], Settings(), {})
        session.add(models.SignedIn(id=fingerprint(cookie), recipient=proven, began=NOW, expires=ends))
