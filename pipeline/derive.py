"""Snapshot → Version: reads what was collected; what cannot be believed becomes an Incident."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core import models
from core.database import alone, transaction
from core.database import reading as read_only
from core.values import Doubt, IncidentKind, Outcome, Version
from core.watchlist import Watch
from pipeline.believing import ACCEPTABLE, doubt_of, stands
from pipeline.deployment import Deployment
from pipeline.incidents import Incidents
from pipeline.readings import digest, extractor_of, next_version, own_snapshots, reading_of
from pipeline.versions import latest, latest_of

TOGETHER = 1_000_000
"""Bytes that are read in one transaction, which keeps others from writing for so long."""
READING = "reading"
"""Of all workers one reads at a time: a Version takes the next number after the newest of its Watch."""

LOG = logging.getLogger(__name__)
DEFECT = "Veille itself failed to read it ({name}: {defect}); please report this."
ONLY_MARKUP = "the page changed, its text did not"
NO_TEXT_YET = "nothing new is listed, and the page of an item holds no text yet"
FIRST = "first reading: a baseline, not a Change"
NEW_TEXT = "the text changed"
LARGE_CHANGE = "large change: read alike three times over a day"


def derive(deployment: Deployment) -> int:
    """Read every Poll whose Snapshots wait, oldest first; gives how many."""
    with read_only(deployment.engine) as session:
        row, size = models.Snapshot, func.sum(models.Body.size)
        waiting = select(row.poll_id, size).join(row.body).where(row.processed_at.is_(None)).group_by(row.poll_id).order_by(row.poll_id)
        sizes = {poll_id: int(size) for poll_id, size in session.execute(waiting)}
    for poll_ids in _together(sizes):
        _derive_together(deployment, poll_ids)
    return len(sizes)


def _together(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """The Polls in groups of about ``TOGETHER`` bytes."""
    group, filled = list[int](), 0
    for poll_id, size in sizes.items():
        if group and filled + size > TOGETHER:
            yield group
            group, filled = [], 0
        group.append(poll_id)
        filled += size
    if group:
        yield group


def _derive_together(deployment: Deployment, poll_ids: Sequence[int]) -> None:
    """Read some Polls in one transaction, for each costs a write to the disk; where one of them fails each has its own."""
    try:
        with transaction(deployment.engine) as session:
            alone(session, READING)
            snapshots = selectinload(models.Poll.snapshots).joinedload(models.Snapshot.body).undefer(models.Body.data)
            # Another worker may have read some of them in the meantime.
            still = models.Poll.snapshots.any(models.Snapshot.processed_at.is_(None))
            waiting = select(models.Poll).where(models.Poll.id.in_(poll_ids), still).order_by(models.Poll.id)
            polls = session.scalars(waiting.options(snapshots, joinedload(models.Poll.watch))).all()
            known = _Known.of(session, {poll.watch_id for poll in polls})
            for poll in polls:
                _derive(known, poll, deployment.watch(poll.watch_id), deployment.now())
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as defect:
        if len(poll_ids) == 1:
            _set_aside(deployment, poll_ids[0], defect)
        else:
            for poll_id in poll_ids:
                _derive_together(deployment, [poll_id])


def _set_aside(deployment: Deployment, poll_id: int, defect: Exception) -> None:
    """A document that our own reading fails on is an Incident of its Watch; the others go on."""
    LOG.error("Reading poll %s failed", poll_id, exc_info=defect)
    with transaction(deployment.engine) as session:
        alone(session, READING)
        poll = session.get_one(models.Poll, poll_id)
        for snapshot in poll.snapshots:
            snapshot.processed_at, snapshot.readable = deployment.now(), False
        why = Doubt(IncidentKind.UNREADABLE, DEFECT.format(name=type(defect).__name__, defect=defect))
        Incidents(session, [poll.watch_id]).doubt(poll, why)


def rederive(deployment: Deployment) -> int:
    """Where an extractor or a selector changed, read the last Snapshot again: the differences are ``technical``."""
    with read_only(deployment.engine) as session:
        known = latest_of(session, deployment.watches)
    watches = [deployment.watches[watch_id] for watch_id in known]
    return sum(_rederive(deployment, watch) for watch in watches if known[watch.id].extractor != extractor_of(watch))


def _rederive(deployment: Deployment, watch: Watch) -> bool:
    with transaction(deployment.engine) as session:
        alone(session, READING)
        last = latest(session, watch.id)
        if last is None or last.extractor == extractor_of(watch):
            return False
        reading = reading_of(last.snapshot.poll.snapshots, watch, last)
        if isinstance(reading, Doubt):
            return False
        version = next_version(session, watch, last.snapshot, last, reading)
        version.instant, version.technical = deployment.now(), True
        session.add(version)
        return True


def accept(deployment: Deployment, watch: Watch) -> bool:
    """Believe the newest doubted reading of a Watch after all; False where there is none that a person may accept."""
    with transaction(deployment.engine) as session:
        alone(session, READING)
        poll = session.scalar(select(models.Poll).where(models.Poll.watch_id == watch.id).order_by(models.Poll.id.desc()).limit(1))
        if poll is None or poll.incident_kind not in ACCEPTABLE or not poll.snapshots:
            return False
        known = _Known.of(session, [watch.id])
        reading = reading_of(poll.snapshots, watch, known.latest.get(watch.id))
        if isinstance(reading, Doubt):
            return False
        _believe(known, poll, watch, reading, "accepted by a person")
        return True


@dataclass(frozen=True)
class _Known:
    """What is known of the Watches of some Polls, asked for once: the newest Version of each, and what stands open."""

    session: Session
    latest: dict[str, models.Version]
    incidents: Incidents

    @classmethod
    def of(cls, session: Session, watch_ids: Collection[str]) -> "_Known":
        return cls(session, latest_of(session, watch_ids), Incidents(session, watch_ids))


def _derive(known: _Known, poll: models.Poll, watch: Watch | None, now: datetime) -> None:
    for snapshot in poll.snapshots:
        snapshot.processed_at = now
    if watch is None:
        known.incidents.settle(poll, Outcome.UNCHANGED, "the watchlist no longer names this Watch")
        return
    before = known.latest.get(watch.id)
    reading = reading_of(poll.snapshots, watch, before)
    why = reading if isinstance(reading, Doubt) else doubt_of(poll, reading, before, watch)
    if isinstance(reading, Version):
        poll.reading = digest(reading.provisions)
    if why is None and isinstance(reading, Version):
        _believe(known, poll, watch, reading, None)
    elif why is not None and isinstance(reading, Version) and why.kind in ACCEPTABLE and stands(known.session, poll):
        _believe(known, poll, watch, reading, LARGE_CHANGE)
    elif why is not None:
        for snapshot in own_snapshots(poll.snapshots):
            snapshot.readable = False
        known.incidents.doubt(poll, why)


def _believe(known: _Known, poll: models.Poll, watch: Watch, reading: Version, accepted: str | None) -> None:
    own, settle = own_snapshots(poll.snapshots), known.incidents.settle
    for snapshot in own:
        snapshot.readable = True
    before = known.latest.get(watch.id)
    version = next_version(known.session, watch, (own or poll.snapshots)[-1], before, reading)
    if before is not None and before.sha256 == version.sha256 and not _brings_text(poll):
        # The same words in another design: the next reading is compared with where they stand now.
        before.root = reading.root or before.root
        settle(poll, Outcome.UNCHANGED, ONLY_MARKUP if own else NO_TEXT_YET)
        return
    version.instant, version.accepted = poll.instant, accepted
    known.session.add(version)
    known.latest[watch.id] = version
    settle(poll, Outcome.CHANGED if before else Outcome.FIRST, accepted or (NEW_TEXT if before else FIRST))


def _brings_text(poll: models.Poll) -> bool:
    """Whether the own page of a listing's item has arrived."""
    return any(snapshot.parent and snapshot.readable for snapshot in poll.snapshots)
