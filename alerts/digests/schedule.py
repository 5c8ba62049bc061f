"""When a Digest is due and when it is quiet, on the clock of whoever reads: instants in, instants out, on the days of summer time too."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(8, 30)
"""When Digests go out, in the Subscription's own time zone."""
PERIODS = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=28)}
TOLERANCE = timedelta(hours=1)
DAYS_INTO: dict[str, Callable[[date], int]] = {"daily": lambda _: 0, "weekly": date.weekday, "monthly": lambda day: day.day - 1}
"""How many days of its period have passed on a day: weeks begin on Monday, months on the 1st."""


def is_due(frequency: str, last: datetime, now: datetime, zone: str, *, first: bool = False) -> bool:
    """Whether the hour of a Digest has come since ``last``, when the window before it ended.

    Each Digest keeps its hour, however late the one before was; an hour less than half a period after that is left out.
    The ``first`` one comes with the first hour after ``last``, when the Subscription began.
    """
    rest = timedelta(0) if first else PERIODS[frequency] / 2
    return scheduled(frequency, now, zone) - last > rest


def is_overdue(frequency: str, last: datetime | None, now: datetime) -> bool:
    """Whether a Digest is due for who builds them by a schedule of their own: the period, less an hour, has passed; a first one always."""
    return last is None or now - last >= PERIODS[frequency] - TOLERANCE


def scheduled(frequency: str, now: datetime, zone: str) -> datetime:
    """The newest hour of a Digest at or before ``now``: 08:30 of the day, of Monday or of the 1st."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    return _instant(day - timedelta(days=DAYS_INTO[frequency](day)), HOUR, zone)


def quiet_until(quiet_hours: str, now: datetime, zone: str) -> datetime | None:
    """The end of the quiet hours (``22:00-07:00``) that ``now`` lies in, ``None`` outside them."""
    if not quiet_hours:
        return None
    start, end = (time.fromisoformat(text) for text in quiet_hours.split("-"))
    local = now.astimezone(ZoneInfo(zone))
    if _span(start, local.time()) >= _span(start, end):
        return None
    until = _instant(local.date() + timedelta(days=local.time() >= end), end, zone)
    # In the hour that comes twice, the first of its two ends may lie behind us.
    return until if until > now else now + _span(local.time(), end)


def _span(start: time, end: time) -> timedelta:
    """How long it takes from one time of day to the next other."""
    of_day = [timedelta(hours=each.hour, minutes=each.minute, seconds=each.second, microseconds=each.microsecond) for each in (start, end)]
    return (of_day[1] - of_day[0]) % timedelta(days=1)


def _instant(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
