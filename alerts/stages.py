"""The stages from Event to ledger, and from Change to Task; each is safe to run twice.

Every function takes a session whose transaction belongs to the caller, reads the rows not yet processed,
calls pure functions, adds the next rows and stamps ``processed_at``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from alerts.administrators import write_administrators_digest, write_incidents
from alerts.coming.sunsets import find_sunsets, write_sunsets
from alerts.desk.own_pages import on_topics, to_do
from alerts.desk.reviews import review_in_steps, review_pages
from alerts.desk.tasks import write_tasks
from alerts.digests.schedule import quiet_until
from alerts.digests.writing import write_digests, write_scheduled_digests
from alerts.ledger import Addressee, Addressees, enter
from alerts.match import match
from alerts.messages import Message, alert
from alerts.people.erasure import erase
from alerts.people.subscriptions import active
from alerts.rectifications import write_rectifications
from core import models
from core.database import add_many, in_batches
from core.history import recorded_event
from core.records import RecordedEvent
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist

__all__ = [
    "erase",
    "find_sunsets",
    "match_events",
    "review_in_steps",
    "review_pages",
    "write_administrators_digest",
    "write_alerts",
    "write_digests",
    "write_incidents",
    "write_rectifications",
    "write_scheduled_digests",
    "write_sunsets",
    "write_tasks",
]

AT_ONCE = 1000
"""How many Matches a statement names."""
Waiting = Row[int, int, int, str, str]
"""A Match not yet told: id, event_id, revision, subscription_id, reason."""


def match_events(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Match every Event revision not yet matched with every Subscription; the number of Matches added."""
    # Locked where the database locks rows, so that two workers do not match one Event at once.
    waiting = select(models.Event).where(models.Event.processed_at.is_(None)).order_by(models.Event.id).with_for_update()
    events, added = session.scalars(waiting).all(), 0
    subscribers = active(session, watchlist, settings) if events else []
    for row in events:
        added += _match_one(session, recorded_event(session, row.id), subscribers, watchlist, now)
        row.processed_at = now
    return added


def _match_one(session: Session, event: RecordedEvent, subscribers: Sequence[Subscriber], watchlist: Watchlist, now: datetime) -> int:
    of_revision = (models.Match.event_id == event.id, models.Match.revision == event.revision)
    there = set(session.scalars(select(models.Match.subscription_id).where(*of_revision)))
    rows = [
        {
            "event_id": event.id,
            "revision": event.revision,
            "subscription_id": subscriber.id,
            "frequency": subscriber.frequency,
            "reason": reason,
            "created": now,
        }
        for subscriber in subscribers
        if subscriber.id not in there and (reason := match(event, subscriber, watchlist.topics))
    ]
    if rows:
        add_many(session, models.Match, rows)
    return len(rows)


def write_alerts(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger what goes out at once: one message per Event revision and recipient; the number of Deliveries added.

    What falls in a Subscription's quiet hours waits for their end, and is then told as the Event stands by then.
    """
    subscribers = {each.id: each for each in active(session, watchlist, settings)}
    added = 0
    for event_id, group in groupby(_immediate(session, subscribers, now), key=lambda match: match.event_id):
        matches = list(group)
        # A revision that has come while the one before was still waiting says all that the first would have said.
        message_id = f"event-{event_id}-{max(match.revision for match in matches)}"
        event = recorded_event(session, event_id)
        if event.tellable:
            writer = _Writer(session, event, watchlist, settings)
            added += enter(session, message_id, _addressees(matches, subscribers, settings), writer.write, now)
        for some in in_batches([each.id for each in matches], AT_ONCE):
            told = update(models.Match).where(models.Match.id.in_(some)).values(processed_at=now, message_id=message_id)
            session.connection().execute(told)
    return added


def _immediate(session: Session, subscribers: dict[str, Subscriber], now: datetime) -> Sequence[Waiting]:
    """The Matches to tell at once, also those of a Subscription that was on digests until now; none in its quiet hours."""
    row = models.Match
    waiting = row.processed_at.is_(None)
    on_digests = session.scalars(select(row.subscription_id).where(waiting, row.frequency != "immediate").distinct())
    moved = [each for each in on_digests if each in subscribers and subscribers[each].frequency == "immediate"]
    at_once = or_(row.frequency == "immediate", row.subscription_id.in_(moved))
    wanted = select(row.id, row.event_id, row.revision, row.subscription_id, row.reason).where(waiting, at_once)
    quiet = {each.id for each in subscribers.values() if quiet_until(each.quiet_hours, now, each.time_zone)}
    found = session.execute(wanted.order_by(row.event_id, row.id).with_for_update())
    return [each for each in found if each.subscription_id not in quiet]


def _addressees(matches: Sequence[Waiting], subscribers: dict[str, Subscriber], settings: Settings) -> Addressees:
    """Everyone to tell, by the newest reason of each Subscription."""
    found = Addressees(settings)
    newest = {each.subscription_id: each for each in sorted(matches, key=lambda match: (match.revision, match.id))}
    for each in newest.values():
        subscriber = subscribers.get(each.subscription_id)
        if subscriber:
            found.add(subscriber.id, subscriber.language, subscriber.via, each.reason)
    return found


class _Writer:
    """Writes the message about one Event; recipients of equal content share one rendering."""

    def __init__(self, session: Session, event: RecordedEvent, watchlist: Watchlist, settings: Settings) -> None:
        self._event, self._watchlist, self._settings = event, watchlist, settings
        self._of_the_house = {each.id for each in watchlist.subscribers}
        self._pages = on_topics(to_do(session, watchlist, [change.id for change in event.changes]), ())
        self._told = _told_before(session, event)
        self._alert = cache(self._alert_of)

    def write(self, addressee: Addressee) -> Message:
        """The message of one recipient: for whom it is the first about this Event, it is no update."""
        ours = not self._of_the_house.isdisjoint(addressee.subscriptions)
        again = addressee.recipient in self._told
        return self._alert(addressee.language, tuple(addressee.reasons), ours, again)

    def _alert_of(self, language: str, reasons: tuple[str, ...], ours: bool, again: bool) -> Message:
        event = self._event if again or self._event.takes_effect else replace(self._event, revision=1)
        return alert(event, reasons, language, self._settings.site, self._watchlist.topics, self._pages if ours else ())


def _told_before(session: Session, event: RecordedEvent) -> set[str]:
    """The recipients of messages about earlier revisions of an Event."""
    row = models.Delivery
    earlier = [f"event-{event.id}-{revision}" for revision in range(1, event.revision)]
    return set(session.scalars(select(row.recipient).where(row.message_id.in_(earlier)))) if earlier else set()
