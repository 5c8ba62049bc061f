"""The query parameters of lists; a parameter nobody knows is refused rather than ignored."""

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.history import ChangeFilter
from core.instants import instant_from_text
from core.paging import LARGEST, Order
from core.values import Rule, Significance
from core.watchlist import Language

Number = Annotated[int, Path(ge=1, le=LARGEST)]
"""The number of a row in a path."""

Instant = Annotated[
    datetime,
    BeforeValidator(partial(instant_from_text, end_of_day=True)),
    Field(
        description="ISO 8601 instant, or a day alone, which means its last instant (UTC).", examples=["2025-07-29T08:00:00Z", "2025-07-29"]
    ),
]
Since = Annotated[datetime, BeforeValidator(instant_from_text)]
Until = Annotated[datetime, BeforeValidator(partial(instant_from_text, end_of_day=True))]


class PageQuery(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(None, description="The `next` of an earlier answer of the same list, as it is.")
    limit: int = Field(50, ge=1, le=200, description="The greatest number of items to answer.")


class TopicQuery(PageQuery):
    """Which page of a list, of one Topic."""

    topic: str | None = Field(None, description="Only this Topic.", examples=["nationalite"])


class OrderedQuery(TopicQuery):
    """Which page of a list that can be followed as it grows."""

    order: Order = Field(
        "desc",
        description="`desc`: newest first. `asc`: oldest first, where `next` is never null: keep it and ask again later.",
    )


class ChangeQuery(OrderedQuery):
    """Which Changes; every condition given must hold."""

    source: str | None = Field(None, description="Only this Source.", examples=["dofi"])
    watch: str | None = Field(None, description="Only this Watch.", examples=["dofi.redevance"])
    language: Language | None = Field(None, description="Only documents in this language.")
    significance: Significance | None = Field(None, description="At least this significance.")
    rule: Rule | None = Field(None, description="Only Changes of this sort of rule.")
    q: str = Field(
        "", max_length=200, description="Words that must all occur; accents and case do not matter.", examples=["art. 10, § 1er"]
    )
    since: Since | None = Field(None, description="Detected at or after this instant, or from the beginning of this day (UTC).")
    until: Until | None = Field(None, description="Detected at or before this instant, or until the end of this day (UTC).")
    technical: bool = Field(
        False,
        description="Also what is recorded and never sent, which is left out otherwise: Changes of our own reading (`technical`), "
        "and quiet ones: a page that only swings between two texts, and what is like a Change that a person marked as noise.",
    )

    def wanted(self) -> ChangeFilter:
        """The conditions, without the page."""
        return ChangeFilter(**self.model_dump(exclude={"cursor", "limit", "order"}))


class IncidentQuery(PageQuery):
    """Which Incidents are wanted, and which page of them."""

    open: bool = Field(False, description="Only those that are still open.")
    watch: str | None = Field(None, description="Only those of this Watch.")


class TaskQuery(PageQuery):
    """Which Tasks are wanted, and which page of them."""

    state: Literal["open", "later", "done", "disagreed"] | None = Field(None, description="Only Tasks in this state.")
    page: str | None = Field(None, description="Only Tasks about this page of ours.")
