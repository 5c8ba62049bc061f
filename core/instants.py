"""Instants in words: ISO 8601, always UTC with ``Z`` where Veille writes them."""

import re
from datetime import UTC, date, datetime, time

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def instant_as_text(instant: datetime) -> str:
    """``2025-07-29T08:00:00Z``, as the API and the command line write an instant."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_from_text(text: str, *, end_of_day: bool = False) -> datetime:
    """The UTC instant that ``text`` names; ``ValueError`` where it is not ISO 8601.

    A day alone is its first instant in UTC, or its last with ``end_of_day``. A time without a zone is UTC.
    """
    if DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), time.max if end_of_day else time.min, UTC)
    # In a query a "+" that nobody escaped arrives as a space.
    instant = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)(?<=\d )", "+", text))
    try:
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999 in UTC") from error
