"""Calendars as iCalendar (RFC 5545) writes them: escaped text, folded lines, instants in UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Veille//Veille legislative//FR"
LONGEST = 75
"""Bytes of a line, beyond which it is folded."""
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
ALARMS = (30, 7)
"""Days before at which a calendar reminds of an entry."""
ESCAPED = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


@dataclass(frozen=True)
class Entry:
    """One day of a calendar; whoever has an entry of this ``uid`` replaces it where ``updated`` is later."""

    uid: str
    day: date
    updated: datetime
    title: str
    text: str
    url: str | None
    categories: tuple[str, ...]
    cancelled: bool


def as_icalendar(name: str, language: str, entries: Iterable[Entry]) -> str:
    """The calendar of these entries, the same for the same entries whenever it is asked for."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    named = [f"NAME;LANGUAGE={language}:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    often = ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    lines = [*head, *named, *often, *(line for entry in entries for line in _event(entry, language)), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """``text`` as a value of type TEXT; characters that no value may hold are left out."""
    plain = "".join(character for character in text if character >= " " or character in "\n\t")
    return plain.replace("\x7f", "").translate(ESCAPED)


def folded(line: str) -> str:
    """``line`` in pieces of at most 75 bytes, none of which cuts a character in two."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)


def _event(entry: Entry, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_instant(entry.updated)}"
    yield f"LAST-MODIFIED:{_instant(entry.updated)}"
    yield f"SEQUENCE:{int((entry.updated - BEGINNING).total_seconds())}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{escaped(entry.title)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{escaped(entry.text)}"
    if entry.url:
        yield f"URL:{''.join(character for character in entry.url if character > ' ')}"
    if entry.categories:
        yield f"CATEGORIES;LANGUAGE={language}:{','.join(map(escaped, entry.categories))}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    if not entry.cancelled:
        for days in ALARMS:
            yield from _alarm(days, entry.title, language)
    yield "END:VEVENT"


def _alarm(days: int, title: str, language: str) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-P{days}D"
    yield f"DESCRIPTION;LANGUAGE={language}:{escaped(title)}"
    yield "END:VALARM"


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
