"""The words of Veille as immutable values, free of database, network and clock.

The dataclasses ``Change``, ``FactChange`` and ``Stated`` *are* the JSON contract (``core.contract``):
their field names are the keys that outside readers rely on. Tables of the same names live in
``core.models`` and are always written ``models.Change`` and so on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened to a Provision (the words of Akoma Ntoso's textual modifications)."""

    SUBSTITUTION = "substitution"
    INSERTION = "insertion"
    REPEAL = "repeal"
    RENUMBERING = "renumbering"
    MOVE = "move"
    PUBLICATION = "publication"


class Significance(StrEnum):
    """How much a Change matters; the members stand in ascending order."""

    NONE = "none"
    EDITORIAL = "editorial"
    MINOR = "minor"
    MAJOR = "major"

    @property
    def rank(self) -> int:
        """The position in ascending order, 0 for ``none``."""
        return list(Significance).index(self)

    @staticmethod
    def highest(significances: "list[Significance]") -> "Significance":
        """The highest of the list, ``none`` where it is empty."""
        return max(significances, key=lambda each: each.rank, default=Significance.NONE)


class Rule(StrEnum):
    """Which sort of rule a Change touches."""

    FEE = "fee"
    DEADLINE = "deadline"
    VALIDITY = "validity"
    CONDITION = "condition"
    STATUS = "status"
    PROCEDURE = "procedure"
    CONTACT = "contact"
    REFERENCE = "reference"
    OTHER = "other"


class Stage(StrEnum):
    """Where a rule stands on its way into law and out of it."""

    ANNOUNCED = "announced"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ANNULLED = "annulled"
    ENDED = "ended"


class FactType(StrEnum):
    """The types of values a Provision can state."""

    AMOUNT = "amount"
    DURATION = "duration"
    DATE = "date"
    PERCENTAGE = "percentage"
    COUNT = "count"
    REFERENCE = "reference"
    CONTACT = "contact"
    TIME = "time"
    STATUS = "status"


class IncidentKind(StrEnum):
    """Why a Watch cannot be read as expected."""

    BLOCKED = "blocked"
    GONE = "gone"
    MOVED = "moved"
    EMPTY = "empty"
    ERROR = "error"
    COLLAPSED = "collapsed"
    ENCODING = "encoding"
    LANGUAGE = "language"
    UNREADABLE = "unreadable"
    ROBOTS = "robots"
    CERTIFICATE = "certificate"
    PARITY = "parity"


class Outcome(StrEnum):
    """How one poll of one Watch ended."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    INCIDENT = "incident"


class WatchKind(StrEnum):
    """What a Watch follows."""

    PAGE = "page"
    LAW = "law"
    LISTING = "listing"
    OWN = "own"


@dataclass(frozen=True)
class Doubt:
    """A reason not to trust what was fetched or read; it becomes an Incident, never a Change."""

    kind: IncidentKind
    reason: str


@dataclass(frozen=True)
class Fetch:
    """One answer of a publisher, as it came.

    ``url`` is the address asked, ``final_url`` the one that answered after ``redirects``.
    ``body`` is ``None`` where the publisher said 304 Not Modified. ``parent`` is the address of the answer
    that led to this one (the page of a listing's item, a document linked there), empty for what the Watch names.
    """

    url: str
    final_url: str
    instant: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes | None
    redirects: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True)
class Poll:
    """All that one poll of one Watch brought: its answers, or the doubt that stopped it.

    ``status`` is the HTTP status behind a doubt, where there was an answer at all. ``note`` says why nothing was
    asked for: the publisher's list of what moved does not name the document.
    """

    watch: str
    instant: datetime
    fetches: tuple[Fetch, ...] = ()
    doubt: Doubt | None = None
    status: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Dates:
    """The dates of a rule, each ISO 8601 or unknown."""

    adopted: str | None = None
    published: str | None = None
    in_force: str | None = None
    applies: str | None = None
    ends: str | None = None


@dataclass(frozen=True)
class Pin:
    """A page of ours says by its markup that its text from ``start`` to ``end`` repeats the official rule of this id."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class Provision:
    """The smallest unit worth citing.

    ``key`` is opaque and stable; ``path`` is for people; ``text`` is the whole normalised text.
    ``firm`` says that the key is the publisher's own identity (an article number, a table cell, a
    listing's item) and not a mere position. ``label`` names the thing the text is about (the row of
    a table cell, the title of an item). ``url`` is the address of a listing's item.
    ``dates`` are those which the publisher states beside the text (amendment notes, an item's date).
    ``stage`` is set where the publisher says that the text is not in force: annulled, suspended, or adopted only.
    ``body`` is the text of the page behind a listing's item, where it was fetched. ``identity`` is the publisher's own
    name of that item, equal in every language (``node/2425``, ``numac:2025005555``), empty where it has none.
    ``pins`` are the rules that its markup names.
    """

    key: str
    path: str
    text: str
    firm: bool = False
    label: str = ""
    url: str = ""
    dates: Dates = Dates()
    stage: Stage | None = None
    body: str = ""
    identity: str = ""
    pins: tuple[Pin, ...] = ()

    def pinned_to(self, start: int, end: int) -> str | None:
        """The official rule that the text from ``start`` to ``end`` is pinned to."""
        return next((pin.rule for pin in self.pins if pin.start <= start and end <= pin.end), None)


@dataclass(frozen=True)
class Version:
    """What a named extractor read in a Snapshot.

    ``root`` names where in the page its content stood (a CSS selector, or a family of markup). ``identity`` is the
    publisher's own name of the document, equal at every address it has (a shortlink's ``node/2425``, a CELEX number).
    ``translations`` are the addresses, by language, at which the page itself says that it can be read in others;
    ``documents`` those of the PDF and Word files its content links to.
    """

    extractor: str
    provisions: tuple[Provision, ...]
    title: str = ""
    language: str | None = None
    root: str = ""
    identity: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A typed value stated in a text; ``start`` and ``end`` are positions within that text."""

    type: FactType
    value: str
    unit: str | None
    text: str
    start: int
    end: int
    role: str | None = None

    @property
    def identity(self) -> tuple[FactType, str, str | None, str | None]:
        """What two ways of writing one Fact share."""
        return self.type, self.value, self.unit, self.role

    def stated(self) -> "Stated":
        """The Fact as one side of a FactChange."""
        return Stated(self.text, self.value, self.unit)


@dataclass(frozen=True)
class Stated:
    """One side of a FactChange: the words, the canonical value and its unit."""

    text: str
    value: str
    unit: str | None = None


@dataclass(frozen=True)
class FactChange:
    """A Fact before and after; ``None`` where it appears or vanishes."""

    type: FactType
    role: str | None
    before: Stated | None
    after: Stated | None


Redline = tuple[tuple[str, str], ...]
"""Pieces ``("=" | "-" | "+", words)``: ``=`` and ``-`` joined are the text before, ``=`` and ``+`` after."""


@dataclass(frozen=True)
class Change:
    """One Provision before and after, understood."""

    kind: Kind
    key: str
    path: str
    before: str | None
    after: str | None
    rule: Rule
    significance: Significance
    redline: Redline
    key_before: str | None = None
    reasons: tuple[str, ...] = ()
    facts: tuple[FactChange, ...] = ()
    effective: str | None = None
    dates: Dates = Dates()
    summary: Mapping[str, str] = field(default_factory=dict)
