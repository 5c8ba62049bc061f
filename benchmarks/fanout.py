"""One Event for thousands of Subscriptions: matching and ledger, then their weekly Digests; the time each takes and how memory grows.

python benchmarks/fanout.py                              10,000 Subscriptions on SQLite in a folder of its own
python benchmarks/fanout.py --subscriptions 50000
python benchmarks/fanout.py --database postgresql://…    on an empty database, of which all tables are made anew
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from alerts import stages
from core import models
from core.compression import compress
from core.contract import change_as_json, provisions_as_bytes
from core.database import connect, reading, transaction
from core.settings import Settings
from core.values import Change, FactChange, FactType, Kind, Provision, Rule, Significance, Stated
from core.watchlist import Subscriber, Topic, Watchlist

LIMITS = {"matched": 2.0, "digests": 60.0}
"""Seconds for 10,000 Subscriptions (DESIGN §9)."""
NOW = datetime(2025, 8, 4, 6, 0, tzinfo=UTC)
TOPICS = {f"sujet-{number}": Topic(fr=f"Sujet {number}", nl=f"Onderwerp {number}", en=f"Topic {number}") for number in range(12)}
WEEK = timedelta(days=7)
NEWS_OF_A_WEEK = 10


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscriptions", type=int, default=10_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(options.database or f"sqlite:///{folder}/fanout.db")
        models.Base.metadata.drop_all(engine)
        models.Base.metadata.create_all(engine)
        fan_out(engine, options.subscriptions, Settings(outbox=Path(folder)))


def fan_out(engine: Engine, count: int, settings: Settings) -> None:
    """Both measures, told line by line."""
    at_once, weekly = watchlist(count, "immediate"), watchlist(count, "weekly")
    share = count / 10_000
    announce(engine, "sujet-0", NOW)
    matched = timed(engine, lambda session: stages.match_events(session, at_once, settings, NOW))
    entered = timed(engine, lambda session: stages.write_alerts(session, at_once, settings, NOW))
    print(f"{count} Subscriptions on {engine.dialect.name}")
    print(f"  matched in {matched}, in the ledger in {entered}: together at most {LIMITS['matched'] * share:.1f} s")
    timed(engine, lambda session: stages.write_scheduled_digests(session, weekly, settings, NOW))
    for number in range(NEWS_OF_A_WEEK):
        announce(engine, f"sujet-{number}", NOW + timedelta(hours=number + 1))
    timed(engine, lambda session: stages.match_events(session, weekly, settings, NOW + timedelta(days=1)))
    before = peak()
    written = timed(engine, lambda session: stages.write_scheduled_digests(session, weekly, settings, NOW + WEEK))
    print(f"  weekly Digests in {written}, at most {LIMITS['digests'] * share:.0f} s; memory at most {before:.0f} → {peak():.0f} MB")
    idle = timed(engine, lambda session: stages.write_scheduled_digests(session, weekly, settings, NOW + WEEK + timedelta(minutes=1)))
    print(f"  a look at which nothing is due: {idle}")
    with reading(engine) as session:
        deliveries, waiting = (
            session.scalar(select(func.count()).select_from(models.Delivery)),
            session.scalar(select(func.count()).where(models.Match.processed_at.is_(None))),
        )
    print(f"  {deliveries} Deliveries, {waiting} Matches left over")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} s of processor time)"


def timed(engine: Engine, stage: Callable[..., int]) -> Cost:
    """What a stage and its commit cost."""
    clock, processor = time.perf_counter(), time.process_time()
    with transaction(engine) as session:
        stage(session)
    return Cost(time.perf_counter() - clock, time.process_time() - processor)


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def watchlist(count: int, frequency: str) -> Watchlist:
    """Subscriptions of many choices: three languages, one to three Topics of twelve beside the one that everybody has."""
    names = list(TOPICS)
    people = [
        Subscriber(
            id=f"{frequency}-{number}",
            via=[f"{frequency}-{number}@example.org"],
            frequency=frequency,
            language=("fr", "nl", "en")[number % 3],
            topics=list(dict.fromkeys([names[0], names[number % 12], names[number // 12 % 12], names[number // 144 % 12]])),
        )
        for number in range(count)
    ]
    return Watchlist(topics=TOPICS, subscribers=people)


def announce(engine: Engine, topic: str, now: datetime) -> None:
    """An Event of one Change, as the stages before leave it."""
    with transaction(engine) as session:
        watch = f"source.{topic}"
        text = "La protection temporaire s'applique jusqu'au 31 décembre 2025."
        session.merge(
            models.Watch(
                id=watch,
                source="source",
                source_name="Source",
                kind="page",
                url="https://example.org/page",
                language="fr",
                topics=[topic],
                translations=[],
                active=True,
            )
        )
        sha256 = f"{session.scalar(select(func.count()).select_from(models.Version)) or 0:064x}"
        session.add(models.Body(sha256=sha256, size=1, data=b"x"))
        poll = models.Poll(watch_id=watch, instant=now, outcome="changed", reason="")
        session.add(poll)
        session.flush()
        snapshot = models.Snapshot(
            watch_id=watch,
            poll_id=poll.id,
            url="https://example.org/page",
            final_url="https://example.org/page",
            redirects=[],
            instant=now,
            status=200,
            headers={},
            sha256=sha256,
        )
        session.add(snapshot)
        session.flush()
        provisions = compress(provisions_as_bytes((Provision("p:1", "Durée", text),)))
        version = models.Version(
            watch_id=watch,
            number=snapshot.id,
            snapshot_id=snapshot.id,
            instant=now,
            extractor="benchmark/1",
            sha256=sha256,
            provisions=provisions,
        )
        event = models.Event(created=now, topics=[topic], significance="major")
        session.add_all([version, event])
        session.flush()
        session.add(
            models.Change(
                watch_id=watch,
                version_after_id=version.id,
                position=0,
                event_id=event.id,
                kind="substitution",
                rule="fee",
                significance="major",
                language="fr",
                topics=[topic],
                url="https://example.org/page",
                stage="in_force",
                effective="2025-07-29",
                detected=now,
                content=change_as_json(fee(topic)),
                folded="",
            )
        )


def fee(name: str) -> Change:
    """A fee that rises."""
    return Change(
        kind=Kind.SUBSTITUTION,
        key=f"art:238/{name}",
        path="Art. 238, al. 1er",
        before="Le droit d'enregistrement est fixé à 150 euros.",
        after="Le droit d'enregistrement est fixé à 1.000 euros.",
        rule=Rule.FEE,
        significance=Significance.MAJOR,
        redline=(("=", "Le droit d'enregistrement est fixé à "), ("-", "150"), ("+", "1.000"), ("=", " euros.")),
        facts=(FactChange(FactType.AMOUNT, None, Stated("150 euros", "150", "EUR"), Stated("1.000 euros", "1000", "EUR")),),
        effective="2025-07-29",
        summary=dict.fromkeys(("fr", "nl", "en"), f"{name} : 150 € → 1.000 €"),
    )


if __name__ == "__main__":
    main()
