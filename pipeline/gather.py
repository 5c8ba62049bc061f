"""Change → Event: the Changes that tell one piece of news, whichever page or language tells it first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.database import transaction
from core.values import Kind, Significance, WatchKind
from pipeline.deployment import Deployment

WINDOW = timedelta(hours=48)
"""Within this time the language versions of one document are expected to tell the same news."""

Told = tuple[str, str | None, str | None]


def gather(deployment: Deployment) -> int:
    """Put every Change that waits into an Event; gives how many Events are new or revised.

    Technical Changes and those of our own pages are nobody's news: they join none.
    """
    now = deployment.now()
    with transaction(deployment.engine) as session:
        waiting = list(session.scalars(select(models.Change).where(models.Change.processed_at.is_(None)).order_by(models.Change.id)))
        groups: dict[tuple[int, int], list[models.Change]] = {}
        for change in waiting:
            change.processed_at = now
            if not change.technical and change.watch.kind != WatchKind.OWN:
                # Each new item of a listing is news of its own; a page's Changes of one day are read together.
                item = change.id if change.kind == Kind.PUBLICATION else 0
                groups.setdefault((change.version_after_id, item), []).append(change)
        return sum(_gather(session, group, now) for group in groups.values())


def _gather(session: Session, group: list[models.Change], now: datetime) -> bool:
    event = _same_news(session, group[0])
    if event is None:
        event = models.Event(created=now, revision=1, topics=[], significance=Significance.NONE)
        session.add(event)
        news = True
    else:
        news = not _told(group) <= _told(event.changes)
    for change in group:
        change.event = event
    event.topics = list(dict.fromkeys([*event.topics, *(topic for change in group for topic in change.topics)]))
    event.significance = Significance.highest([Significance(event.significance), *(Significance(change.significance) for change in group)])
    if news and event.id is not None:
        event.revision += 1
        event.processed_at = None
    session.flush()
    return news


def _same_news(session: Session, change: models.Change) -> models.Event | None:
    """The Event of another language version of this document that is young enough and does not have this one yet."""
    translations = change.watch.translations
    if not translations or change.kind == Kind.PUBLICATION:
        return None
    candidates = session.scalars(
        select(models.Event)
        .join(models.Change)
        .where(models.Change.watch_id.in_(translations), models.Change.detected >= change.detected - WINDOW)
        .order_by(models.Event.id.desc())
    )
    return next((event for event in candidates if all(other.watch_id != change.watch_id for other in event.changes)), None)


def _told(changes: Iterable[models.Change]) -> set[Told]:
    """The values an Event tells, whatever the language."""
    return {(fact["type"], _side(fact["before"]), _side(fact["after"])) for change in changes for fact in change.content["facts"]}


def _side(stated: dict[str, str | None] | None) -> str | None:
    return f"{stated['value']} {stated['unit']}" if stated else None
