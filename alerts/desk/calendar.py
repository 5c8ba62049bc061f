"""The days that an ISO date may mean, where only its month or its year is known."""

from datetime import date, timedelta

DAY, MONTH = 10, 7


def first_day(value: str) -> date | None:
    """The first day that an ISO date may mean: of ``2026-06`` the 1st; ``None`` where it names no year."""
    if value.startswith("-") or not value[:4].isdigit():
        return None
    return date(int(value[:4]), int(value[5:7] or 1), int(value[8:10] or 1))


def last_day(value: str) -> date | None:
    """The last day that an ISO date may mean: of ``2026-06`` the 30th; ``None`` where it names no year."""
    first = first_day(value)
    if first is None or len(value) == DAY:
        return first
    months = first.month if len(value) == MONTH else 12
    return date(first.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)
