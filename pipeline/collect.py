"""Watch → Snapshot: which Watches are due, what is asked, and how what came is kept.

A Poll and its Snapshots are one transaction: a process killed in the middle of a Watch has not polled it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import models
from core.compression import compress
from core.database import reading, transaction
from core.values import Fetch, IncidentKind, Outcome, Poll
from core.watchlist import Watch
from crawlers.addresses import addresses
from crawlers.assignment import Assignment
from pipeline.deployment import Deployment
from pipeline.incidents import doubt, settle
from pipeline.leads import leads_of

VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
UNCHANGED = "the publisher answered with the same bytes, or 304 Not Modified"


def register(deployment: Deployment) -> None:
    """Copy what the watchlist says of Topics and Watches into the database, for those who read it there."""
    watchlist = deployment.watchlist
    with transaction(deployment.engine) as session:
        for topic_id, topic in watchlist.topics.items():
            session.merge(models.Topic(id=topic_id, labels={"fr": topic.fr, "nl": topic.nl, "en": topic.en}))
        known = {row.id: row for row in session.scalars(select(models.Watch))}
        named = {watch.id for watch in watchlist.all_watches()}
        for watch in watchlist.all_watches():
            row = known.get(watch.id) or models.Watch(id=watch.id, last_read=None, last_changed=None, due_at=None)
            _describe(row, watch, deployment)
            session.add(row)
        for watch_id in known.keys() - named:
            _retire(session, known[watch_id], deployment.now())


def _retire(session: Session, row: models.Watch, now: datetime) -> None:
    """A Watch that the watchlist no longer names keeps its history; nobody waits for its Incidents any more."""
    row.active = False
    still_open = select(models.Incident).where(models.Incident.watch_id == row.id, models.Incident.closed.is_(None))
    for incident in session.scalars(still_open):
        incident.closed = now


def _describe(row: models.Watch, watch: Watch, deployment: Deployment) -> None:
    row.source, row.kind, row.language = watch.source, watch.kind, watch.language
    row.source_name = deployment.watchlist.source_of(watch).name
    row.url = watch.url or deployment.watchlist.address_of(watch)
    row.topics, row.translations = watch.topics, sorted(deployment.watchlist.translations_of(watch.id))
    row.active = True


def due(deployment: Deployment, only: Sequence[str] = ()) -> list[Assignment]:
    """What to ask now: every Watch whose time has come, or exactly those in ``only``."""
    with reading(deployment.engine) as session:
        times = {row.id: row.due_at for row in session.scalars(select(models.Watch).where(models.Watch.active))}
        return [
            _assignment(session, watch, deployment)
            for watch in deployment.watchlist.all_watches()
            if (watch.id in only if only else _is_due(times[watch.id], deployment.now()))
        ]


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is None or at <= now


def _assignment(session: Session, watch: Watch, deployment: Deployment) -> Assignment:
    watchlist = deployment.watchlist
    asked = addresses(watch, watchlist.address_of(watch), deployment.today())
    validators = {address: _validators(session, watch.id, address) for address in asked}
    assignment = Assignment(watch, watchlist.source_of(watch), asked, validators, _read_at(session, watch))
    leads = leads_of(session, watch, deployment)
    return replace(assignment, leads_to=leads) if leads else assignment


def _read_at(session: Session, watch: Watch) -> datetime | None:
    """When the publisher last answered with what could be read; a Watch in trouble must be asked again whatever was read before."""
    # A poll without a status asked for nothing, or failed.
    asked = or_(models.Poll.status.is_not(None), models.Poll.outcome == Outcome.INCIDENT)
    last = session.scalar(select(models.Poll).where(models.Poll.watch_id == watch.id, asked).order_by(models.Poll.id.desc()).limit(1))
    return last.instant if last and last.outcome != Outcome.INCIDENT else None


def _validators(session: Session, watch_id: str, address: str) -> dict[str, str]:
    """The validators of the newest answer, where it was read without doubt: a captcha's would hide the page's return."""
    newest = _newest(session, watch_id, address)
    if newest is None or not newest.readable:
        return {}
    return {ask: newest.headers[name] for name, ask in VALIDATORS.items() if name in newest.headers}


def _newest(session: Session, watch_id: str, address: str) -> models.Snapshot | None:
    return session.scalar(
        select(models.Snapshot)
        .where(models.Snapshot.watch_id == watch_id, models.Snapshot.url == address)
        .order_by(models.Snapshot.id.desc())
        .limit(1)
    )


def keep(deployment: Deployment, poll: Poll) -> None:
    """Store one Poll with the Snapshots that brought something new, and say when the Watch is due again.

    A Poll of the same Watch and instant that is there already (a replay repeated) is the same Poll.
    """
    watch = deployment.watch(poll.watch)
    with transaction(deployment.engine) as session:
        if session.scalar(select(models.Poll.id).where(models.Poll.watch_id == poll.watch, models.Poll.instant == poll.instant)):
            return
        row = models.Poll(watch_id=poll.watch, instant=poll.instant, status=poll.status)
        session.add(row)
        session.flush()
        if watch is not None:
            row.watch.due_at = poll.instant + watch.every
        why = None if _has_settled(session, poll) else poll.doubt
        snapshots = [_snapshot(session, row, fetch) for fetch in poll.fetches if _is_news(session, poll.watch, fetch)]
        session.add_all(snapshots)
        if why and why.kind is IncidentKind.MOVED and snapshots:
            # What stands at the new address is read too: three equal readings will show that it is there to stay.
            row.incident_kind, row.reason = why.kind, why.reason
        elif why:
            doubt(session, row, why)
        elif not snapshots:
            settle(session, row, Outcome.UNCHANGED, poll.note or UNCHANGED)


def _has_settled(session: Session, poll: Poll) -> bool:
    """Whether a document that moved was already read and accepted where it stands now."""
    if poll.doubt is None or poll.doubt.kind is not IncidentKind.MOVED:
        return False
    known = [_newest(session, poll.watch, fetch.url) for fetch in poll.fetches]
    return all(old and old.readable and old.final_url == new.final_url for old, new in zip(known, poll.fetches, strict=True))


def _is_news(session: Session, watch_id: str, fetch: Fetch) -> bool:
    """Whether the bytes differ from the newest of their address; a doubted answer is looked at again each time.

    The page of a listing's item is not: what could not be read there would be stored at every poll.
    """
    if fetch.body is None:
        return False
    newest = _newest(session, watch_id, fetch.url)
    doubted = newest is not None and not newest.readable and not fetch.parent
    return newest is None or doubted or newest.sha256 != _sha256(fetch.body) or newest.final_url != fetch.final_url


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _snapshot(session: Session, poll: models.Poll, fetch: Fetch) -> models.Snapshot:
    body = fetch.body or b""
    sha256 = _sha256(body)
    if session.get(models.Body, sha256) is None:
        session.add(models.Body(sha256=sha256, size=len(body), data=compress(body)))
        session.flush()
    return models.Snapshot(
        watch_id=poll.watch_id,
        poll_id=poll.id,
        url=fetch.url,
        final_url=fetch.final_url,
        parent=fetch.parent,
        redirects=list(fetch.redirects),
        instant=fetch.instant,
        status=fetch.status,
        headers=dict(fetch.headers),
        sha256=sha256,
    )
