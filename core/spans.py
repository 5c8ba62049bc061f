"""Spans of time and zones as the watchlist writes them."""

import re
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

CLOCK_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
DURATION_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(value: object) -> timedelta:
    """``2s``, ``30m``, ``6h``, ``1d``, ``1w`` as a span of time; ``ValueError`` for anything else."""
    text = str(value).strip()
    if not text[:-1].isdigit() or text[-1] not in DURATION_UNITS:
        raise ValueError(f"{text!r} is not a duration; write a number and one of s, m, h, d, w, such as 6h")
    return timedelta(**{DURATION_UNITS[text[-1]]: int(text[:-1])})


def period(value: object) -> timedelta:
    """A duration after which something is due again; ``ValueError`` where it would be due without end."""
    span = duration(value)
    if span < timedelta(minutes=1):
        raise ValueError(f"{value!r} is too often; write 1m or more, such as 6h or 1d")
    return span


def clock_span(text: str) -> str:
    """``22:00-07:00`` as it is; ``ValueError`` for anything else."""
    if text and not CLOCK_SPAN.fullmatch(text):
        raise ValueError(f"{text!r} is not a span of the day; write it as 22:00-07:00")
    return text


def known_zone(name: str) -> str:
    """The name of a time zone as it is; ``ValueError`` for one that is not known."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone; write it as Europe/Brussels") from error
    return name


Duration = Annotated[timedelta, BeforeValidator(duration)]
Period = Annotated[timedelta, BeforeValidator(period)]
