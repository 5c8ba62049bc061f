"""The Digest of each Subscription: its Matches in a window, and the proof of silence where there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from alerts.coverage import coverage
from alerts.ledger import Addressee, Addressees, enter
from alerts.messages import Message, Reader, Window, digest
from alerts.subscriptions import active
from core import models
from core.history import recorded_event
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist

PERIODS = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=28)}
TOLERANCE = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One Subscription's Digest: its window ``(start, end]``, the Matches in it and the Events these are about."""

    subscriber: Subscriber
    start: datetime
    end: datetime
    matches: tuple[int, ...]
    events: tuple[int, ...]
    reasons: tuple[str, ...]


def write_digests(  # noqa: PLR0913 - all five are handed down by whoever composes the stages
    session: Session, watchlist: Watchlist, settings: Settings, frequency: str, now: datetime, *, preview: bool = False
) -> list[Message]:
    """The Digests of ``frequency`` that are due at ``now``, put in the ledger; one message per recipient.

    Every Match is in exactly one Digest. A Digest is due once its period (less an hour) has passed since the
    last; it is also written where nothing changed. ``preview`` renders every Digest as if it were due, and writes nothing.
    """
    subscribers = [each for each in active(session, watchlist, settings) if each.frequency == frequency]
    due = {each.subscriber.id: each for each in _due(session, subscribers, frequency, now, preview)}
    addressees, writer = Addressees(settings), _Writer(session, watchlist, settings)
    for each in due.values():
        addressees.add(each.subscriber.id, each.subscriber.language, each.subscriber.via)
    written: list[Message] = []

    def write(addressee: Addressee) -> Message:
        written.append(writer.write(addressee, frequency, [due[subscription] for subscription in addressee.subscriptions]))
        return written[-1]

    if preview:
        return [write(each) for each in addressees.all()]
    message_id = f"digest-{frequency}-{now:%Y%m%dT%H%M%S%fZ}"
    _record(session, list(due.values()), frequency, message_id, now)
    enter(session, message_id, addressees, write, now)
    return written


def _due(session: Session, subscribers: Sequence[Subscriber], frequency: str, now: datetime, always: bool) -> list[Due]:
    period = PERIODS[frequency]
    row = models.Digest
    ends = select(row.subscription_id, func.max(row.end)).group_by(row.subscription_id)
    last_ends = dict(session.execute(ends).all())
    last_of_frequency = dict(session.execute(ends.where(row.frequency == frequency)).all())

    def is_due(subscriber: Subscriber) -> bool:
        last = last_of_frequency.get(subscriber.id)
        return always or last is None or now - last >= period - TOLERANCE

    due = [each for each in subscribers if is_due(each)]
    matches = _waiting(session, [each.id for each in due], now)
    return [_one(each, matches.get(each.id, []), last_ends.get(each.id), now, period) for each in due]


def _one(subscriber: Subscriber, matches: Sequence[models.Match], last: datetime | None, now: datetime, period: timedelta) -> Due:
    # A window is open at its start: the first Match must lie after it.
    first = min((match.created - timedelta(seconds=1) for match in matches), default=now)
    return Due(
        subscriber,
        start=last if last is not None else min(first, now - period),
        end=now,
        matches=tuple(match.id for match in matches),
        events=tuple(dict.fromkeys(match.event_id for match in matches)),
        reasons=tuple(dict.fromkeys(match.reason for match in matches)),
    )


def _waiting(session: Session, subscriptions: Sequence[str], now: datetime) -> dict[str, list[models.Match]]:
    """The Matches of these Subscriptions in no Digest yet, by Subscription."""
    row = models.Match
    waiting = (row.processed_at.is_(None), row.digest_id.is_(None), row.frequency != "immediate", row.created <= now)
    wanted = select(row).where(row.subscription_id.in_(subscriptions), *waiting)
    found: dict[str, list[models.Match]] = {}
    for match in session.scalars(wanted.order_by(row.id).with_for_update()):
        found.setdefault(match.subscription_id, []).append(match)
    return found


def _record(session: Session, due: Sequence[Due], frequency: str, message_id: str, now: datetime) -> None:
    rows = [models.Digest(subscription_id=each.subscriber.id, frequency=frequency, start=each.start, end=each.end) for each in due]
    session.add_all(rows)
    session.flush()
    stamps = [
        {"id": number, "digest_id": row.id, "message_id": message_id, "processed_at": now}
        for each, row in zip(due, rows, strict=True)
        for number in each.matches
    ]
    if stamps:
        session.execute(update(models.Match), stamps)


@dataclass(frozen=True)
class _Content:
    """All that decides what a digest says."""

    events: tuple[int, ...]
    window: Window
    reader: Reader


class _Writer:
    """Writes the message of a recipient from all its Subscriptions; recipients of equal content share one rendering."""

    def __init__(self, session: Session, watchlist: Watchlist, settings: Settings) -> None:
        self._watchlist, self._settings = watchlist, settings
        self._event = cache(lambda number: recorded_event(session, number))
        self._coverage = cache(lambda window: coverage(session, window.start, window.end))
        self._render = cache(self._rendered)

    def write(self, addressee: Addressee, frequency: str, due: Sequence[Due]) -> Message:
        events = tuple(sorted({event for each in due for event in each.events}))
        # A Subscription to everything leaves no Topic out.
        topics = [] if any(not each.subscriber.topics for each in due) else [topic for each in due for topic in each.subscriber.topics]
        window = Window(frequency, min(each.start for each in due), due[0].end)
        reasons = dict.fromkeys(reason for each in due for reason in each.reasons)
        return self._render(_Content(events, window, Reader(addressee.language, self._settings.site, tuple(topics), tuple(reasons))))

    def _rendered(self, content: _Content) -> Message:
        news = [self._event(number) for number in content.events]
        seen = self._coverage(content.window)
        return digest(news, seen, content.window, content.reader, self._watchlist.topics)
