"""The query parameters of lists; a parameter nobody knows is refused rather than ignored."""

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.facts import FactFilter
from core.history import ChangeFilter
from core.instants import instant_from_text
from core.paging import LARGEST, Order, write_cursor
from core.tasks import TaskProblem, TaskState
from core.values import FactType, Rule, Significance
from core.watchlist import Language


def _instant(value: object, *, end_of_day: bool = False) -> datetime:
    """What stands in a query or a body as an instant; a body may hold anything there."""
    if not isinstance(value, str):
        raise ValueError("an ISO 8601 instant or day is expected, as a text")
    return instant_from_text(value, end_of_day=end_of_day)


Number = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the row, as lists give it.", examples=[1])]
"""The number of a row in a path."""

WatchId = Annotated[str, Path(description="The id of a Watch, as the list of Watches gives it.", examples=["dofi.redevance"])]
"""A Watch in a path."""

Instant = Annotated[
    datetime,
    BeforeValidator(partial(_instant, end_of_day=True)),
    Field(
        description="ISO 8601 instant, or a day alone, which means its last instant (UTC).", examples=["2025-07-29T08:00:00Z", "2025-07-29"]
    ),
]
Since = Annotated[datetime, BeforeValidator(_instant)]
Until = Annotated[datetime, BeforeValidator(partial(_instant, end_of_day=True))]


class PageQuery(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(
        None, description="The `next` of an earlier answer of the same list, as it is.", examples=[write_cursor(1)], max_length=1000
    )
    limit: int = Field(50, ge=1, le=200, description="The greatest number of items to answer.", examples=[50])
    order: Order = Field(
        "desc",
        description="`desc`: newest first. `asc`: oldest first, where `next` is never null: keep it and ask again later.",
        examples=["asc"],
    )


class TopicQuery(PageQuery):
    """Which page of a list, of one Topic."""

    topic: str | None = Field(None, description="Only this Topic.", examples=["nationalite"])


class ChangeQuery(TopicQuery):
    """Which Changes; every condition given must hold."""

    source: str | None = Field(None, description="Only this Source.", examples=["dofi"])
    watch: str | None = Field(None, description="Only this Watch.", examples=["dofi.redevance"])
    language: Language | None = Field(None, description="Only documents in this language.", examples=["fr"])
    significance: Significance | None = Field(None, description="At least this significance.", examples=["major"])
    rule: Rule | None = Field(None, description="Only Changes of this sort of rule.", examples=["fee"])
    q: str = Field(
        "", max_length=200, description="Words that must all occur; accents and case do not matter.", examples=["art. 10, § 1er"]
    )
    since: Since | None = Field(
        None, description="Detected at or after this instant, or from the beginning of this day (UTC).", examples=["2025-01-01"]
    )
    until: Until | None = Field(
        None, description="Detected at or before this instant, or until the end of this day (UTC).", examples=["2025-12-31T23:59:59Z"]
    )
    technical: bool = Field(
        False,
        description="Also what is recorded and never sent, which is left out otherwise: Changes of our own reading (`technical`), "
        "and quiet ones: a page that only swings between two texts, and what is like a Change that a person marked as noise.",
        examples=[False],
    )

    def wanted(self) -> ChangeFilter:
        """The conditions, without the page."""
        return ChangeFilter(**self.model_dump(exclude={"cursor", "limit", "order"}))


class FactQuery(TopicQuery):
    """Which values through time, and which page of them."""

    watch: str | None = Field(None, description="Only this Watch, from what it stated at first sight on.", examples=["dofi.redevance"])
    type: FactType | None = Field(None, description="Only values of this type.", examples=["amount"])
    unit: str | None = Field(None, description="Only values in this unit, before or after.", examples=["EUR", "month"])
    series: str | None = Field(
        None, description="Only this series: one value through time. Give its `watch` too.", examples=["9f2c4a1be07d3356"]
    )
    source: str | None = Field(None, description="Only this Source.", examples=["dofi"])
    rule: Rule | None = Field(
        None, description="Only FactChanges of this sort of rule; what was read at first sight has none.", examples=["fee"]
    )
    q: str = Field("", max_length=200, description="Only where the Change is found by these words.", examples=["registratierecht"])
    format: Literal["json", "csv"] = Field(
        "json",
        description="`csv`: a table in UTF-8 with a header, of up to 10,000 rows whatever the `limit`; a header `Link` leads on where "
        "there are more. A cell that a spreadsheet would take for a formula begins with an apostrophe.",
        examples=["csv"],
    )

    def wanted(self) -> FactFilter:
        """The conditions, without the page."""
        conditions = ChangeFilter(topic=self.topic, source=self.source, watch=self.watch, rule=self.rule, q=self.q)
        return FactFilter(conditions, self.type, self.unit, self.series)


class IncidentQuery(PageQuery):
    """Which Incidents are wanted, and which page of them."""

    open: bool = Field(False, description="Only those that are still open.", examples=[True])
    watch: str | None = Field(None, description="Only those of this Watch.", examples=["dofi.redevance"])


class TaskConditions(BaseModel):
    """Which Tasks are wanted; every condition given must hold."""

    model_config = ConfigDict(extra="forbid")

    state: TaskState | None = Field(None, description="Only Tasks in this state.", examples=["open"])
    page: str | None = Field(None, description="Only Tasks about this page of ours.", examples=["cire.ukraine"])
    problem: TaskProblem | None = Field(None, description="Only Tasks of this sort.", examples=["stale"])
    organisation: str | None = Field(
        None, description="Only Tasks about pages of this organisation: the `source` of its pages.", examples=["own"]
    )
    topic: str | None = Field(None, description="Only Tasks about pages on this Topic.", examples=["nationalite"])

    def wanted(self) -> dict[str, str | None]:
        """The conditions, without the page of the list."""
        return self.model_dump(include=set(TaskConditions.model_fields))


class TaskTableQuery(TaskConditions):
    """Which Tasks are wanted, and for what the table is."""

    spreadsheet: bool = Field(
        False,
        description="Write it as a Belgian Excel opens it: with a byte order mark, and semicolons between the columns.",
        examples=[True],
    )


class TaskQuery(PageQuery, TaskConditions):
    """Which Tasks are wanted, and which page of them."""
