"""What of the history is asked for by name; a name that nobody ever gave is a mistake, not an empty history."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.errors import VeilleError
from core.history import ChangeFilter
from core.mistakes import nearest


def change_filter(session: Session, *, topic: str | None, source: str | None, watch: str | None) -> ChangeFilter:
    """The Changes of this Topic, Source and Watch; ``VeilleError`` names those there are where one is unknown."""
    row = models.Watch
    _refuse_unknown("topic", topic, session.scalars(select(models.Topic.id)))
    _refuse_unknown("source", source, session.scalars(select(row.source).distinct()))
    if watch is not None and session.get(row, watch) is None:
        raise VeilleError(f"There is no watch {watch!r}; {nearest(watch, list(session.scalars(select(row.id))))}.")
    return ChangeFilter(topic=topic, source=source, watch=watch)


def _refuse_unknown(word: str, name: str | None, known: Iterable[str]) -> None:
    names = sorted(known)
    if name is not None and name not in names:
        raise VeilleError(f"There is no {word} {name!r}; known are: {', '.join(names) or 'none'}.")
