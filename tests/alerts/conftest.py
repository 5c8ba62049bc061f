"""A small world: one database, two Sources, one Change of a fee and one of a date, and people who asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import models
from core.compression import compress
from core.contract import change_as_json, provisions_as_bytes
from core.database import connect
from core.records import Evidence, RecordedChange, RecordedEvent
from core.settings import Settings
from core.values import Change, FactChange, FactType, Kind, Provision, Rule, Significance, Stated
from core.watchlist import Page, Source, Subscriber, Topic, Watchlist

NOON = datetime(2025, 8, 4, 10, 0, tzinfo=UTC)

TOPICS = {
    "nationalite": Topic(fr="Nationalité", nl="Nationaliteit", en="Nationality"),
    "protection-temporaire": Topic(fr="Protection temporaire", nl="Tijdelijke bescherming", en="Temporary protection"),
    "frais": Topic(fr="Redevances", nl="Retributies", en="Fees"),
}


def fee_change(old: int = 150, new: int = 1000, **given: object) -> Change:
    """The registration fee, 150 € → 1.000 € as of 29 July 2025."""
    written = f"{new:,}".replace(",", ".")
    fields = {
        "kind": Kind.SUBSTITUTION,
        "key": "art:238/al:1",
        "path": "Art. 238, al. 1er",
        "before": f"Le droit d'enregistrement est fixé à {old} euros.",
        "after": f"Le droit d'enregistrement est fixé à {written} euros.",
        "rule": Rule.FEE,
        "significance": Significance.MAJOR,
        "redline": (("=", "Le droit d'enregistrement est fixé à "), ("-", str(old)), ("+", written), ("=", " euros.")),
        "facts": (
            FactChange(
                FactType.AMOUNT,
                None,
                Stated(f"{old} euros", str(old), "EUR"),
                Stated(f"{written} euros", str(new), "EUR"),
            ),
        ),
        "effective": "2025-07-29",
        "summary": {
            "fr": f"Droit d'enregistrement : {old} € → {written} €, dès le 29 juillet 2025",
            "nl": f"Registratierecht: {old} € → {written} €, vanaf 29 juli 2025",
            "en": f"Registration duty: €{old} → €{written}, from 29 July 2025",
        },
    }
    return Change(**(fields | given))


def date_change(before: str, after: str, **given: object) -> Change:
    """The end of temporary protection, moved from one 4 March to another."""
    fields = {
        "key": "p:fin",
        "path": "Protection temporaire › Durée",
        "before": f"La protection temporaire des personnes venant d'Ukraine court jusqu'au 4 mars {before}.",
        "after": f"La protection temporaire des personnes venant d'Ukraine court jusqu'au 4 mars {after}.",
        "rule": Rule.VALIDITY,
        "redline": (
            ("=", "La protection temporaire des personnes venant d'Ukraine court jusqu'au "),
            ("-", f"4 mars {before}"),
            ("+", f"4 mars {after}"),
            ("=", "."),
        ),
        "facts": (
            FactChange(
                FactType.DATE,
                "until",
                Stated(f"4 mars {before}", f"{before}-03-04"),
                Stated(f"4 mars {after}", f"{after}-03-04"),
            ),
        ),
        "effective": None,
        "summary": {"fr": f"Protection temporaire : jusqu'au 4 mars {before} → jusqu'au 4 mars {after}"},
    }
    return fee_change(**(fields | given))


def recorded(change: Change | None = None, **given: object) -> RecordedChange:
    """A Change as the history gives it."""
    fields: dict[str, object] = {
        "id": 7,
        "change": change or fee_change(),
        "watch": "ejustice.code-enregistrement",
        "source": "ejustice",
        "source_name": "eJustice",
        "url": "https://www.ejustice.just.fgov.be/cgi_loi/article.pl?cn=1939113030",
        "language": "fr",
        "topics": ("nationalite",),
        "event": 3,
        "stage": "in_force",
        "detected": NOON,
        "published": "2025-07-29",
        "technical": False,
        "before": Evidence(1, "a" * 64, NOON - timedelta(days=7), "https://www.ejustice.just.fgov.be/"),
        "after": Evidence(2, "b" * 64, NOON, "https://www.ejustice.just.fgov.be/"),
    }
    return RecordedChange(**(fields | given))


def news(*changes: RecordedChange, **given: object) -> RecordedEvent:
    """An Event of Changes."""
    changes = changes or (recorded(),)
    fields: dict[str, object] = {
        "id": 3,
        "revision": 1,
        "created": NOON,
        "topics": tuple(dict.fromkeys(topic for change in changes for topic in change.topics)),
        "significance": Significance.highest([change.change.significance for change in changes]),
        "changes": changes,
    }
    return RecordedEvent(**(fields | given))


def subscriber(name: str = "politique", **given: object) -> Subscriber:
    """A Subscription to everything, at once."""
    return Subscriber.model_validate({"id": name, "via": [f"{name}@example.org"], **given})


def watchlist(*subscribers: Subscriber, pages: tuple[Page, ...] = (), **given: object) -> Watchlist:
    """A watchlist of these Subscriptions and pages."""
    sources = {"ejustice": Source(name="eJustice"), "dofi": Source(name="Office des étrangers")}
    return Watchlist.model_validate({"topics": TOPICS, "sources": sources, "subscribers": subscribers, "pages": pages, **given})


class World:
    """Writes the rows that earlier stages would have written."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.versions = 0

    def watch(self, session: Session, watch_id: str = "ejustice.code-enregistrement", **given: object) -> models.Watch:
        """A Watch, once."""
        known = session.get(models.Watch, watch_id)
        if known:
            return known
        fields: dict[str, object] = {
            "id": watch_id,
            "source": watch_id.partition(".")[0],
            "source_name": "eJustice",
            "kind": "law",
            "url": f"https://example.org/{watch_id}",
            "language": "fr",
            "topics": ["nationalite"],
            "translations": [],
            "active": True,
        }
        row = models.Watch(**(fields | given))
        session.add(row)
        session.flush()
        return row

    def version(self, session: Session, watch_id: str, instant: datetime, provisions: tuple[Provision, ...] = ()) -> models.Version:
        """A Version with the poll, Snapshot and body behind it."""
        self.versions += 1
        sha256 = f"{self.versions:064x}"
        session.add(models.Body(sha256=sha256, size=1, data=b"x"))
        poll = models.Poll(watch_id=watch_id, instant=instant + timedelta(microseconds=self.versions), outcome="changed", reason="")
        session.add(poll)
        session.flush()
        snapshot = models.Snapshot(
            watch_id=watch_id,
            poll_id=poll.id,
            url=f"https://example.org/{watch_id}",
            final_url=f"https://example.org/{watch_id}",
            redirects=[],
            instant=instant,
            status=200,
            headers={},
            sha256=sha256,
        )
        session.add(snapshot)
        session.flush()
        row = models.Version(
            watch_id=watch_id,
            number=self.versions,
            snapshot_id=snapshot.id,
            instant=instant,
            extractor="test/1",
            sha256=sha256,
            provisions=compress(provisions_as_bytes(provisions)),
        )
        session.add(row)
        session.flush()
        return row

    def event(self, change: Change, instant: datetime = NOON, watch_id: str = "ejustice.code-enregistrement", **given: object) -> int:
        """An Event of one Change, not yet matched."""
        with Session(self.engine) as session, session.begin():
            topics = list(given.pop("topics", ["nationalite"]))
            self.watch(session, watch_id, topics=topics)
            event = models.Event(created=instant, topics=topics, significance=change.significance.value)
            session.add(event)
            session.flush()
            self.change(session, change, instant, watch_id, event=event.id, topics=topics, **given)
            return event.id

    def change(self, session: Session, change: Change, instant: datetime, watch_id: str, event: int | None, **given: object) -> int:
        """The row of a Change."""
        fields: dict[str, object] = {
            "watch_id": watch_id,
            "version_after_id": self.version(session, watch_id, instant).id,
            "position": 0,
            "event_id": event,
            "kind": change.kind.value,
            "rule": change.rule.value,
            "significance": change.significance.value,
            "language": "fr",
            "url": f"https://example.org/{watch_id}",
            "stage": "in_force",
            "effective": change.effective,
            "detected": instant,
            "content": change_as_json(change),
            "folded": "",
        }
        row = models.Change(**(fields | given))
        session.add(row)
        session.flush()
        return row.id

    def all(self, kind: type[models.Base]) -> list[SimpleNamespace]:
        """Every row of a table, in order, apart from any session."""
        with Session(self.engine) as session:
            rows = session.query(kind).order_by(kind.id).all()
            said = ("html", "text", "markdown") if kind is models.Delivery else ()
            names = [*(column.key for column in kind.__table__.columns), *said]
            return [SimpleNamespace(**{name: getattr(row, name) for name in names}) for row in rows]


@pytest.fixture
def engine(upgraded_sqlite_address: str) -> Iterator[Engine]:
    made = connect(upgraded_sqlite_address)
    yield made
    made.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(outbox=tmp_path / "outbox", site="https://veille.example.org", smtp_url="", send=False, apprise_config="")


@pytest.fixture
def builders() -> SimpleNamespace:
    """The builders of values, for tests: pytest imports test modules without a package."""
    return SimpleNamespace(
        fee_change=fee_change,
        date_change=date_change,
        recorded=recorded,
        news=news,
        subscriber=subscriber,
        watchlist=watchlist,
        noon=NOON,
        topics=TOPICS,
    )
