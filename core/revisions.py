"""When what was told of a Change last became something else: its Event was revised, or a person said that it was wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.records import RecordedChange


@dataclass(frozen=True)
class Revision:
    """The present revision of an Event that has had others: ``takes_effect`` is the day it is about, where its rules bind now."""

    number: int
    made: datetime
    takes_effect: str | None


def revisions(session: Session, changes: Iterable[RecordedChange]) -> dict[int, Revision]:
    """The Events of these Changes that were revised, by their number."""
    row = models.Event
    numbers = {change.event for change in changes if change.event is not None}
    found = session.scalars(select(row).where(row.id.in_(numbers), row.revised.is_not(None)))
    return {event.id: Revision(event.revision, event.revised, event.takes_effect) for event in found if event.revised}


def revision_since(recorded: RecordedChange, known: Mapping[int, Revision]) -> Revision | None:
    """The revision of its Event that came after the Change was told."""
    revision = known.get(recorded.event or 0)
    return revision if revision and revision.made > recorded.detected else None


def updated(recorded: RecordedChange, known: Mapping[int, Revision]) -> datetime:
    """When anything that is told of the Change last changed."""
    revision = revision_since(recorded, known)
    instants = [recorded.detected, *([recorded.rectified.made] if recorded.rectified else []), *([revision.made] if revision else [])]
    return max(instants)
