"""Snapshot → Version: reads what was collected; what cannot be believed becomes an Incident."""

import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core import models
from core.compression import compress, decompress
from core.contract import provisions_as_bytes
from core.database import reading as read_only
from core.database import transaction
from core.values import Doubt, IncidentKind, Outcome, Provision, Version, WatchKind
from core.watchlist import SiteWatch, Watch
from differ.align import keep_keys
from differ.doubts import doubt_of_reading
from differ.extract import extractor, read
from differ.extract.journal_consolidated import as_consolidated
from differ.extract.mistrust import breaks_off
from pipeline.deployment import Deployment
from pipeline.incidents import Incidents
from pipeline.items import doubt_of_items, items_now, read_page, remember, together
from pipeline.site_doubts import too_many
from pipeline.versions import latest, latest_of, version_of

TOGETHER = 1_000_000
"""Bytes that are read in one transaction, which keeps others from writing for so long."""

LOG = logging.getLogger(__name__)
ACCEPTABLE = (IncidentKind.COLLAPSED, IncidentKind.MOVED)
EQUAL_READINGS, SPAN = 3, timedelta(hours=24)
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
            snapshots = selectinload(models.Poll.snapshots).joinedload(models.Snapshot.body).undefer(models.Body.data)
            waiting = select(models.Poll).where(models.Poll.id.in_(poll_ids)).order_by(models.Poll.id)
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
    return sum(_rederive(deployment, watch) for watch in watches if known[watch.id].extractor != _extractor(watch))


def _rederive(deployment: Deployment, watch: Watch) -> bool:
    with transaction(deployment.engine) as session:
        last = latest(session, watch.id)
        reading = _reading(last.snapshot.poll.snapshots, watch, last) if last else None
        if last is None or not isinstance(reading, Version):
            return False
        version = _version(session, watch, last.snapshot, last, reading)
        version.instant, version.technical = deployment.now(), True
        session.add(version)
        return True


def accept(deployment: Deployment, watch: Watch) -> bool:
    """Believe the newest doubted reading of a Watch after all; False where there is none that a person may accept."""
    with transaction(deployment.engine) as session:
        poll = session.scalar(select(models.Poll).where(models.Poll.watch_id == watch.id).order_by(models.Poll.id.desc()).limit(1))
        if poll is None or poll.incident_kind not in ACCEPTABLE or not poll.snapshots:
            return False
        known = _Known.of(session, [watch.id])
        reading = _reading(poll.snapshots, watch, known.latest.get(watch.id))
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
    reading = _reading(poll.snapshots, watch, before)
    why = reading if isinstance(reading, Doubt) else _doubt_of_all(poll, reading, before, watch)
    if isinstance(reading, Version):
        poll.reading = digest(reading.provisions)
    if why is None and isinstance(reading, Version):
        _believe(known, poll, watch, reading, None)
    elif why is not None and isinstance(reading, Version) and why.kind in ACCEPTABLE and _stands(known.session, poll):
        _believe(known, poll, watch, reading, LARGE_CHANGE)
    elif why is not None:
        for snapshot in _own(poll.snapshots):
            snapshot.readable = False
        known.incidents.doubt(poll, why)


def _doubt(poll: models.Poll, reading: Version, before: models.Version | None, watch: Watch) -> Doubt | None:
    listing = watch.kind is WatchKind.LISTING
    data = listing and "html" not in poll.snapshots[0].headers.get("content-type", "")
    # The titles of acts and of feeds come in whatever language there is, addresses in none.
    language = None if data or isinstance(watch, SiteWatch) else watch.language
    known = as_consolidated(version_of(before), reading) if before else None
    minimum = watch.expect.provisions.min
    found = _broken(poll, before, watch) or doubt_of_reading(known, reading, minimum=minimum, language=language, listing=listing)
    if poll.incident_kind and (found is None or found.kind in ACCEPTABLE):
        return Doubt(IncidentKind(poll.incident_kind), poll.reason)
    return found


def _broken(poll: models.Poll, before: models.Version | None, watch: Watch) -> Doubt | None:
    """Whether one of the answers asked for breaks off. A law must be whole; any other page, where it was before."""
    earlier = decompress(before.snapshot.body.data) if before and watch.kind is not WatchKind.LAW else None
    if before is None and watch.kind is not WatchKind.LAW:
        return None
    asked = [snapshot for snapshot in poll.snapshots if not snapshot.parent]
    doubts = (breaks_off(decompress(each.body.data), each.headers.get("content-type", ""), earlier) for each in asked)
    return next(filter(None, doubts), None)


