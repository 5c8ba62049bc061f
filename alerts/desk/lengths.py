"""Lengths of time that are the same in other units: a month and thirty days."""

from decimal import Decimal, InvalidOperation

DAYS = {"day": 1, "working_day": 1, "week": 7, "month": 30, "year": 365}
SHORT, LONG = frozenset({"day", "working_day", "week"}), frozenset({"month", "year"})
"""Units that one rule is told in: time limits in days and those in years are hardly ever of one, whatever words they share."""
ROUNDING = Decimal("0.04")


def same_length(ours: tuple[str, str | None], theirs: tuple[str, str | None]) -> bool:
    """Whether two values with their units are about equally long; never where one of them is no length."""
    one, other = days(*ours), days(*theirs)
    return one is not None and other is not None and abs(one - other) <= ROUNDING * max(one, other)


def days(value: str, unit: str | None) -> Decimal | None:
    """How many days a length is; ``None`` where it is none, or a range."""
    try:
        return Decimal(value) * DAYS[unit or ""]
    except (KeyError, InvalidOperation):
        return None
