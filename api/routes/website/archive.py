"""The digests of every week, without anybody's data: what was told, by Topic, and what was checked."""

import re
from collections import Counter
from datetime import date, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from alerts.digests.coverage import coverage
from alerts.messages.grouping import by_topic, in_readers_language, latest
from api.pages import day_in_words
from api.routes.website.search import midnight
from api.viewing import Viewing
from core import models
from core.clock import BRUSSELS
from core.errors import NotInHistory
from core.history import recorded_events
from core.records import RecordedChange, RecordedEvent
from core.values import IncidentKind, Significance, WatchKind

router = APIRouter()

EVENTS, CHANGES = 200, 6
WEEK = re.compile(r"(20\d\d)-W(\d\d)")


@router.get("/digests")
def show_archive(view: Viewing, year: int | None = None) -> HTMLResponse:
    """The weeks of a year, the newest first, each with how many news it had."""
    row = models.Event
    first = view.session.scalar(select(func.min(row.created)))
    today = view.today
    years = list(range(today.year, (first.astimezone(BRUSSELS).year if first else today.year) - 1, -1))
    shown = year if year in years else years[0] if years else today.year
    counts = _counts(view.session, shown)
    weeks = [(name, _in_words(*_days(name), view.language, shown), counts[name]) for name in sorted(counts, reverse=True)]
    return view.page("archive.html", years=years, year=shown, weeks=weeks)


@router.get("/digests/{week}")
def show_digest(view: Viewing, week: str, topic: str = "") -> HTMLResponse:
    """What was told in one week."""
    monday, sunday = _days(week)
    start, end = midnight(monday), min(midnight(monday, 7), view.now)
    if start >= end:
        raise NotInHistory(f"The week {week} has not begun.")
    topics, session = view.topics, view.session
    found = [event for event in _events(session, start, end) if event.tellable and (not topic or topic in event.topics)]
    groups = by_topic(latest(found, min(sunday, view.today)), [topic] if topic else list(topics))
    return view.page(
        "digest.html",
        week=week,
        days=_in_words(monday, sunday, view.language),
        topics=topics,
        topic=topic,
        groups=[(name, [_shown(each.event, view.language) for each in group]) for name, group in groups],
        coverage=coverage(session, start, end),
        unread=_unread(session, start, end),
        before=_name(monday - timedelta(days=7)),
        after=_name(monday + timedelta(days=7)) if midnight(monday, 7) < view.now else None,
    )


def _shown(event: RecordedEvent, language: str) -> tuple[list[RecordedChange], int]:
    """The Changes of an Event in the reader's language, the most telling first, and how many are not shown."""
    ours, _ = in_readers_language(event.tellable, language)
    telling = [change for change in ours if change.change.significance.rank > Significance.EDITORIAL.rank] or ours
    return telling[:CHANGES], len(telling) - len(telling[:CHANGES])


def _days(week: str) -> tuple[date, date]:
    try:
        year, number = map(int, WEEK.fullmatch(week).groups())  # type: ignore[union-attr]
        monday = date.fromisocalendar(year, number, 1)
    except (AttributeError, ValueError) as error:
        raise NotInHistory(f"There is no week {week}; write it as 2025-W31.") from error
    return monday, monday + timedelta(days=6)


def _in_words(monday: date, sunday: date, language: str, year: int | None = None) -> dict[str, str]:
    """The ``start`` and ``end`` of a week, saying each month and year once, and not the ``year`` under which it stands."""
    end = "d MMMM" if monday.year == sunday.year == year else "d MMMM y"
    start = "d" if monday.month == sunday.month else "d MMMM" if monday.year == sunday.year else "d MMMM y"
    return {"start": day_in_words(monday, language, start), "end": day_in_words(sunday, language, end)}


def _name(day: date) -> str:
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


def _counts(session: Session, year: int) -> Counter[str]:
    row = models.Event
    of_year = (row.created >= midnight(date(year, 1, 1)), row.created < midnight(date(year + 1, 1, 1)))
    substantive = row.significance.in_([Significance.MAJOR.value, Significance.MINOR.value])
    created = session.scalars(select(row.created).where(*of_year, substantive))
    return Counter(_name(instant.astimezone(BRUSSELS).date()) for instant in created)


def _events(session: Session, start: datetime, end: datetime) -> tuple[RecordedEvent, ...]:
    row = models.Event
    within = or_((row.created >= start) & (row.created < end), (row.revised >= start) & (row.revised < end))
    substantive = row.significance.in_([Significance.MAJOR.value, Significance.MINOR.value])
    return recorded_events(session, session.scalars(select(row.id).where(within, substantive).order_by(row.id.desc()).limit(EVENTS)).all())


def _unread(session: Session, start: datetime, end: datetime) -> list[models.Incident]:
    """The Incidents that were open at the end of the week."""
    row = models.Incident
    standing = (row.opened < end, or_(row.closed.is_(None), row.closed >= end), row.kind != IncidentKind.PARITY)
    official = row.watch.has(models.Watch.kind != WatchKind.OWN)
    return list(session.scalars(select(row).where(*standing, official).options(joinedload(row.watch)).order_by(row.opened)))
