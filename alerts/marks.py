"""What people say of noise: a Change is marked, or the mark taken back; what is like it is then folded, or told again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.errors import AlreadySo, NotInHistory
from core.paging import is_number
from core.rights import enter_deed


def mark(session: Session, change_id: int, name: str, now: datetime) -> models.NoiseMark:
    """Record that a person calls a Change noise; ``AlreadySo`` where it is marked."""
    change = session.get(models.Change, change_id) if is_number(change_id) else None
    if change is None:
        raise NotInHistory(f"There is no Change {change_id} in the history; `veille log` lists those there are.")
    if known := standing(session, change_id):
        raise AlreadySo(f"Change {change_id} is marked as noise already, by {known.marked_by}; --undo takes that back.")
    made = models.NoiseMark(watch_id=change.watch_id, change_id=change_id, marked=now, marked_by=name)
    session.add(made)
    enter_deed(session, name, "mark noise", f"change {change_id}", now)
    return made


def unmark(session: Session, change_id: int, name: str, now: datetime) -> models.NoiseMark:
    """Take the mark of a Change back; ``AlreadySo`` where it has none."""
    found = standing(session, change_id)
    if found is None:
        raise AlreadySo(f"Change {change_id} is not marked as noise; `veille noise --list` lists the marks there are.")
    found.revoked, found.revoked_by = now, name
    enter_deed(session, name, "unmark noise", f"change {change_id}", now)
    return found


def standing(session: Session, change_id: int) -> models.NoiseMark | None:
    """The mark that a Change has now."""
    row = models.NoiseMark
    return session.scalar(select(row).where(row.change_id == change_id, row.revoked.is_(None)))


def marks(session: Session) -> list[models.NoiseMark]:
    """Every mark there ever was, the oldest first."""
    return list(session.scalars(select(models.NoiseMark).order_by(models.NoiseMark.id)))
