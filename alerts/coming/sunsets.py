"""Sunset alerts: a rule's own end comes near, told once for each threshold and without any publication."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property

from sqlalchemy import Text, cast, select, update
from sqlalchemy.orm import Session

from alerts.coming.ends import UNTIL
from alerts.coming.upcoming import ENDS, THRESHOLDS, Ahead, ahead, day_in_brussels
from alerts.digests.schedule import quiet_until
from alerts.ledger import Addressee, Addressees, enter
from alerts.match import match
from alerts.messages import Message, Reader
from alerts.messages.sunset import sunset
from alerts.people.subscriptions import active
from core import models
from core.clock import BRUSSELS
from core.contract import change_as_json
from core.database import alone
from core.records import RecordedChange
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist


def find_sunsets(session: Session, now: datetime) -> int:
    """Add a Sunset for every text whose end came within a threshold; the number added.

    Of several thresholds passed the nearest alone counts: who first looks 25 days before an end is told once.
    """
    alone(session, "sunsets")
    added = 0
    for each in _near_ends(session, now):
        known = {(row.watch_id, row.key) for row in each.rows(session)}
        new = {(change.watch, change.change.key): change for change in each.ahead.event.changes}
        rows = [each.row(change, now) for place, change in new.items() if place not in known]
        session.add_all(rows)
        added += len(rows)
    session.flush()
    return added


def write_sunsets(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger the Sunsets not yet told, one message for all texts that state one end; the number of Deliveries added.

    What does not stand any more (prolonged, taken out) or was told by a Change since its threshold is stamped and not
    told. A text that comes later with an end already told reaches those alone whom it newly concerns.
    """
    row = models.Sunset
    waiting = session.scalars(select(row).where(row.processed_at.is_(None)).order_by(row.id).with_for_update()).all()
    added, teller = 0, _Teller(session, watchlist, settings, now)
    for each in _near_ends(session, now) if waiting else ():
        rows = each.rows(session)
        if not set(waiting).isdisjoint(rows) and not each.was_told(session):
            added += teller.tell(each, first=min(known.id for known in rows))
    for known in waiting:
        known.processed_at = now
    return added


@dataclass(frozen=True)
class _Near:
    """An end with the nearest threshold that it has come within."""

    ahead: Ahead
    threshold: int

    def rows(self, session: Session) -> list[models.Sunset]:
        """The Sunsets there are of it at this threshold."""
        row, places = models.Sunset, {(change.watch, change.change.key) for change in self.ahead.event.changes}
        of_day = select(row).where(row.end == self.ahead.day.isoformat(), row.threshold == self.threshold).order_by(row.id)
        return [known for known in session.scalars(of_day) if (known.watch_id, known.key) in places]

    def row(self, change: RecordedChange, now: datetime) -> models.Sunset:
        """The Sunset of one of its texts."""
        return models.Sunset(
            watch_id=change.watch,
            key=change.change.key,
            end=self.ahead.day.isoformat(),
            threshold=self.threshold,
            content=change_as_json(change.change),
            topics=list(change.topics),
            created=now,
        )

    def was_told(self, session: Session) -> bool:
        """Whether a Change that states it was told since the threshold: people know then."""
        row, day = models.Change, self.ahead.day
        passed = datetime.combine(day - timedelta(days=self.threshold), datetime.min.time(), BRUSSELS)
        since = (row.detected >= passed, row.event_id.is_not(None), cast(row.content, Text).contains(f'"{day.isoformat()}"'))
        found = session.execute(select(row.topics, row.content).where(*since, row.technical.is_(False), row.quiet.is_(False)))
        return any(not set(topics).isdisjoint(self.ahead.event.topics) and _states(content["facts"], day) for topics, content in found)


def _states(facts: Iterable[dict[str, object]], day: date) -> bool:
    return any(fact["role"] == UNTIL and isinstance(after := fact["after"], dict) and after["value"] == day.isoformat() for fact in facts)


def _near_ends(session: Session, now: datetime) -> list[_Near]:
    today = day_in_brussels(now)
    found = [(each, (each.day - today).days) for each in ahead(session, now) if each.kind == ENDS]
    return [_Near(each, next(threshold for threshold in THRESHOLDS if days <= threshold)) for each, days in found]


@dataclass(frozen=True)
class _Teller:
    """Writes the messages about ends for whoever is to be told at once."""

    session: Session
    watchlist: Watchlist
    settings: Settings
    now: datetime

    @cached_property
    def subscribers(self) -> dict[str, Subscriber]:
        """Whoever wants messages at once, by Subscription."""
        return {each.id: each for each in active(self.session, self.watchlist, self.settings) if each.frequency == "immediate"}

    def tell(self, near: _Near, first: int) -> int:
        """Put the message about one end in the ledger, under the number of the ``first`` Sunset of it."""
        addressees = Addressees(self.settings)
        for each in self.subscribers.values():
            if reason := match(near.ahead.event, each, self.watchlist.topics):
                addressees.add(each.id, each.language, each.via, reason)
        message_id = f"sunset-{near.ahead.day}-{near.threshold}-{first}"
        added = enter(self.session, message_id, addressees, self._writer(near.ahead), self.now)
        for addressee in addressees.all() if added else ():
            self._wait(message_id, addressee)
        return added

    def _writer(self, end: Ahead) -> Callable[[Addressee], Message]:
        @cache
        def write(reader: Reader) -> Message:
            return sunset(end, day_in_brussels(self.now), reader, self.watchlist.topics)

        return lambda addressee: write(Reader(addressee.language, self.settings.site, reasons=tuple(addressee.reasons)))

    def _wait(self, message_id: str, addressee: Addressee) -> None:
        """Let the message wait where every Subscription behind it is in its quiet hours, until the first no longer is."""
        subscribers = [self.subscribers[each] for each in addressee.subscriptions]
        quiet = [quiet_until(each.quiet_hours, self.now, each.time_zone) for each in subscribers]
        if ends := [each for each in quiet if each] if all(quiet) else []:
            row = models.Delivery
            its_row = (row.message_id == message_id, row.recipient == addressee.recipient, row.attempts == 0)
            self.session.execute(update(row).where(*its_row).values(next_attempt_at=min(ends)))