def _doubt_of_all(poll: models.Poll, reading: Version, before: models.Version | None, watch: Watch) -> Doubt | None:
    """Why a reading is not believed; the items of a listing are looked at by themselves, and together with those known."""
    if watch.kind is not WatchKind.LISTING:
        _forgive_move(poll, reading, before)
        return _doubt(poll, reading, before, watch) or too_many(watch, reading)
    earlier = version_of(before).provisions if before else ()
    whole = replace(reading, provisions=remember(earlier, reading.provisions))
    if not _own(poll.snapshots):
        return None
    return _doubt(poll, whole, before, watch) or doubt_of_items(watch, earlier, reading.provisions)


def _forgive_move(poll: models.Poll, reading: Version, before: models.Version | None) -> None:
    """A page that answers elsewhere under the name its publisher gave it before has not become another document."""
    if poll.incident_kind == IncidentKind.MOVED and before and before.identity and before.identity == reading.identity:
        poll.incident_kind, poll.reason = None, ""


def _stands(session: Session, poll: models.Poll) -> bool:
    """Whether this is at least the third equal doubted reading, the first of them a day ago or more."""
    earlier = select(models.Poll).where(models.Poll.watch_id == poll.watch_id, models.Poll.id < poll.id).order_by(models.Poll.id.desc())
    alike = list(takewhile(lambda each: each.reading == poll.reading and each.incident_kind in ACCEPTABLE, session.scalars(earlier)))
    return len(alike) + 1 >= EQUAL_READINGS and poll.instant - alike[-1].instant >= SPAN


def _believe(known: _Known, poll: models.Poll, watch: Watch, reading: Version, accepted: str | None) -> None:
    own, settle = _own(poll.snapshots), known.incidents.settle
    for snapshot in own:
        snapshot.readable = True
    before = known.latest.get(watch.id)
    version = _version(known.session, watch, (own or poll.snapshots)[-1], before, reading)
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


def _version(session: Session, watch: Watch, snapshot: models.Snapshot, before: models.Version | None, reading: Version) -> models.Version:
    """The row of a reading: the next number, and the keys its Provisions had before."""
    provisions = reading.provisions
    if watch.kind is WatchKind.LISTING:
        earlier = version_of(before).provisions if before else ()
        provisions = items_now(session, snapshot.poll, watch, earlier, provisions)
    elif before:
        provisions = keep_keys(as_consolidated(version_of(before), reading).provisions, provisions)
    written = provisions_as_bytes(provisions)
    return models.Version(
        watch_id=watch.id,
        number=before.number + 1 if before else 1,
        snapshot_id=snapshot.id,
        instant=snapshot.instant,
        extractor=_extractor(watch),
        title=reading.title,
        language=reading.language,
        root=reading.root,
        identity=reading.identity,
        sha256=digest(provisions) if any(each.body for each in provisions) else _sha256(written),
        provisions=compress(written),
    )


def _reading(snapshots: Sequence[models.Snapshot], watch: Watch, before: models.Version | None) -> Version | Doubt:
    """What a poll's Snapshots say: a page is the last of them, a listing all the items that its own pages show."""
    own = _own(snapshots)
    for snapshot in snapshots:
        if snapshot.parent:
            snapshot.readable = isinstance(read_page(snapshot, watch), Version)
    if not own and before:
        return replace(version_of(before), provisions=())
    readings = [read_snapshot(snapshot, watch) for snapshot in own]
    return together(readings, watch, others=before is not None) if watch.kind is WatchKind.LISTING else readings[-1]


def _own(snapshots: Sequence[models.Snapshot]) -> list[models.Snapshot]:
    """What the Watch itself names, without what that led to."""
    return [snapshot for snapshot in snapshots if not snapshot.parent]


def read_snapshot(snapshot: models.Snapshot, watch: Watch) -> Version | Doubt:
    """What one answer that the Watch itself names says."""
    return read(
        decompress(snapshot.body.data),
        snapshot.headers.get("content-type", ""),
        address=snapshot.final_url,
        language=watch.language,
        select=watch.select,
        ignore=watch.ignore,
        listing=watch.kind is WatchKind.LISTING,
        headers=snapshot.headers,
    )


def _extractor(watch: Watch) -> str:
    return extractor(watch.select, watch.ignore, watch.kind is WatchKind.LISTING)


def digest(provisions: Sequence[Provision]) -> str:
    """The SHA-256 of what was read; the text of an item's own page arrives when it can, and is no part of it."""
    return _sha256(provisions_as_bytes([replace(each, body="") if each.body else each for each in provisions]))


def _sha256(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()
