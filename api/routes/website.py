"""The website: the same data for people."""

from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from api.dependencies import Reading, Tongue
from api.pages import language_of, render
from api.queries import Number
from core.clock import BRUSSELS
from core.health import followed
from core.history import ChangeFilter, changes, recorded_change, recorded_event
from core.topics import topic_labels
from core.values import Significance
from core.watches import incidents

router = APIRouter(include_in_schema=False)

CHANGES = 30
INCIDENTS = 20


class Asked(BaseModel):
    """What the form of the front page asks for; an empty field is no condition."""

    topic: str = ""
    significance: Literal["major", "minor", "editorial", "none"] = "minor"
    q: str = Field("", max_length=200)
    cursor: str = ""

    def wanted(self) -> ChangeFilter:
        """The conditions, without the page."""
        return ChangeFilter(topic=self.topic or None, significance=Significance(self.significance), q=self.q)


@router.get("/")
def show_latest(request: Request, session: Reading, language: Tongue, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """The latest Changes, day by day, and what could not be read."""
    page = changes(session, asked.wanted(), asked.cursor or None, CHANGES)
    unread = incidents(session, limit=INCIDENTS, only_open=True)
    count, last_read = followed(session)
    values: dict[str, Any] = {
        "asked": asked,
        "filtered": bool(asked.topic or asked.q or asked.cursor),
        "days": [(day, list(group)) for day, group in groupby(page.items, lambda each: each.detected.astimezone(BRUSSELS).date())],
        "next": page.next,
        "topics": topic_labels(session, language),
        "incidents": unread.items,
        "more_incidents": unread.next is not None,
        "followed": count,
        "last_read": last_read,
    }
    return render(request, "changes.html", language, **values)


@router.get("/changes/{id}")
def show_change(request: Request, session: Reading, language: Tongue, id: Number) -> HTMLResponse:
    """One Change: what it says, where, from when, and by what evidence."""
    recorded = recorded_change(session, id)
    same_news = recorded_event(session, recorded.event).changes if recorded.event else ()
    siblings = [other for other in same_news if other.id != id]
    return render(request, "change.html", language, recorded=recorded, siblings=siblings, topics=topic_labels(session, language))


def show_error(request: Request, status: int) -> HTMLResponse:
    """The page that tells of an error of this status."""
    return render(request, "error.html", language_of(request), status=status)
