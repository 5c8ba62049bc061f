"""The calendar: what begins to apply, what ends and until when something must be done, for calendar programs."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from alerts.coming.upcoming import NO_ROW
from alerts.messages.items import headline
from alerts.words import on_one_line
from api import shapes
from api.coming import remembered
from api.days import Day, days, state
from api.dependencies import Around, Reading, Surroundings, Tongue
from api.icalendar import MEDIA_TYPE, Entry, as_icalendar
from api.pages import words
from core.errors import NotInHistory
from core.links import safe_link
from core.topics import topic_labels

router = APIRouter(tags=["Feeds"])

TEXTS = 5
"""How many texts that tell the same day an entry names."""
CALENDAR: dict[int | str, Any] = {
    200: {
        "description": "A calendar (RFC 5545).",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": "BEGIN:VCALENDAR\r\n"}},
    }
}
TopicOfCalendar = Annotated[str | None, Query(description="Only this Topic.", examples=["protection-temporaire"])]


@router.get("/calendar.ics", response_class=Response, responses={**CALENDAR, **shapes.problems(404)})
def show_calendar(session: Reading, around: Around, language: Tongue, topic: TopicOfCalendar = None) -> Response:
    """The days of the last 90 and of the coming years, each with alarms 30 and 7 days before.

    An entry keeps its `UID` when its day is corrected, and its `SEQUENCE` grows; what was withdrawn is `CANCELLED`.
    """
    topics = topic_labels(session, language)
    if topic is not None and topic not in topics:
        raise NotInHistory(f"There is no Topic {topic}; those there are: {', '.join(topics)}.")
    site = around.site.rstrip("/")
    wanted = [each for each in _remembered(session, around) if topic is None or topic in each.topics]
    name = " · ".join(filter(None, (words(language)["calendar"]["name"], topics.get(topic or ""))))
    text = as_icalendar(name, language, (_entry(each, language, site, topics) for each in wanted))
    headers = {"Vary": "Accept-Language", "Content-Language": language, "Cache-Control": "max-age=300"}
    return Response(text, media_type=MEDIA_TYPE, headers=headers)


def _remembered(session: Session, around: Surroundings) -> list[Day]:
    """The days, worked out anew only after something was read or decided: that takes every official text of today."""
    now = around.now()
    return remembered(around.engine, "days", state(session, now), lambda: days(session, now))


def _entry(day: Day, language: str, site: str, topics: dict[str, str]) -> Entry:
    said = words(language)["calendar"]
    told = [change for change in day.changes if change.language == language] or list(day.changes)
    title = f"{said['kind'][day.kind]}{words(language)['colon']}{headline(told[0], language)}"
    return Entry(
        uid=f"{day.id}@{urlsplit(site).hostname}",
        day=day.day,
        updated=day.updated,
        title=said["withdrawn"].format(title) if day.withdrawn else title,
        text=_text(day, language, site),
        url=safe_link(told[0].url),
        categories=tuple(topics.get(topic, topic) for topic in day.topics),
        cancelled=day.withdrawn,
    )


def _text(day: Day, language: str, site: str) -> str:
    """Each text that tells it, in the reader's language first, with where to read it and what it changed."""
    said, colon = words(language)["calendar"], words(language)["colon"]
    lines = []
    for change in sorted(day.changes, key=lambda change: change.language != language)[:TEXTS]:
        lines += [headline(change, language), f"{on_one_line(change.source_name)} · {on_one_line(change.change.path)}"]
        lines += [f"{said['official']}{colon}{change.url}"] if safe_link(change.url) else []
        lines += [f"{said['history']}{colon}{site}/changes/{change.id}?lang={language}"] if change.id != NO_ROW else []
        lines.append("")
    return "\n".join([*lines, said["note"]])
