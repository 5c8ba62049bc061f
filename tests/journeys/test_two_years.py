"""Two years day by day over the demonstration's recordings, for forty Subscriptions of every kind: each Match is told in exactly one message.

The demonstration changes at a dozen instants. Between them its own Changes are told again as fresh news every few days, and some
Events are revised. Readers change their minds, the process is off for three days, and the clocks change four times.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, update

import pipeline
from alerts import stages
from core import models
from core.database import connect, reading, transaction
from core.migration import upgrade
from core.settings import Settings
from core.watchlist import Subscriber
from core.watchlist_reader import read_watchlist
from crawlers import reactor
from crawlers.recordings import Recordings
from pipeline.deployment import Deployment
from pipeline.run import look_again, prepare, run_once

DEMO = Path(pipeline.__file__).parent / "demo"
FIRST, DAYS = date(2023, 10, 16), 60
HOURS = (time(7, 45), time(13, 45))
OFF = (datetime(2024, 3, 30, tzinfo=UTC), datetime(2024, 4, 2, 12, tzinfo=UTC))
"""Three days without a process, over the night on which summer time began."""
NEWS_EVERY, REVISED_EVERY = 4, 22
TOPICS = ("protection-temporaire", "asile", "accueil", "famille", "nationalite", "frais", "sejour")
MINDS = ("immediate", "weekly", "daily", "weekly", "immediate", "monthly", "off", "weekly")
"""What the two who keep changing their minds want, one after the other."""


def subscribers() -> Iterator[Subscriber]:
    """Forty Subscriptions; two are one person's, three have their own clock, some skip silence or sleep at night."""
    for number, frequency in enumerate(["immediate"] * 10 + ["daily"] * 3 + ["weekly"] * 17 + ["monthly"] * 8):
        yield Subscriber(
            id=f"s{number}",
            via=[f"s{number}@example.org" if number != 3 else "s2@example.org"],
            frequency=frequency,
            language=("fr", "nl", "en")[number % 3],
            topics=[TOPICS[number % 7], TOPICS[(number + 2) % 7]] if number % 4 else [],
            significance="major" if number % 2 else "minor",
            rules=["fee", "validity"] if number % 11 == 5 else [],
            time_zone={12: "America/New_York", 20: "Asia/Tokyo", 33: "Europe/Helsinki"}.get(number, "Europe/Brussels"),
            quiet_hours="20:00-09:00" if number in (1, 4) else "",
            when_nothing_changed="skip" if number in (11, 15, 31) else "send",
        )
    yield Subscriber(id="changes", via=["changes@example.org"], frequency=MINDS[0])
    yield Subscriber(id="changes-too", via=["changes-too@example.org"], frequency=MINDS[1], topics=["frais"])


class Life:
    """A deployment that lives through the days."""

    def __init__(self, engine: Engine, outbox: Path) -> None:
        self.engine, self.settings = engine, Settings(outbox=outbox, send=False)
        self.watchlist, _ = read_watchlist(DEMO / "watchlist.yaml", allow_private_hosts=True, loopback=True)
        self.people = list(subscribers())
        self.changed_on: dict[str, list[datetime]] = defaultdict(list)

    def at(self, now: datetime) -> Deployment:
        """The deployment at an instant, with what everybody wants then."""
        watchlist = self.watchlist.model_copy(update={"subscribers": self.people})
        return Deployment(self.engine, watchlist, self.settings, lambda: now)

    def change_minds(self, day: int) -> None:
        """The two who do so want something else from today on."""
        for place, who in enumerate(self.people[-2:]):
            wants = MINDS[(day // 45 + place) % len(MINDS)]
            self.people[place - 2] = who.model_copy(update={"frequency": wants})

    def tell(self, now: datetime) -> None:
        """What a running service does after each look, but for sending: all that stands in the ledger counts as sent."""
        deployment = self.at(now)
        look_again(deployment, [])
        tell(deployment)
        with transaction(self.engine) as session:
            session.execute(update(models.Delivery).values(state="sent").where(models.Delivery.state == "pending"))


def tell(deployment: Deployment) -> None:
    """Every stage that writes messages, each in a transaction of its own."""
    watchlist, settings, now = deployment.watchlist, deployment.settings, deployment.now()
    with transaction(deployment.engine) as session:
        stages.match_events(session, watchlist, settings, now)
    with transaction(deployment.engine) as session:
        stages.write_alerts(session, watchlist, settings, now)
    with transaction(deployment.engine) as session:
        stages.find_sunsets(session, now)
    with transaction(deployment.engine) as session:
        stages.write_sunsets(session, watchlist, settings, now)
    with transaction(deployment.engine) as session:
        stages.write_scheduled_digests(session, watchlist, settings, now)


def renew(engine: Engine, day: int, now: datetime) -> None:
    """Tell one of the Changes seen so far as fresh news, or revise a young Event."""
    with transaction(engine) as session:
        if day % REVISED_EVERY == 0 and (event := session.scalar(select(models.Event).order_by(models.Event.id.desc()).limit(1))):
            event.revision, event.revised, event.takes_effect, event.processed_at = event.revision + 1, now, None, None
        elif day % NEWS_EVERY == 0:
            told = (models.Change.event_id.is_not(None), models.Change.quiet.is_(False), models.Change.position < COPIES)
            seen = session.scalars(select(models.Change).where(*told).order_by(models.Change.id)).all()
            if seen:
                copy(session, seen[day * 7 % len(seen)], COPIES + day, now)


COPIES = 1000
"""From this position on the Changes of a Version are copies."""


def copy(session, change: models.Change, position: int, now: datetime) -> None:
    columns = {column.key: getattr(change, column.key) for column in models.Change.__table__.columns if column.key != "id"}
    event = models.Event(created=now, topics=change.topics, significance=change.significance)
    session.add(event)
    session.flush()
    session.add(models.Change(**columns | {"event_id": event.id, "position": position, "detected": now, "processed_at": now}))


async def live(life: Life) -> None:
    """The days, one after the other; whatever the recordings hold is polled at its own instant."""
    recordings = Recordings(DEMO)
    prepare(life.at(datetime.combine(FIRST, time(), UTC)))
    everything = [watch.id for watch in life.watchlist.all_watches()]
    with recordings:
        for day in range(DAYS):
            today = FIRST + timedelta(days=day)
            life.change_minds(day)
            for instant in (each for each in recordings.instants if each.date() == today):
                recordings.at(instant)
                await run_once(life.at(instant), only=everything, recordings=recordings)
            for hour in HOURS:
                now = datetime.combine(today, hour, UTC)
                if not OFF[0] <= now < OFF[1]:
                    if hour == HOURS[0]:
                        renew(life.engine, day, now)
                    life.tell(now)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The life of two years, over."""
    folder = tmp_path_factory.mktemp("two-years")
    engine = connect(f"sqlite:///{folder / 'veille.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    upgrade(engine)
    life = Life(engine, folder / "outbox")
    reactor.run(live(life))
    return life


def rows(life: Life, kind: type[models.Base]) -> list:
    with reading(life.engine) as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def test_x(lived):
    print(
        len(rows(lived, models.Event)),
        len(rows(lived, models.Match)),
        len(rows(lived, models.Delivery)),
        len(rows(lived, models.Digest)),
        len(rows(lived, models.Sunset)),
    )
    with reading(lived.engine) as s:
        print(Counter(i.split("-")[0] for i in s.scalars(select(models.Delivery.message_id))))
