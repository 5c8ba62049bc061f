"""Values through time."""

from typing import Literal

from pydantic import BaseModel, Field

from api.shapes.changes import Stated
from api.shapes.values import Day, Instant, Listing
from core.values import FactType, Rule


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
