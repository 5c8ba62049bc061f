"""What an amendment note says: ``<L 2025-07-14/10, art. 2, 014; En vigueur : 02-08-2025>``."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from core.values import Dates, Stage
from differ.extract.markup import markup
from differ.extract.reading import NO_DATES

NOTE = r"<[^<>]{0,80}?\b\d{2,4}-\d\d-\d{2,4}[^<>]*(?:>|$)"
"""A note stands in angle brackets and cites the act by its date, whatever the act is (L, AR, DCFL, ED); some are never closed."""
_DAY = r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)[-./](\d\d)[-/.](\d{4}))"
_ACT = re.compile(_DAY)
_NOTES = re.compile(NOTE)
Each = TypeVar("Each")


@dataclass(frozen=True)
class Note:
    """The dates a note gives, and the stage ``adopted`` where the day of entry into force is not yet known."""

    dates: Dates = NO_DATES
    stage: Stage | None = None


NO_NOTE = Note()


def note_of(text: str) -> Note:
    """What ``text`` says; where it holds several notes, the one of the act adopted last."""
    notes = _NOTES.findall(text)
    return newest([_read(each) for each in notes], lambda each: each) or _read(text)


def newest(found: Sequence[Each], note: Callable[[Each], Note]) -> Each | None:
    """Of several, the one whose note is of the act adopted last."""
    return max(found, key=lambda each: (note(each).dates.adopted or "", note(each).dates.in_force or ""), default=None)


def repeal_in(text: str) -> str:
    """The word of a repeal in ``text``, empty where there is none."""
    found = _words("repealed").search(text)
    return found[0] if found else ""


def _read(note: str) -> Note:
    adopted, force = _ACT.search(note), _force().search(note)
    if adopted is None:
        return NO_NOTE
    day = _iso(force) if force else None
    return Note(Dates(adopted=_iso(adopted), in_force=day, applies=day), Stage.ADOPTED if not day and _is_open(note) else None)


def _is_open(note: str) -> bool:
    """Whether the day is left open: "indéterminée", "à déterminer par le Roi". With a last day it may long have come."""
    return bool(_words("undetermined").search(note)) and not _words("at_latest").search(note)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(markup()["justel"][name], re.IGNORECASE)


@cache
def _force() -> re.Pattern[str]:
    return re.compile(rf"(?:{markup()['justel']['in_force']})\s*:\s*{_DAY}", re.IGNORECASE)


def _iso(found: re.Match[str]) -> str:
    year, month, day, other_day, other_month, other_year = found.groups()
    return f"{year}-{month}-{day}" if year else f"{other_year}-{other_month}-{other_day}"
