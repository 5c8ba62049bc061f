"""What publishers answered is kept: Polls, Snapshots and their bytes.

Polls that end at about the same moment are one transaction, for each costs a write to the disk: a process killed in the
middle of it has polled none of their Watches, and polls them again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from core import models
from core.compression import compress
from core.database import add_missing, in_batches, transaction
from core.values import Fetch, IncidentKind, Outcome, Poll
from pipeline.deployment import Deployment
from pipeline.incidents import Incidents

UNCHANGED = "the publisher answered with the same bytes, or 304 Not Modified"
AT_ONCE = 500
"""How many addresses a statement names."""
Place = tuple[str, str]
"""A Watch and an address that it asked."""


class Newest(NamedTuple):
    """What is known of the newest Snapshot of an address."""

    final_url: str
    sha256: str
    readable: bool | None
    headers: dict[str, str]


def newest(session: Session, places: Iterable[Place]) -> dict[Place, Newest]:
    """The newest Snapshot of each address, where there is one."""
    row, found = models.Snapshot, dict[Place, Newest]()
    for some in in_batches(sorted(set(places)), AT_ONCE):
        last = select(func.max(row.id)).where(tuple_(row.watch_id, row.url).in_(some)).group_by(row.watch_id, row.url)
        columns = select(row.watch_id, row.url, row.final_url, row.sha256, row.readable, row.headers)
        for watch_id, url, final_url, sha256, readable, headers in session.execute(columns.where(row.id.in_(last))):
            found[watch_id, url] = Newest(final_url, sha256, readable, headers)
    return found


def keep(deployment: Deployment, polls: Sequence[Poll]) -> None:
    """Store Polls with the Snapshots that brought something new, and say when their Watches are due again.

    A Poll of the same Watch and instant that is there already (a replay repeated) is the same Poll.
    """
    with transaction(deployment.engine) as session:
        there = _there(session, polls)
        new = [poll for poll in polls if (poll.watch, poll.instant) not in there]
        known = newest(session, ((poll.watch, fetch.url) for poll in new for fetch in poll.fetches))
        brought = [list(_news(poll, known)) for poll in new]
        _store_bodies(session, dict(chain.from_iterable(brought)))
        incidents = Incidents(session, {poll.watch for poll in new})
        eventful = {poll.watch for poll, answers in zip(new, brought, strict=True) if answers or poll.doubt or incidents.at(poll.watch)}
        _note_unchanged(session, [poll for poll in new if poll.watch not in eventful], deployment)
        watches = {row.id: row for row in session.scalars(select(models.Watch).where(models.Watch.id.in_(eventful)))}
        for poll, answers in zip(new, brought, strict=True):
            if poll.watch in eventful:
                row = models.Poll(watch_id=poll.watch, watch=watches[poll.watch], instant=poll.instant, status=poll.status)
                row.snapshots = [_snapshot(poll.watch, sha256, fetch) for sha256, fetch in answers]
                session.add(row)
                row.watch.due_at = _due(poll, deployment)
                _end(row, replace(poll, doubt=None) if _has_settled(poll, known) else poll, incidents)


def _due(poll: Poll, deployment: Deployment) -> datetime | None:
    """When a Watch is due again, where the watchlist still names it."""
    watch = deployment.watch(poll.watch)
    return poll.instant + watch.every if watch else None


def _note_unchanged(session: Session, polls: Sequence[Poll], deployment: Deployment) -> None:
    """Store Polls that brought nothing and end nothing, which nearly all are: as mere rows, without an object for each."""
    if not polls:
        return
    rows = [{"watch_id": each.watch, "instant": each.instant, "status": each.status, "reason": each.note or UNCHANGED} for each in polls]
    session.execute(insert(models.Poll).values(outcome=Outcome.UNCHANGED), rows)
    session.execute(
        update(models.Watch), [{"id": each.watch, "last_read": each.instant, "due_at": _due(each, deployment)} for each in polls]
    )


def _there(session: Session, polls: Sequence[Poll]) -> set[tuple[str, datetime]]:
    """Which of these Polls are there already, by Watch and instant."""
    row, instants = models.Poll, [poll.instant for poll in polls]
    same = (row.watch_id.in_({poll.watch for poll in polls}), row.instant.between(min(instants), max(instants)))
    return {(watch_id, instant) for watch_id, instant in session.execute(select(row.watch_id, row.instant).where(*same))}


def _news(poll: Poll, known: Mapping[Place, Newest]) -> Iterator[tuple[str, Fetch]]:
    """The answers whose bytes differ from the newest of their address, with their SHA-256; a doubted one is looked at again each time.

    The page of a listing's item is not: what could not be read there would be stored at every poll.
    """
    for fetch in poll.fetches:
        if fetch.body is not None:
            sha256, last = hashlib.sha256(fetch.body).hexdigest(), known.get((poll.watch, fetch.url))
            doubted = last is not None and not last.readable and not fetch.parent
            if last is None or doubted or (last.sha256, last.final_url) != (sha256, fetch.final_url):
                yield sha256, fetch


def _store_bodies(session: Session, fetches: Mapping[str, Fetch]) -> None:
    """Store the bytes of what was answered, by SHA-256, where they are not there."""
    row, bodies = models.Body, {sha256: fetch.body or b"" for sha256, fetch in fetches.items()}
    missing = sorted(bodies.keys() - set(session.scalars(select(row.sha256).where(row.sha256.in_(bodies)))))
    if missing:
        add_missing(session, row, [{"sha256": each, "size": len(bodies[each]), "data": compress(bodies[each])} for each in missing])


def _snapshot(watch_id: str, sha256: str, fetch: Fetch) -> models.Snapshot:
    return models.Snapshot(
        watch_id=watch_id,
        url=fetch.url,
        final_url=fetch.final_url,
        parent=fetch.parent,
        redirects=list(fetch.redirects),
        instant=fetch.instant,
        status=fetch.status,
        headers=dict(fetch.headers),
        sha256=sha256,
    )


def _end(row: models.Poll, poll: Poll, incidents: Incidents) -> None:
    """Say how a Poll ended; one that brought Snapshots has not, until they are read."""
    if poll.doubt and poll.doubt.kind is IncidentKind.MOVED and row.snapshots:
        # What stands at the new address is read too: three equal readings will show that it is there to stay.
        row.incident_kind, row.reason = poll.doubt.kind, poll.doubt.reason
    elif poll.doubt:
        incidents.doubt(row, poll.doubt)
    elif not row.snapshots:
        incidents.settle(row, Outcome.UNCHANGED, poll.note or UNCHANGED)


def _has_settled(poll: Poll, known: Mapping[Place, Newest]) -> bool:
    """Whether a document that moved was already read and accepted where it stands now."""
    if poll.doubt is None or poll.doubt.kind is not IncidentKind.MOVED:
        return False
    before = [known.get((poll.watch, fetch.url)) for fetch in poll.fetches]
    return all(old and old.readable and old.final_url == now.final_url for old, now in zip(before, poll.fetches, strict=True))
