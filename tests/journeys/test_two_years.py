"""Life day by day over the demonstration's recordings, for forty Subscriptions of every kind: each Match is told in exactly one message.

The demonstration changes at a dozen instants. Between them its own Changes are told again as fresh news every few days, and some
Events are revised. Readers change their minds, the process is off for three days, and the clocks change four times.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

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
FIRST, DAYS = date(2023, 10, 16), int(os.environ.get("VEILLE_TEST_DAYS", "200"))
"""The suite lives through two hundred days, with both changes of the clock and the days off; ``VEILLE_TEST_DAYS=730`` through two years."""
HOURS = (time(7, 45), time(13, 45))
OFF = (datetime(2024, 3, 30, tzinfo=UTC), datetime(2024, 4, 2, tzinfo=UTC))
"""Three days without a process, over the night on which summer time began."""
NEWS_EVERY, REVISED_EVERY = 4, 22
TOPICS = ("protection-temporaire", "asile", "accueil", "famille", "nationalite", "frais", "sejour")
MINDS = ("immediate", "weekly", "daily", "weekly", "immediate", "monthly", "off", "weekly")
"""What the two who keep changing their minds want, one after the other."""


def subscribers() -> Iterator[Subscriber]:
    """Forty Subscriptions; two are one person's, three have their own clock, some skip silence or sleep at night."""
    for number, frequency in enumerate(["immediate"] * 10 + ["daily"] * 2 + ["weekly"] * 18 + ["monthly"] * 8):
        yield Subscriber(
            id=f"s{number}",
            via=[f"s{number}@example.org" if number != 3 else "s0@example.org"],
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

    def at(self, now: datetime) -> Deployment:
        """The deployment at an instant, with what everybody wants then."""
        watchlist = self.watchlist.model_copy(update={"subscribers": self.people})
        return Deployment(self.engine, watchlist, self.settings, lambda: now)

    def change_minds(self, day: int) -> None:
        """The two who do so want something else from today on."""
        for place, who in enumerate(self.people[-2:]):
            wants = MINDS[(day // 45 + place) % len(MINDS)]
            self.people[place - 2] = who.model_copy(update={"frequency": wants})

    def begin(self, now: datetime, day: int) -> None:
        """The first look of a day: what time alone brings, then all that tells; the ends of rules every third day."""
        deployment = self.at(now)
        look_again(deployment, [])
        with transaction(self.engine) as session:
            stages.match_events(session, deployment.watchlist, self.settings, now)
        if day % 3 == 0:
            with transaction(self.engine) as session:
                stages.find_sunsets(session, now)
            with transaction(self.engine) as session:
                stages.write_sunsets(session, deployment.watchlist, self.settings, now)
        self.tell(now)

    def tell(self, now: datetime) -> None:
        """What goes out at once and the Digests whose hour has come; all that stands in the ledger counts as sent."""
        watchlist = self.at(now).watchlist
        with transaction(self.engine) as session:
            stages.write_alerts(session, watchlist, self.settings, now)
        with transaction(self.engine) as session:
            stages.write_scheduled_digests(session, watchlist, self.settings, now)
            session.execute(update(models.Delivery).values(state="sent").where(models.Delivery.state == "pending"))


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


def copy(session: Session, change: models.Change, position: int, now: datetime) -> None:
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
            morning, afternoon = (datetime.combine(today, hour, UTC) for hour in HOURS)
            if not OFF[0] <= morning < OFF[1]:
                renew(life.engine, day, morning)
                life.begin(morning, day)
            if day % NEWS_EVERY == 0 and not OFF[0] <= afternoon < OFF[1]:
                life.tell(afternoon)


Row = TypeVar("Row", models.Delivery, models.Digest, models.Event, models.Match)


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


def every(life: Life, kind: type[Row]) -> list[Row]:
    with reading(life.engine) as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def test_two_years_bring_news_and_messages_of_every_kind(lived: Life) -> None:
    kinds = Counter(row.message_id.partition("-")[0] for row in every(lived, models.Delivery))
    assert min(kinds[kind] for kind in ("event", "digest", "sunset")) > 0
    assert {row.frequency for row in every(lived, models.Match)} == {"immediate", "daily", "weekly", "monthly"}


def test_each_match_is_told_in_exactly_one_message_to_each_of_its_recipients(lived: Life) -> None:
    sent = Counter((row.message_id, subscription) for row in every(lived, models.Delivery) for subscription in row.subscriptions)
    paused = {who.id for who in lived.people if who.frequency == "off"}
    for row in told(lived):
        if row.subscription_id not in paused:
            assert sent[row.message_id, row.subscription_id] == 1, row.message_id
    assert len({(row.message_id, row.recipient) for row in every(lived, models.Delivery)}) == len(every(lived, models.Delivery))


def test_only_what_came_after_the_last_digest_still_waits(lived: Life) -> None:
    last = {row.subscription_id: row.end for row in every(lived, models.Digest)}
    frequency = {who.id: who.frequency for who in lived.people}
    for row in every(lived, models.Match):
        if row.processed_at is None and frequency[row.subscription_id] != "off":
            assert frequency[row.subscription_id] != "immediate"
            assert row.created > last[row.subscription_id]


def told(life: Life) -> list[models.Match]:
    return [row for row in every(life, models.Match) if row.processed_at]


def test_the_windows_of_each_subscription_join_and_hold_their_matches(lived: Life) -> None:
    windows: dict[str, list[models.Digest]] = defaultdict(list)
    for digest in every(lived, models.Digest):
        windows[digest.subscription_id].append(digest)
    for ours in windows.values():
        assert all(earlier.end == later.start for earlier, later in pairwise(ours))
    by_id = {digest.id: digest for ours in windows.values() for digest in ours}
    for row in told(lived):
        if row.digest_id:
            assert by_id[row.digest_id].start < row.created <= by_id[row.digest_id].end


def test_digests_come_on_their_days_through_summer_time_and_after_three_days_off(lived: Life) -> None:
    days: dict[str, list[date]] = defaultdict(list)
    for digest in every(lived, models.Digest):
        if digest.start < digest.end:
            days[digest.subscription_id].append(digest.end.astimezone(ZoneInfo("Europe/Brussels")).date())
    off = {OFF[0].date() + timedelta(days=number) for number in range(3)}
    expected = {FIRST + timedelta(days=number) for number in range(1, DAYS)} - off
    assert set(days["s10"]) == expected
    assert len(days["s10"]) == len(expected)
    mondays = [day for day in days["s13"] if day.weekday() == 0]
    late = [day for day in days["s13"] if day.weekday() != 0]
    assert late == [date(2024, 4, 2)] * (DAYS > 170)
    assert len(mondays) == len({day for day in expected if day.weekday() == 0})
    assert all(day.day == 1 or day == date(2024, 4, 2) for day in days["s30"])


def test_nobody_hears_of_one_revision_of_an_event_twice_by_whatever_subscription(lived: Life) -> None:
    immediate = [row for row in every(lived, models.Delivery) if row.message_id.startswith("event-")]
    assert set(Counter((row.message_id, row.recipient) for row in immediate).values()) == {1}
    assert any(set(row.subscriptions) == {"s0", "s3"} for row in immediate)
