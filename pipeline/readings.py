"""What the Snapshots of a Poll say, and the Version that keeps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from core import models
from core.compression import compress, decompress
from core.contract import provisions_as_bytes
from core.values import Doubt, Provision, Version, WatchKind
from core.watchlist import Watch
from differ.align import keep_keys
from differ.extract import extractor, read
from differ.extract.journal_consolidated import as_consolidated
from pipeline.items import items_now, read_page, together
from pipeline.versions import version_of


def reading_of(snapshots: Sequence[models.Snapshot], watch: Watch, before: models.Version | None) -> Version | Doubt:
    """What a Poll's Snapshots say: a page is the last of them, a listing all the items that its own pages show."""
    own = own_snapshots(snapshots)
    for snapshot in snapshots:
        if snapshot.parent:
            snapshot.readable = isinstance(read_page(snapshot, watch), Version)
    if not own and before:
        return replace(version_of(before), provisions=())
    readings = [read_snapshot(snapshot, watch) for snapshot in own]
    return together(readings, watch, others=before is not None) if watch.kind is WatchKind.LISTING else readings[-1]


def own_snapshots(snapshots: Sequence[models.Snapshot]) -> list[models.Snapshot]:
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
        own=watch.kind is WatchKind.OWN,
        headers=snapshot.headers,
    )


def next_version(
    session: Session, watch: Watch, snapshot: models.Snapshot, before: models.Version | None, reading: Version
) -> models.Version:
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
        extractor=extractor_of(watch),
        title=reading.title,
        language=reading.language,
        root=reading.root,
        identity=reading.identity,
        sha256=digest(provisions) if any(each.body for each in provisions) else _sha256(written),
        provisions=compress(written),
    )


def extractor_of(watch: Watch) -> str:
    """The name and version of the extractor that reads a Watch."""
    return extractor(watch.select, watch.ignore, watch.kind is WatchKind.LISTING, watch.kind is WatchKind.OWN)


def digest(provisions: Sequence[Provision]) -> str:
    """The SHA-256 of what was read; the text of an item's own page arrives when it can, and is no part of it."""
    return _sha256(provisions_as_bytes([replace(each, body="") if each.body else each for each in provisions]))


def _sha256(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()
