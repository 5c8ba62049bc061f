"""Lengths of time that are the same in other units: a month and thirty days."""

from decimal import Decimal, InvalidOperation

DAYS = {"day": 1, "working_day": 1, "week": 7, "month": 30, "year": 365}
ROUNDING = Decimal("0.04")


def same_length(ours: tuple[str, str | None], theirs: tuple[str, str | None]) -> bool:
    """Whether two values with their units are about equally long; never where one of them is no length."""
    days, others = _days(*ours), _days(*theirs)
    return days is not None and others is not None and abs(days - others) <= ROUNDING * max(days, others)


def _days(value: str, unit: str | None) -> Decimal | None:
    try:
        return Decimal(value) * DAYS[unit or ""]
    except (KeyError, InvalidOperation):
        return None
