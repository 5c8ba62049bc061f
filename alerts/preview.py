"""What choices would have sent: the same matching, on the news of the past."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.digests.schedule import scheduled
from alerts.match import match
from alerts.messages import alert
from core import models
from core.history import recorded_events
from core.records import RecordedEvent
from core.settings import Settings
from core.values import Significance
from core.watchlist import Choices, Watchlist

DAYS = 90
SUBJECTS = 10
"""How many of the newest are told by their subject."""


@dataclass(frozen=True)
class Foreseen:
    """An Event that these choices concern, and why."""

    event: RecordedEvent
    reason: str


@dataclass(frozen=True)
class Subject:
    """What the subject of a message says, when it was told, and the number of its first Change."""

    change: int
    told: datetime
    says: str


@dataclass(frozen=True)
class Week:
    """A week that begins on this Monday: how many pieces of news, and in how many messages they would have come."""

    monday: date
    news: int
    messages: int


@dataclass(frozen=True)
class Preview:
    """What would have come in ``(since, until]``: all that was matched and the subjects of the newest, newest first; the weeks in order."""

    since: datetime
    until: datetime
    matches: tuple[Foreseen, ...]
    subjects: tuple[Subject, ...]
    weeks: tuple[Week, ...]

    @property
    def messages(self) -> int:
        """In how many messages all of it would have come."""
        return sum(week.messages for week in self.weeks)


def preview(  # noqa: PLR0913 - all are handed down by whoever composes the stages
    session: Session, watchlist: Watchlist, settings: Settings, choices: Choices, now: datetime, *, days: int = DAYS
) -> Preview:
    """What these choices would have sent in the last ``days``, told as the Events stand now."""
    since = now - timedelta(days=days)
    events = recorded_events(session, _told(session, choices, since, now))
    reasons = [(event, match(event, choices, watchlist.topics)) for event in events]
    matches = tuple(Foreseen(event, reason) for event, reason in reasons if reason)
    return Preview(
        since=since,
        until=now,
        matches=matches,
        subjects=tuple(_subject(each, watchlist, settings, choices) for each in matches[:SUBJECTS]),
        weeks=_weeks([each.event.told for each in matches], choices, since, now),
    )


def _told(session: Session, choices: Choices, since: datetime, until: datetime) -> Sequence[int]:
    """The numbers of the Events told in the window, newest first; those too small for the choices are left out at once."""
    told = func.coalesce(models.Event.revised, models.Event.created)
    large = [each.value for each in Significance if each.rank >= choices.significance.rank]
    wanted = select(models.Event.id).where(told > since, told <= until, models.Event.significance.in_(large))
    return session.scalars(wanted.order_by(told.desc(), models.Event.id.desc())).all()


def _subject(foreseen: Foreseen, watchlist: Watchlist, settings: Settings, choices: Choices) -> Subject:
    event = foreseen.event
    message = alert(event, [foreseen.reason], choices.language, settings.site, watchlist.topics)
    return Subject(event.changes[0].id, event.told, message.subject)


def _weeks(told: Sequence[datetime], choices: Choices, since: datetime, until: datetime) -> tuple[Week, ...]:
    zone = ZoneInfo(choices.time_zone)
    news = Counter(_monday(instant, zone) for instant in told)
    messages = Counter(_monday(instant, zone) for instant in _sent(told, choices, since, until))
    first, last = _monday(since, zone), _monday(until, zone)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return tuple(Week(monday, news[monday], messages[monday]) for monday in mondays)


def _monday(instant: datetime, zone: ZoneInfo) -> date:
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _sent(told: Sequence[datetime], choices: Choices, since: datetime, until: datetime) -> Sequence[datetime]:
    """When each message would have gone out; what is not due yet goes out with the next, which counts for today."""
    if choices.frequency in ("immediate", "off"):
        return told
    hours = sorted(
        {scheduled(choices.frequency, until - timedelta(days=number), choices.time_zone) for number in range((until - since).days)}
    )
    hours = [*(hour for hour in hours if hour > since), until]
    with_news = {hours[bisect_left(hours, instant)] for instant in told}
    return sorted(with_news | set(hours[:-1])) if choices.when_nothing_changed == "send" else sorted(with_news)
