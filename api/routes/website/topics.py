"""The Topics, and one of them: its news, its days ahead, its documents."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import select

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
    watches = view.session.execute(select(row.topics, row.last_changed).where(row.active, row.kind != WatchKind.OWN)).all()
    listed = []
    for id, label in view.topics.items():
        changed = [last for topics, last in watches if id in topics]
        listed.append((id, label, len(changed), max(filter(None, changed), default=None)))
    return view.page("topics.html", listed=listed)


@router.get("/topics/{id}")
def show_topic(view: Viewing, id: str) -> HTMLResponse:
    """One Topic."""
    topics, session, row = view.topics, view.session, models.Watch
    if id not in topics:
        raise NotInHistory(f"There is no Topic {id}.")
    near = [each for each in view.coming if id in each.event.topics]
    watches = session.scalars(select(row).where(row.active, row.kind != WatchKind.OWN, has_topic(row.topics, id)).order_by(row.id))
    return view.page(
        "topic.html",
        id=id,
        topics=topics,
        news=latest_news(session, view.language, ChangeFilter(topic=id, significance=Significance.MINOR), CHANGES),
        days=days(near, view.language, view.today),
        documents=documents(session, watches.fetchmany(DOCUMENTS)),
    )
