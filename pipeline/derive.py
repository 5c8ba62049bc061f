"""Snapshot → Version: reads what was collected; what cannot be believed becomes an Incident."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core import models
from core.compression import compress, decompress
from core.contract import provisions_as_bytes, provisions_from_bytes
from core.database import reading as read_only
from core.database import transaction
from core.values import Doubt, IncidentKind, Outcome, Provision, Version, WatchKind
from core.watchlist import Watch
from differ.align import keep_keys
from differ.doubts import doubt_of_reading
from differ.extract import extractor, read
from differ.extract.journal_consolidated import as_consolidated
from differ.extract.mistrust import breaks_off
from pipeline.deployment import Deployment
from pipeline.incidents import doubt, settle
from pipeline.items import doubt_of_items, items_now, read_page, remember, together

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
        waiting = list(session.scalars(select(models.Snapshot.poll_id).where(models.Snapshot.processed_at.is_(None)).distinct()))
    for poll_id in sorted(waiting):
        try:
            with transaction(deployment.engine) as session:
                poll = session.get_one(models.Poll, poll_id, options=[selectinload(models.Poll.snapshots)])
                _derive(session, poll, deployment.watch(poll.watch_id), deployment.now())
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as defect:
            _set_aside(deployment, poll_id, defect)
    return len(waiting)


def _set_aside(deployment: Deployment, poll_id: int, defect: Exception) -> None:
    """A document that our own reading fails on is an Incident of its Watch; the others go on."""
    LOG.error("Reading poll %s failed", poll_id, exc_info=defect)
    with transaction(deployment.engine) as session:
        poll = session.get_one(models.Poll, poll_id)
        for snapshot in poll.snapshots:
            snapshot.processed_at, snapshot.readable = deployment.now(), False
        doubt(session, poll, Doubt(IncidentKind.UNREADABLE, DEFECT.format(name=type(defect).__name__, defect=defect)))


def rederive(deployment: Deployment) -> int:
    """Where an extractor or a selector changed, read the last Snapshot again: the differences are ``technical``."""
    changed = 0
    for watch in deployment.watchlist.all_watches():
        with transaction(deployment.engine) as session:
            last = latest(session, watch.id)
            if last is None or last.extractor == _extractor(watch):
                continue
            reading = _reading(last.snapshot.poll.snapshots, watch, last)
            if isinstance(reading, Version):
                version = _version(session, watch, last.snapshot, last, reading)
                version.instant, version.technical = deployment.now(), True
                session.add(version)
                changed += 1
    return changed


def accept(deployment: Deployment, watch: Watch) -> bool:
    """Believe the newest doubted reading of a Watch after all; False where there is none that a person may accept."""
    with transaction(deployment.engine) as session:
        poll = session.scalar(select(models.Poll).where(models.Poll.watch_id == watch.id).order_by(models.Poll.id.desc()).limit(1))
        if poll is None or poll.incident_kind not in ACCEPTABLE or not poll.snapshots:
            return False
        reading = _reading(poll.snapshots, watch, latest(session, watch.id))
        if isinstance(reading, Doubt):
            return False
        _believe(session, poll, watch, reading, "accepted by a person")
        return True


def _derive(session: Session, poll: models.Poll, watch: Watch | None, now: datetime) -> None:
    for snapshot in poll.snapshots:
        snapshot.processed_at = now
    if watch is None:
        settle(session, poll, Outcome.UNCHANGED, "the watchlist no longer names this Watch")
        return
    before = latest(session, watch.id)
    reading = _reading(poll.snapshots, watch, before)
    why = reading if isinstance(reading, Doubt) else _doubt_of_all(poll, reading, before, watch)
    if isinstance(reading, Version):
        poll.reading = digest(reading.provisions)
    if why is None and isinstance(reading, Version):
        _believe(session, poll, watch, reading, None)
    elif why is not None and isinstance(reading, Version) and why.kind in ACCEPTABLE and _stands(session, poll):
        _believe(session, poll, watch, reading, LARGE_CHANGE)
    elif why is not None:
        for snapshot in _own(poll.snapshots):
            snapshot.readable = False
        doubt(session, poll, why)


def _doubt(poll: models.Poll, reading: Version, before: models.Version | None, watch: Watch) -> Doubt | None:
    listing = watch.kind is WatchKind.LISTING
    data = listing and "html" not in poll.snapshots[0].headers.get("content-type", "")
    # The titles of acts and of feeds come in whatever language there is.
    language = None if data else watch.language
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
        return _doubt(poll, reading, before, watch)
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


def _believe(session: Session, poll: models.Poll, watch: Watch, reading: Version, accepted: str | None) -> None:
    own = _own(poll.snapshots)
    for snapshot in own:
        snapshot.readable = True
    before = latest(session, watch.id)
    version = _version(session, watch, (own or poll.snapshots)[-1], before, reading)
    if before is not None and before.sha256 == version.sha256 and not _brings_text(poll):
        # The same words in another design: the next reading is compared with where they stand now.
        before.root = reading.root or before.root
        settle(session, poll, Outcome.UNCHANGED, ONLY_MARKUP if own else NO_TEXT_YET)
        return
    version.instant, version.accepted = poll.instant, accepted
    session.add(version)
    settle(session, poll, Outcome.CHANGED if before else Outcome.FIRST, accepted or (NEW_TEXT if before else FIRST))


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
        sha256=digest(provisions),
        provisions=compress(provisions_as_bytes(provisions)),
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
    return hashlib.sha256(provisions_as_bytes([replace(each, body="") if each.body else each for each in provisions])).hexdigest()


def latest(session: Session, watch_id: str) -> models.Version | None:
    """The newest Version of a Watch."""
    return session.scalar(select(models.Version).where(models.Version.watch_id == watch_id).order_by(models.Version.number.desc()).limit(1))


def version_of(row: models.Version) -> Version:
    """The value that a row holds."""
    return Version(row.extractor, provisions_from_bytes(decompress(row.provisions)), row.title, row.language, row.root, row.identity)
