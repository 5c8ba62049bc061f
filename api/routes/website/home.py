"""The front page: what changed lately, what comes near, what could not be read."""

from datetime import date
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from alerts.coming.upcoming import Ahead, in_language, line
from api.news import by_topic, latest_news
from api.viewing import Viewing
from core.health import followed
from core.history import ChangeFilter
from core.values import Significance
from core.watches import incidents

router = APIRouter()

CHANGES = 60
"""How many of the newest Changes are looked at."""
NEWS = 3
"""How many news of one Topic are shown; the others are one link away."""
DAYS, INCIDENTS = 6, 8


class Day(NamedTuple):
    """A day that comes near, in the reader's words; ``change`` where a Change announced it."""

    day: date
    days: int
    kind: str
    what: str
    watch: str
    change: int


@router.get("/")
def show_home(view: Viewing) -> HTMLResponse:
    """What changed lately by Topic, major first; what comes near; what could not be read."""
    topics, session = view.topics, view.session
    unread = incidents(session, limit=INCIDENTS, only_open=True, official=True)
    count, last_read = followed(session)
    news = latest_news(session, view.language, ChangeFilter(significance=Significance.MINOR), CHANGES)
    near = days(view.coming, view.language, view.today)
    return view.page(
        "home.html",
        groups=[(topic, found[:NEWS], len(found) > NEWS) for topic, found in by_topic(news, topics)],
        topics=topics,
        days=near[:DAYS],
        more_days=len(near) > DAYS,
        incidents=unread.items,
        more_incidents=unread.next is not None,
        followed=count,
        last_read=last_read,
    )


@router.get("/coming")
def show_coming(view: Viewing) -> HTMLResponse:
    """All the days of the next 180 on which a rule ends or begins to apply."""
    return view.page("coming.html", days=days(view.coming, view.language, view.today))


def days(near: list[Ahead], language: str, today: date) -> list[Day]:
    """The days ahead in the words of ``language``."""
    return [_day(each, language, today) for each in near]


def _day(each: Ahead, language: str, today: date) -> Day:
    said, first = line(each, language, today), in_language(each.event, language)[0]
    return Day(said.day, said.days, each.kind, said.says, first.watch, first.id)
