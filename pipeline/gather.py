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
    event = _same_news(session, group)
    if event is None:
        event = models.Event(created=now, revision=1, topics=[], significance=Significance.NONE)
        session.add(event)
        news = True
    else:
        news = _adds(group, event)
        event.revision += news
    for change in group:
        change.event = event
    event.topics = list(dict.fromkeys([*event.topics, *(topic for change in group for topic in change.topics)]))
    event.significance = _highest(group, event.significance)
    if news:
        event.processed_at = None
    session.flush()
    return news


def _adds(group: list[models.Change], event: models.Event) -> bool:
    """Whether these Changes tell what the Event did not: a value, a higher significance, another Topic."""
    topics = {topic for change in group for topic in change.topics}
    return (
        not _told(group) <= _told(event.changes)
        or _highest(group, event.significance) != event.significance
        or not topics <= set(event.topics)
    )


def _highest(group: list[models.Change], significance: str) -> str:
    return Significance.highest([Significance(significance), *(Significance(change.significance) for change in group)])


def _same_news(session: Session, group: list[models.Change]) -> models.Event | None:
    """The Event of another language version that tells the same, is young enough and does not have this one yet."""
    change = group[0]
    if not change.watch.translations:
        return None
    candidates = session.scalars(
        select(models.Event)
        .join(models.Change)
        .where(models.Change.watch_id.in_(change.watch.translations), models.Change.detected >= change.detected - WINDOW)
        .order_by(models.Event.id.desc())
    ).unique()
    tells = _publishes_the_same if change.kind == Kind.PUBLICATION else _tells_the_same
    return next((event for event in candidates if not _has(event, change.watch_id) and tells(group, event)), None)


def _has(event: models.Event, watch_id: str) -> bool:
    return any(change.watch_id == watch_id for change in event.changes)


def _publishes_the_same(group: list[models.Change], event: models.Event) -> bool:
    """Whether an Event tells of the item that its publisher gives the same name, such as ``node/2425``, in another language."""
    identity = group[0].content.get("identity")
    return bool(identity) and any(
        change.kind == Kind.PUBLICATION and change.content.get("identity") == identity for change in event.changes
    )


def _tells_the_same(group: list[models.Change], event: models.Event) -> bool:
    """Whether a group repeats an Event in another language: by a value in common, or by kind where one of them tells none."""
    ours, theirs = _told(group), _told(event.changes)
    if ours and theirs:
        return bool(ours & theirs)
    return bool({change.kind for change in group} & {change.kind for change in event.changes})


def _told(changes: Iterable[models.Change]) -> set[Told]:
    """The values an Event tells, whatever the language."""
    return {(fact["type"], _side(fact["before"]), _side(fact["after"])) for change in changes for fact in change.content["facts"]}


def _side(stated: dict[str, str | None] | None) -> str | None:
    return f"{stated['value']} {stated['unit']}" if stated else None
