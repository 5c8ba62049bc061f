"""How polls end: the outcome and reason of each, and the Incident it opens, keeps open or closes."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.values import Doubt, IncidentKind, Outcome


class Incidents:
    """The Incidents that stand open at some Watches because they could not be read, asked for once for all of them.

    ``parity`` is none of them: it is about what a Watch says, and ends when it says otherwise.
    """

    def __init__(self, session: Session, watch_ids: Collection[str]) -> None:
        self._session = session
        self._open: dict[str, list[models.Incident]] = defaultdict(list)
        row = models.Incident
        unread = select(row).where(row.watch_id.in_(watch_ids), row.closed.is_(None), row.kind != IncidentKind.PARITY)
        for incident in session.scalars(unread):
            self._open[incident.watch_id].append(incident)

    def at(self, watch_id: str) -> bool:
        """Whether one stands open at a Watch."""
        return watch_id in self._open

    def settle(self, poll: models.Poll, outcome: Outcome, reason: str) -> None:
        """End a poll that could be read: whatever Incident its Watch had is over, but for values that differ."""
        poll.outcome, poll.reason, poll.incident_kind = outcome, reason, None
        poll.watch.last_read = poll.instant
        if outcome is Outcome.CHANGED:
            poll.watch.last_changed = poll.instant
        for incident in self._open.pop(poll.watch_id, ()):
            incident.closed = poll.instant

    def doubt(self, poll: models.Poll, why: Doubt) -> None:
        """End a poll that cannot be believed: one Incident of its kind stays open until the Watch reads again."""
        poll.outcome, poll.reason, poll.incident_kind = Outcome.INCIDENT, why.reason, why.kind
        others = [incident for incident in self._open[poll.watch_id] if incident.kind != why.kind]
        same = [incident for incident in self._open[poll.watch_id] if incident.kind == why.kind]
        for incident in others:
            incident.closed = poll.instant
        if not same:
            same = [models.Incident(watch_id=poll.watch_id, kind=why.kind, reason=why.reason, opened=poll.instant)]
            self._session.add_all(same)
        self._open[poll.watch_id] = same
