"""The Topics, and one of them: its news, its days ahead, its documents."""

import json

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import Text, cast, func, select

from api.news import latest_news
from api.routes.website.home import days
from api.routes.website.sources import documents
from api.viewing import Viewing
from core import models
from core.errors import NotInHistory
from core.history import ChangeFilter, has_topic
from core.values import Significance, WatchKind

router = APIRouter()

CHANGES, DOCUMENTS = 60, 100


@router.get("/topics")
def show_topics(view: Viewing) -> HTMLResponse:
    """Every Topic with how many documents are followed for it and when one of them last changed."""
    row = models.Watch
    together = cast(row.topics, Text)
    columns = select(together, func.count(), func.max(row.last_changed)).where(row.active, row.kind != WatchKind.OWN)
    groups = [(json.loads(topics), count, last) for topics, count, last in view.session.execute(columns.group_by(together))]
    listed = []
    for id, label in view.topics.items():
        found = [(count, last) for topics, count, last in groups if id in topics]
        listed.append((id, label, sum(count for count, _ in found), max((last for _, last in found if last), default=None)))
    return view.page("topics.html", listed=listed)


@router.get("/topics/{id}")
def show_topic(view: Viewing, id: str) -> HTMLResponse:
    """One Topic."""
    topics, session, row = view.topics, view.session, models.Watch
    if id not in topics:
        raise NotInHistory(f"There is no Topic {id}.")
    near = [each for each in view.coming if id in each.event.topics]
    followed = (row.active, row.kind != WatchKind.OWN, has_topic(row.topics, id))
    watches = session.scalars(select(row).where(*followed).order_by(row.id).limit(DOCUMENTS)).all()
    return view.page(
        "topic.html",
        id=id,
        topics=topics,
        news=latest_news(session, view.language, ChangeFilter(topic=id, significance=Significance.MINOR), CHANGES),
        days=days(near, view.language, view.today),
        documents=documents(session, watches),
    )
