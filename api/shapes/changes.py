"""Changes and Events: what one Provision said before and after, and the news it belongs to."""

from typing import Literal

from pydantic import BaseModel, Field

from api.shapes.values import Day, Instant, Listing, Snapshot
from core.values import FactType, Kind, Rule, Significance


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
