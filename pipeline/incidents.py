"""How a poll ended: its outcome and reason, and the Incident it opens, keeps open or closes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.values import Doubt, IncidentKind, Outcome


def settle(session: Session, poll: models.Poll, outcome: Outcome, reason: str) -> None:
    """End a poll that could be read: whatever Incident its Watch had is over, but for values that differ."""
    poll.outcome, poll.reason, poll.incident_kind = outcome, reason, None
    poll.watch.last_read = poll.instant
    if outcome is Outcome.CHANGED:
        poll.watch.last_changed = poll.instant
    for incident in _unread(session, poll.watch_id):
        incident.closed = poll.instant


def doubt(session: Session, poll: models.Poll, why: Doubt) -> None:
    """End a poll that cannot be believed: one Incident of its kind stays open until the Watch reads again."""
    poll.outcome, poll.reason, poll.incident_kind = Outcome.INCIDENT, why.reason, why.kind
    same = False
    for incident in _unread(session, poll.watch_id):
        if incident.kind == why.kind:
            same = True
        else:
            incident.closed = poll.instant
    if not same:
        session.add(models.Incident(watch_id=poll.watch_id, kind=why.kind, reason=why.reason, opened=poll.instant))


def _unread(session: Session, watch_id: str) -> list[models.Incident]:
    """What is open because the Watch could not be read: ``parity`` is about what it says, and ends when it says otherwise."""
    row = models.Incident
    return list(session.scalars(select(row).where(row.watch_id == watch_id, row.closed.is_(None), row.kind != IncidentKind.PARITY)))
