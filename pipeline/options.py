"""What several commands take: the options before the command, and the choices of format, language and instant."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a history is printed."""

    TEXT = "text"
    JSON = "json"


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Language(StrEnum):
    """The languages Veille compares in."""

    FR = "fr"
    NL = "nl"
    EN = "en"
    DE = "de"


class Frequency(StrEnum):
    """How often a digest is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class State(StrEnum):
    """How far an editor has come with a Task."""

    OPEN = "open"
    LATER = "later"
    DONE = "done"
    DISAGREED = "disagreed"
    ALL = "all"


class Problem(StrEnum):
    """What may be doubtful about a sentence of our own pages."""

    STALE = "stale"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    CONTRADICTION = "contradiction"
    ANNOUNCED = "announced"
    DEAD = "dead"
    PIN = "pin"


@dataclass(frozen=True)
class Options:
    """What stands before the command."""

    quiet: bool
    verbose: bool
    database: str | None
    watchlist: Path | None


Now = Annotated[str | None, typer.Option("--now", metavar="ISO-8601", help="Work as if it were this instant, such as 2025-07-29T08:00Z.")]
Shown = Annotated[Format, typer.Option("--format", help="Text for people, or JSON as the API gives it.")]
Spoken = Annotated[Language | None, typer.Option("--lang", help="The language of the text; detected where not given.")]
