"""What all shapes share: instants, days, pages of lists, the evidence."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2025-07-29T08:00:00Z"])]
Day = Annotated[str, Field(description="A day, or a month or year where no more is known.", examples=["2025-07-29"])]


class Listing(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the following page; null at the end of a list that is read newest first.")


class Snapshot(BaseModel):
    """The evidence: bytes as they were fetched."""

    id: int
    sha256: str = Field(description="SHA-256 of the bytes.")
    instant: Instant
    url: str = Field(description="The address that was asked.")
