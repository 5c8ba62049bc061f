"""What of the history is asked for by name; a name that nobody ever gave is a mistake, not an empty history."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.errors import VeilleError
from core.history import ChangeFilter
from core.mistakes import nearest
from core.values import WatchKind


def change_filter(session: Session, *, topic: str | None, source: str | None, watch: str | None) -> ChangeFilter:
    """The Changes of this Topic, Source and Watch; ``VeilleError`` names those there are where one is unknown."""
    row = models.Watch
    _refuse_unknown("topic", topic, session.scalars(select(models.Topic.id)))
    _refuse_unknown("source", source, session.scalars(select(row.source).distinct()))
    if watch is not None and session.get(row, watch) is None:
        raise VeilleError(f"There is no watch {watch!r}; {nearest(watch, list(session.scalars(select(row.id))))}.")
    return ChangeFilter(topic=topic, source=source, watch=watch)


def refuse_unknown_of_tasks(session: Session, *, page: str | None, organisation: str | None, topic: str | None, **_: str | None) -> None:
    """``VeilleError`` where a Task could not be asked for by one of these names."""
    row = models.Watch
    own = row.kind == WatchKind.OWN
    pages = list(session.scalars(select(row.id).where(own))) if page is not None else []
    if page is not None and page not in pages:
        raise VeilleError(f"There is no page of ours {page!r}; {nearest(page, pages)}")
    _refuse_unknown("organisation", organisation, session.scalars(select(row.source).where(own).distinct()))
    _refuse_unknown("topic", topic, session.scalars(select(models.Topic.id)))


def _refuse_unknown(word: str, name: str | None, known: Iterable[str]) -> None:
    names = sorted(known)
    if name is not None and name not in names:
        raise VeilleError(f"There is no {word} {name!r}; known are: {', '.join(names) or 'none'}.")
