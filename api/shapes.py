"""The shapes of the answers, as OpenAPI describes them."""

from http import HTTPStatus
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from core.tasks import TaskProblem, TaskState
from core.values import FactType, IncidentKind, Kind, Rule, Significance, WatchKind

Item = TypeVar("Item")
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2025-07-29T08:00:00Z"])]
Day = Annotated[str, Field(description="A day, or a month or year where no more is known.", examples=["2025-07-29"])]


class Listing(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the following page; null at the end of a list that is read newest first.")


class Stated(BaseModel):
    """One side of a FactChange."""

    text: str = Field(description="The words of the document.", examples=["1.000 euros"])
    value: str = Field(description="The value in canonical form.", examples=["1000"])
    unit: str | None = Field(description="ISO 4217 for amounts, the unit of time for durations, the noun for counts.", examples=["EUR"])


class FactChange(BaseModel):
    """A value before and after."""

    type: FactType
    role: str | None = Field(description="For dates: from, until or deadline.")
    before: Stated | None = Field(description="Null where the value appears.")
    after: Stated | None = Field(description="Null where the value vanishes.")


class Dates(BaseModel):
    """The dates of a rule, each null where unknown."""

    adopted: Day | None
    published: Day | None
    in_force: Day | None
    applies: Day | None
    ends: Day | None


class Snapshot(BaseModel):
    """The evidence: bytes as they were fetched."""

    id: int
    sha256: str = Field(description="SHA-256 of the bytes.")
    instant: Instant
    url: str = Field(description="The address that was asked.")


class Snapshots(BaseModel):
    """The evidence on both sides of a Change."""

    before: Snapshot | None = Field(description="Null where there is nothing before, as for a new item of a listing.")
    after: Snapshot


class Rectified(BaseModel):
    """A person withdrew or corrected a Change after it was recorded; those who were told of it were told this too."""

    kind: Literal["withdrawn", "corrected"]
    note: str = Field(description="What is right, in that person's words; may be empty where it was withdrawn.")
    made: Instant


class Change(BaseModel):
    """One Provision before and after, understood."""

    id: int
    kind: Kind
    key: str = Field(description="The opaque, stable key of the Provision.")
    key_before: str | None = Field(None, description="Only where the key changed.")
    path: str = Field(description="Where it stands, for people.", examples=["Art. 10, § 1er, al. 2, 4°"])
    before: str | None = Field(description="The whole text before; null for an insertion.")
    after: str | None = Field(description="The whole text after; null for a repeal.")
    rule: Rule = Field(description="The sort of rule it touches.")
    significance: Significance
    reasons: list[str] = Field(description="Why it has this significance.")
    facts: list[FactChange]
    effective: Day | None = Field(description="The day from which the rule binds people.")
    dates: Dates
    summary: dict[str, str] = Field(
        description="One sentence by language, old → new.", examples=[{"fr": "Droit d'enregistrement : 150 € → 1.000 €"}]
    )
    redline: list[tuple[Literal["=", "-", "+"], str]] = Field(
        description="`=` and `-` pieces joined are `before`, `=` and `+` joined are `after`.",
        examples=[[["=", "Le droit est de "], ["-", "150"], ["+", "1.000"], ["=", " euros."]]],
    )
    watch: str
    source: str
    url: str = Field(description="The official address where people read it.")
    language: str
    topics: list[str]
    event: int | None = Field(description="The Event it belongs to; null until it has joined one.")
    stage: str | None = Field(
        description="How far the rule has come.",
        examples=["announced", "proposed", "adopted", "published", "in_force", "suspended", "annulled", "ended"],
    )
    detected: Instant
    published: Day | None
    technical: bool = Field(description="True where our reading changed, not the page.")
    rectified: Rectified | None = Field(description="Null where nobody said since that it was wrong.")
    snapshots: Snapshots


class ChangeList(Listing[Change]):
    """A page of Changes."""


class Event(BaseModel):
    """The Changes that tell one piece of news."""

    id: int
    revision: int = Field(description="It grows when a joining Change adds or contradicts a value.")
    created: Instant
    topics: list[str]
    significance: Significance
    changes: list[Change] = Field(description="The most significant first.")


class EventList(Listing[Event]):
    """A page of Events."""


class Incident(BaseModel):
    """A Watch that cannot be read as expected."""

    id: int
    watch: str
    kind: IncidentKind
    reason: str
    opened: Instant
    closed: Instant | None


class IncidentList(Listing[Incident]):
    """A page of Incidents."""


class Watch(BaseModel):
    """One document or listing followed at a Source."""

    id: str
    source: str
    kind: WatchKind
    url: str
    language: str
    topics: list[str]
    last_read: Instant | None
    last_changed: Instant | None
    incident: Incident | None = Field(description="The open Incident, if there is one.")


class WatchList(Listing[Watch]):
    """A page of Watches."""


class Version(BaseModel):
    """What a named extractor read in a Snapshot."""

    watch: str
    number: int = Field(description="1 is the first reading.")
    instant: Instant
    extractor: str
    technical: bool
    title: str
    language: str | None
    snapshot: Snapshot


class VersionList(Listing[Version]):
    """A page of Versions."""


class Provision(BaseModel):
    """The smallest unit worth citing."""

    key: str
    path: str
    text: str


class VersionText(Version):
    """A Version with its whole text."""

    provisions: list[Provision]


class Task(BaseModel):
    """An editor's work item about a sentence of one of our own pages."""

    id: int
    page: str
    organisation: str = Field(description="The Source of the page.", examples=["own"])
    sentence: str
    text: str = Field(description="The doubtful words within the sentence.")
    problem: TaskProblem = Field(
        description="stale: a value changed. superseded: the act has a successor. expired: its time has passed. contradiction: another "
        "page of ours says otherwise. announced: it will change. dead: a link leads nowhere. "
        "pin: the page names a rule that there is not, or where it states none of its values."
    )
    proposal: str | None = Field(description="The proposed wording; null where today's value is not known.")
    change: int | None = Field(description="The Change that made it doubtful.")
    state: TaskState
    opened: Instant
    closed: Instant | None
    path: str = Field(description="Where in the page the sentence stands, for people.", examples=["Combien ça coûte ?"])
    reason: str = Field(description="Why it is doubtful, in the page's language; empty where the Change says it.")
    confidence: float = Field(description="How sure it is that the sentence is wrong, from 0 to 1.", examples=[0.9])
    rule: str | None = Field(description="The official rule that the sentence repeats, where one is known.")
    link: str | None = Field(
        description="The page with a text fragment: a browser scrolls to the sentence and marks it.",
        examples=["https://www.example.org/ukraine#:~:text=Le%20droit%20est%20de%20150%20euros."],
    )


class TaskList(Listing[Task]):
    """A page of Tasks."""


class Organisation(BaseModel):
    """How the pages of one organisation stand; an organisation is the Source of its pages."""

    id: str = Field(examples=["own"])
    name: str
    pages: int
    claims: int = Field(description="How many Facts their sentences state.")
    wrong: int = Field(description="Sentences with a Task that is open or put off.")
    average_days: int | None = Field(description="For how many days these have been wrong on average.")
    oldest: str | None = Field(description="Since which day the oldest is wrong.", examples=["2025-07-29"])


class OrganisationList(Listing[Organisation]):
    """All organisations; `next` is always null."""


class Fact(BaseModel):
    """One step of a value through time: what was read at first sight, or a FactChange since."""

    series: str = Field(
        description="Equal for all steps of one value, whatever its article is called today.", examples=["9f2c4a1be07d3356"]
    )
    watch: str = Field(examples=["dofi.redevance"])
    url: str = Field(description="The official address where people read it.")
    language: str = Field(examples=["fr"])
    key: str = Field(description="The opaque, stable key of the Provision.")
    path: str = Field(description="Where it stands, for people.", examples=["Art. 238, al. 1er"])
    type: FactType
    role: str | None = Field(description="For dates: from, until or deadline.")
    before: Stated | None = Field(description="Null at first sight, and where the value appears.")
    after: Stated | None = Field(description="Null where the value vanishes.")
    rule: Rule | None = Field(description="The sort of rule that the Change touches; null at first sight.")
    effective: Day | None = Field(description="The day from which the value binds people; null where unknown, and at first sight.")
    detected: Instant
    change: int | None = Field(description="The Change that tells it; null at first sight.")
    rectified: Literal["withdrawn", "corrected"] | None = Field(description="What a person said of the Change since, if anything.")


class FactList(Listing[Fact]):
    """A page of values through time."""


class Health(BaseModel):
    """Whether Veille does its work."""

    status: Literal["ok", "degraded"]
    reasons: list[str] = Field(description="What is wrong and what puts it right; empty where all is well.")
    watches: int
    last_read: Instant | None = Field(description="When any Watch was last read.")


class Mistake(BaseModel):
    """A parameter that is not understood."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What is wrong and what to do instead.")
    instance: str = Field(description="The path that was asked.")
    errors: list[Mistake] = Field([], description="Where parameters are not understood: each of them.")


ANYWHERE = (400, 422, 429, 503)
"""Errors of every list: a character or cursor that cannot be, a parameter not understood, too many questions, no database."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of these error answers and of those that may come anywhere."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = sorted({*statuses, *ANYWHERE})
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in known}
