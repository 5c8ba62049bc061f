"""The Digest of each Subscription: its Matches in a window, what comes near, and the proof of silence where nothing changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from alerts.coming.upcoming import Ahead, ahead, came_near, day_in_brussels, line
from alerts.desk.own_pages import ToDo, corrected, on_topics, standing, to_do
from alerts.digests.coverage import Official, coverage_of, official_watches, own_watches, readings, unread_of_ours
from alerts.digests.schedule import PERIODS, is_due, is_overdue
from alerts.ledger import Addressee, Addressees, enter
from alerts.match import match
from alerts.messages import Coverage, Message, OurPages, Reader, Standing, Window, digest
from alerts.people.subscriptions import active
from core import models
from core.database import alone, in_batches
from core.history import recorded_event
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist

RENDERINGS = 256
"""How many equal digests are rendered once; each is as large as a mail."""
WINDOWS = 16
"""Of how many windows the polls are remembered; the readers of one frequency share theirs, but for newcomers."""
WITH_STANDING = ("weekly", "monthly")
"""How often the people of the house are told how all their pages stand."""
AT_ONCE = 1000
"""How many Subscriptions a query names."""


def write_digests(  # noqa: PLR0913 - all five are handed down by whoever composes the stages
    session: Session, watchlist: Watchlist, settings: Settings, frequency: str, now: datetime, *, preview: bool = False
) -> list[Message]:
    """The Digests of ``frequency`` that are due at ``now``, put in the ledger; one message per recipient.

    For who builds them by a schedule of their own: a Digest is due once its period (less an hour) has passed since
    the last. ``preview`` renders every Digest as if it were due, and writes nothing.
    """
    writer, written = _Writer(session, watchlist, settings, now), list[Message]()
    subscribers = [each for each in active(session, watchlist, settings) if each.frequency == frequency]
    if preview:
        return [message for _, message in writer.rendered(frequency, writer.due(frequency, subscribers))]
    alone(session, "digests")
    last = _last_of(session, frequency)
    writer.write(frequency, [each for each in subscribers if is_overdue(frequency, last.get(each.id), now)], written.append)
    return written


def write_scheduled_digests(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Every Digest whose hour has come (08:30 where the reader is; Mondays, the 1st), put in the ledger; the number of Deliveries added.

    A Subscription seen for the first time opens its first window, from when it was confirmed if that was on the website.
    """
    alone(session, "digests")
    subscribers = [each for each in active(session, watchlist, settings) if each.frequency in PERIODS]
    known, writer = _windows(session), _Writer(session, watchlist, settings, now)
    writer.open([each for each in subscribers if each.id not in known])
    due = [each for each in subscribers if each.id in known and known[each.id].is_due(each, now)]
    return sum(writer.write(frequency, [each for each in due if each.frequency == frequency]) for frequency in PERIODS)


class _Known(NamedTuple):
    """Of one Subscription: when its first window opened and when its last one ended; both are one where it had no Digest yet."""

    opened: datetime
    last: datetime

    def is_due(self, subscriber: Subscriber, now: datetime) -> bool:
        return is_due(subscriber.frequency, self.last, now, subscriber.time_zone, first=self.opened == self.last)


def _windows(session: Session) -> dict[str, _Known]:
    row = models.Digest
    found = session.execute(select(row.subscription_id, func.min(row.start), func.max(row.end)).group_by(row.subscription_id))
    return {subscription: _Known(opened, last) for subscription, opened, last in found}


def _last_of(session: Session, frequency: str) -> dict[str, datetime]:
    """When each Subscription's last Digest of a frequency ended; a window that only opened is none."""
    row = models.Digest
    of_frequency = (row.frequency == frequency, row.start < row.end)
    return dict(session.execute(select(row.subscription_id, func.max(row.end)).where(*of_frequency).group_by(row.subscription_id)).all())


class _Waiting(NamedTuple):
    """A Match in no Digest yet."""

    id: int
    event_id: int
    subscription_id: str
    reason: str
    created: datetime


@dataclass(frozen=True)
class _Due:
    """One Subscription's Digest: its window ``(start, end]``, the Matches in it, and the days ahead (by their place in the list)."""

    subscriber: Subscriber
    start: datetime
    end: datetime
    matches: tuple[_Waiting, ...]
    ahead: tuple[int, ...]
    tells: bool
    """Whether a message goes out: something happened, or silence is to be told too."""


