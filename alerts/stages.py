"""The stages from Event to ledger, and from Change to Task; each is safe to run twice.

Every function takes a session whose transaction belongs to the caller, reads the rows not yet processed,
calls pure functions, adds the next rows and stamps ``processed_at``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy import Row, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from alerts.digests import write_digests
from alerts.ledger import Addressee, Addressees, enter
from alerts.match import match
from alerts.messages import Message, alert
from alerts.reviews import review_pages
from alerts.subscriptions import active
from alerts.tasks import write_tasks
from core import models
from core.history import recorded_event
from core.records import RecordedEvent
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist

__all__ = ["match_events", "review_pages", "write_alerts", "write_digests", "write_tasks"]

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
        session.connection().execute(insert(models.Match), rows)
    return len(rows)


def write_alerts(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger what goes out at once: one message per Event revision and recipient; the number of Deliveries added."""
    subscribers = {each.id: each for each in active(session, watchlist, settings)}
    added = 0
    for event_id, group in groupby(_immediate(session, subscribers), key=lambda match: match.event_id):
        matches = list(group)
        event = recorded_event(session, event_id)
        # A revision that has come while the one before was still waiting says all that the first would have said.
        revision = max(match.revision for match in matches)
        wanted = [match for match in matches if match.revision == revision]
        message_id = f"event-{event_id}-{revision}"
        added += enter(session, message_id, _addressees(wanted, subscribers, settings), _writer(event, watchlist, settings), now)
        stamp = update(models.Match).where(models.Match.id == bindparam("number")).values(processed_at=now, message_id=message_id)
        session.connection().execute(stamp, [{"number": each.id} for each in matches])
    return added


def _immediate(session: Session, subscribers: dict[str, Subscriber]) -> Sequence[Waiting]:
    """The Matches to tell at once, also those of a Subscription that was on digests until now."""
    row = models.Match
    waiting = row.processed_at.is_(None)
    on_digests = session.scalars(select(row.subscription_id).where(waiting, row.frequency != "immediate").distinct())
    moved = [each for each in on_digests if each in subscribers and subscribers[each].frequency == "immediate"]
    at_once = or_(row.frequency == "immediate", row.subscription_id.in_(moved))
    wanted = select(row.id, row.event_id, row.revision, row.subscription_id, row.reason).where(waiting, at_once)
    return session.execute(wanted.order_by(row.event_id, row.id).with_for_update()).all()


def _addressees(matches: Sequence[Waiting], subscribers: dict[str, Subscriber], settings: Settings) -> Addressees:
    found = Addressees(settings)
    for each in matches:
        subscriber = subscribers.get(each.subscription_id)
        if subscriber:
            found.add(subscriber.id, subscriber.language, subscriber.via, each.reason)
    return found


def _writer(event: RecordedEvent, watchlist: Watchlist, settings: Settings) -> Callable[[Addressee], Message]:
    @cache
    def write(language: str, reasons: tuple[str, ...]) -> Message:
        return alert(event, reasons, language, settings.site, watchlist.topics)

    return lambda addressee: write(addressee.language, tuple(addressee.reasons))
