"""What every family of markup is handed and gives back."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.values import Dates, Pin, Provision
from differ.normalise import normalise

TRAIL = " › "
NO_DATES = Dates()


@dataclass(frozen=True)
class Instructions:
    """How one document is to be read: what the Watch says of it."""

    address: str = ""
    language: str | None = None
    select: str = ""
    ignore: tuple[str, ...] = ()
    own: bool = False
    """Whether it is a page of ours, of which the notices beside its content are judged as well."""

    @cached_property
    def _ignored(self) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.ignore)) if self.ignore else None

    def clean(self, text: str) -> str:
        """The normalised text without what the Watch ignores."""
        words = normalise(text)
        return normalise(self._ignored.sub("", words)) if self._ignored else words


@dataclass(frozen=True)
class Reading:
    """What a family read: the document's title and Provisions, and the language it is known to be in or merely states.

    The rest is as in ``core.values.Version``.
    """

    provisions: tuple[Provision, ...]
    title: str = ""
    language: str | None = None
    stated: str | None = None
    root: str = ""
    identity: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """One piece of text under its headings.

    ``trail`` is the path for people. ``identity`` is what a table cell is known by, empty for a mere position.
    """

    text: str
    trail: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    label: str = ""
    dates: Dates = NO_DATES
    pins: tuple[Pin, ...] = ()


def digest(*parts: str) -> str:
    """A short opaque key, equal for equal parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass
class Numbered:
    """Gives a repeated key a number, so that keys are unique within a document."""

    seen: Counter[str] = field(default_factory=Counter)

    def unique(self, key: str, mark: str = "#") -> str:
        """The key itself the first time, then ``key#2``, ``key#3``."""
        self.seen[key] += 1
        return key if self.seen[key] == 1 else f"{key}{mark}{self.seen[key]}"


def provisions_of(blocks: Iterable[Block]) -> tuple[Provision, ...]:
    """The blocks as Provisions: cells keyed by their labels, all else by its place under its headings."""
    numbered, places = Numbered(), Counter[tuple[str, ...]]()
    provisions = []
    for block in blocks:
        if block.identity:
            key = numbered.unique(digest("cell", *block.identity))
        else:
            places[block.trail] += 1
            key = digest("place", *block.trail, str(places[block.trail]))
        path = TRAIL.join(block.trail)
        provisions.append(Provision(key, path, block.text, bool(block.identity), block.label, dates=block.dates, pins=block.pins))
    return tuple(provisions)