@dataclass(frozen=True)
class _Content:
    """All that decides what a digest says."""

    events: tuple[int, ...]
    window: Window
    reader: Reader
    coverage: Coverage
    ahead: tuple[int, ...]
    ours: OurPages


class _Writer:
    """Writes the Digests of one instant; recipients of equal content share one rendering."""

    def __init__(self, session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> None:
        self._session, self._watchlist, self._settings, self._now = session, watchlist, settings, now
        self._event = cache(lambda number: recorded_event(session, number))
        self._readings = lru_cache(maxsize=WINDOWS)(lambda window: readings(session, window.start, window.end))
        self._watches_told = lru_cache(maxsize=RENDERINGS)(self._watches_of)
        self._render = lru_cache(maxsize=RENDERINGS)(self._rendered)
        self._of_the_house = {each.id for each in watchlist.subscribers}
        self._corrected = lru_cache(maxsize=WINDOWS)(lambda start: corrected(session, watchlist, start, now))
        self._standing = lru_cache(maxsize=WINDOWS)(self._standing_of)

    @cached_property
    def _days(self) -> list[Ahead]:
        return ahead(self._session, self._now)

    @cached_property
    def _official(self) -> list[Official]:
        return official_watches(self._session, {each.id for each in self._watchlist.watches if each.match == "topics"})

    @cached_property
    def _own(self) -> dict[str, frozenset[str]]:
        return own_watches(self._session)

    @cached_property
    def _pages(self) -> list[ToDo]:
        return to_do(self._session, self._watchlist)

    def open(self, subscribers: Sequence[Subscriber]) -> None:
        """Note where the first window of each begins, with nothing in it yet."""
        waiting, confirmed = self._waiting(subscribers), self._confirmed(subscribers)
        begun = ((each, _before(waiting[each.id], confirmed.get(each.id, self._now))) for each in subscribers)
        rows = [{"subscription_id": each.id, "frequency": each.frequency, "start": start, "end": start} for each, start in begun]
        if rows:
            self._session.execute(insert(models.Digest), rows)

    def write(self, frequency: str, subscribers: Sequence[Subscriber], keep: Callable[[Message], None] | None = None) -> int:
        """Record the Digests of these Subscriptions and put their messages in the ledger; the number of Deliveries added."""
        due = self.due(frequency, subscribers)
        message_id = f"digest-{frequency}-{self._now:%Y%m%dT%H%M%S%fZ}"
        self._record(due, frequency, message_id)

        def write(addressee: Addressee) -> Message:
            message = self._message(addressee, frequency, by_id)
            if keep:
                keep(message)
            return message

        by_id = {each.subscriber.id: each for each in due}
        return enter(self._session, message_id, self._addressees(due), write, self._now)

    def rendered(self, frequency: str, due: Sequence[_Due]) -> Iterator[tuple[Addressee, Message]]:
        """The message of each recipient."""
        by_id = {each.subscriber.id: each for each in due}
        for addressee in self._addressees(due).all():
            yield addressee, self._message(addressee, frequency, by_id)

    def due(self, frequency: str, subscribers: Sequence[Subscriber]) -> list[_Due]:
        """The Digest of each of these Subscriptions, up to now."""
        waiting, confirmed = self._waiting(subscribers), self._confirmed(subscribers)
        last = {name: known.last for name, known in _windows(self._session).items()} if subscribers else {}

        def start(each: Subscriber) -> datetime:
            first = _before(waiting[each.id], confirmed.get(each.id, self._now - PERIODS[frequency]))
            return last.get(each.id, first)

        return [self._one(each, start(each), waiting[each.id]) for each in subscribers]

    def _one(self, subscriber: Subscriber, start: datetime, matches: Sequence[_Waiting]) -> _Due:
        labels = self._watchlist.topics
        days = tuple(number for number, each in enumerate(self._days) if match(each.event, subscriber, labels))
        near = came_near([self._days[number] for number in days], day_in_brussels(start), day_in_brussels(self._now))
        tells = bool(matches) or near or subscriber.when_nothing_changed == "send"
        return _Due(subscriber, start, self._now, tuple(matches), days, tells)

    def _waiting(self, subscribers: Sequence[Subscriber]) -> dict[str, list[_Waiting]]:
        """The Matches of these Subscriptions in no Digest yet, by Subscription."""
        row = models.Match
        found: dict[str, list[_Waiting]] = {each.id: [] for each in subscribers}
        waiting = (row.processed_at.is_(None), row.digest_id.is_(None), row.frequency != "immediate", row.created <= self._now)
        columns = select(row.id, row.event_id, row.subscription_id, row.reason, row.created).where(*waiting)
        for some in in_batches(list(found), AT_ONCE):
            for each in self._session.execute(columns.where(row.subscription_id.in_(some)).order_by(row.id).with_for_update()):
                found[each.subscription_id].append(_Waiting(*each))
        return found

    def _confirmed(self, subscribers: Sequence[Subscriber]) -> dict[str, datetime]:
        """When those of the website began."""
        row = models.Subscription
        names = [each.id for each in subscribers if each.id not in self._of_the_house]
        begun = select(row.id, row.confirmed).where(row.confirmed.is_not(None))
        found = (each for some in in_batches(names, AT_ONCE) for each in self._session.execute(begun.where(row.id.in_(some))))
        return {name: then for name, then in found if then}

    def _record(self, due: Sequence[_Due], frequency: str, message_id: str) -> None:
        row = models.Digest
        for some in in_batches(due, AT_ONCE):
            windows = [
                {"subscription_id": each.subscriber.id, "frequency": frequency, "start": each.start, "end": each.end} for each in some
            ]
            numbers = self._session.scalars(insert(row).returning(row.id, sort_by_parameter_order=True), windows).all()
            stamps = [
                {"id": waiting.id, "digest_id": number, "message_id": message_id, "processed_at": self._now}
                for each, number in zip(some, numbers, strict=True)
                for waiting in each.matches
            ]
            if stamps:
                self._session.execute(update(models.Match), stamps)

    def _addressees(self, due: Sequence[_Due]) -> Addressees:
        addressees = Addressees(self._settings)
        for each in due:
            if each.tells:
                addressees.add(each.subscriber.id, each.subscriber.language, each.subscriber.via)
        return addressees

    def _message(self, addressee: Addressee, frequency: str, by_id: Mapping[str, _Due]) -> Message:
        due = [by_id[subscription] for subscription in addressee.subscriptions]
        # A Subscription to everything leaves no Topic out.
        topics = [] if any(not each.subscriber.topics for each in due) else [topic for each in due for topic in each.subscriber.topics]
        window = Window(frequency, min(each.start for each in due), self._now)
        reasons = tuple(dict.fromkeys(waiting.reason for each in due for waiting in each.matches))
        events = tuple(sorted({waiting.event_id for each in due for waiting in each.matches}))
        days = tuple(sorted({number for each in due for number in each.ahead}))
        of_the_house = any(each.subscriber.id in self._of_the_house for each in due)
        ours = self._ours(window, topics) if of_the_house else OurPages()
        reader = Reader(addressee.language, self._settings.site, tuple(topics), reasons)
        return self._render(_Content(events, window, reader, self._looked_at(due, window, events), days, ours))

    def _ours(self, window: Window, topics: Sequence[str]) -> OurPages:
        """What is to do on the pages on these Topics, what was corrected in the window, what is unread, and now and then how they stand."""
        done = on_topics(self._corrected(window.start), topics)
        standing = self._standing(tuple(topics)) if window.frequency in WITH_STANDING else ()
        unread = unread_of_ours(self._readings(window), self._own, topics)
        return OurPages(on_topics(self._pages, topics), done, standing, unread)

    def _standing_of(self, topics: tuple[str, ...]) -> tuple[Standing, ...]:
        return standing(self._session, self._watchlist, topics, day_in_brussels(self._now))

    def _looked_at(self, due: Sequence[_Due], window: Window, events: tuple[int, ...]) -> Coverage:
        """What was looked at of all that these Subscriptions follow."""
        watches = {each.id for each in self._official if any(each.followed_by(one.subscriber) for one in due)}
        return coverage_of(self._readings(window), watches, self._watches_told(events))

    def _watches_of(self, events: tuple[int, ...]) -> frozenset[str]:
        return frozenset(change.watch for number in events for change in self._event(number).tellable)

    def _rendered(self, content: _Content) -> Message:
        news = [event for number in content.events if (event := self._event(number)).tellable]
        today, language = day_in_brussels(self._now), content.reader.language
        lines = [line(self._days[number], language, today) for number in content.ahead]
        return digest(news, content.coverage, content.window, content.reader, self._watchlist.topics, lines, content.ours)


def _before(matches: Sequence[_Waiting], begun: datetime) -> datetime:
    """``begun``, or before the first Match: a window is open at its start, and that must lie within."""
    return min([begun, *(each.created - timedelta(seconds=1) for each in matches)])
