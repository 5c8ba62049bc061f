"""Search: every Change that meets the conditions, newest first."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.viewing import Viewing
from core import models
from core.clock import BRUSSELS
from core.folding import fold
from core.history import ChangeFilter, changes, how_many
from core.values import Rule, Significance, WatchKind

router = APIRouter()

CHANGES, COUNTED = 30, 1000
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
"""The days between which anything is looked for; others mean the nearer of them."""


def _none_where_empty(value: Any) -> Any:
    return None if value == "" else value


Day = Annotated[date | None, BeforeValidator(_none_where_empty)]
AnyRule = Annotated[Rule | None, BeforeValidator(_none_where_empty)]


class Asked(BaseModel):
    """What the form asks for; an empty field is no condition."""

    q: str = Field("", max_length=200)
    topic: str = ""
    source: str = ""
    watch: str = ""
    language: Literal["", "fr", "nl", "en", "de"] = ""
    rule: AnyRule = None
    significance: Literal["major", "minor", "editorial", "none"] = "minor"
    since: Day = None
    until: Day = None
    cursor: str = ""

    def wanted(self) -> ChangeFilter:
        """The conditions, without the page; the days are those of Brussels."""
        return ChangeFilter(
            topic=self.topic or None,
            source=self.source or None,
            watch=self.watch or None,
            language=self.language or None,
            significance=Significance(self.significance),
            rule=self.rule,
            q=self.q,
            since=midnight(self.since) if self.since else None,
            until=midnight(self.until, 1) - timedelta(microseconds=1) if self.until else None,
        )

    @property
    def finely(self) -> bool:
        """Whether one of the finer conditions is set."""
        return bool(self.source or self.watch or self.language or self.rule or self.since or self.until)

    @property
    def feed(self) -> str:
        """The feed that tells exactly of these conditions, by its place below ``/feeds/``; empty where none does."""
        narrowed = (
            [f"watch/{self.watch}"] * bool(self.watch) + [f"source/{self.source}"] * bool(self.source) + [self.topic] * bool(self.topic)
        )
        beyond = self.language or self.rule or self.since or self.until or len(narrowed) > 1
        return "" if beyond else next(iter(narrowed), "all")


def midnight(day: date, later: int = 0) -> datetime:
    """The beginning of a day in Brussels, or of one so many days ``later``."""
    within = min(max(day, EARLIEST), LATEST) + timedelta(days=later)
    return datetime.combine(within, time(0), BRUSSELS).astimezone(UTC)


@router.get("/search")
def show_search(view: Viewing, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """The Changes found, day by day, with how many they are."""
    wanted, session = asked.wanted(), view.session
    page = changes(session, wanted, asked.cursor or None, CHANGES)
    return view.page(
        "search.html",
        asked=asked,
        count=how_many(session, wanted, COUNTED),
        most=COUNTED,
        days=[(day, list(found)) for day, found in groupby(page.items, lambda each: each.detected.astimezone(BRUSSELS).date())],
        next=page.next,
        topics=view.topics,
        sources=source_names(session),
    )


def source_names(session: Session) -> Mapping[str, str]:
    """The official Sources that are followed, by id, in the order of their names."""
    row = models.Watch
    found = session.execute(select(row.source, row.source_name).where(row.active, row.kind != WatchKind.OWN).distinct())
    return dict(sorted(found.all(), key=lambda each: fold(each[1])))
