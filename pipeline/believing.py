"""Whether a reading is believed: the doubts about it, and when it is accepted although it is doubted."""

from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.compression import decompress
from core.values import Doubt, IncidentKind, Version, WatchKind
from core.watchlist import SiteWatch, Watch
from differ.doubts import doubt_of_reading
from differ.extract.journal_consolidated import as_consolidated
from differ.extract.mistrust import breaks_off
from pipeline.items import doubt_of_items, remember
from pipeline.readings import own_snapshots
from pipeline.site_doubts import too_many
from pipeline.versions import version_of

ACCEPTABLE = (IncidentKind.COLLAPSED, IncidentKind.MOVED)
"""Doubts that a person, or time, may overrule."""
EQUAL_READINGS, SPAN = 3, timedelta(hours=24)


def doubt_of(poll: models.Poll, reading: Version, before: models.Version | None, watch: Watch) -> Doubt | None:
    """Why a reading is not believed; the items of a listing are looked at by themselves, and together with those known."""
    if watch.kind is not WatchKind.LISTING:
        _forgive_move(poll, reading, before)
        return _doubt(poll, reading, before, watch) or too_many(watch, reading)
    earlier = version_of(before).provisions if before else ()
    whole = replace(reading, provisions=remember(earlier, reading.provisions))
    if not own_snapshots(poll.snapshots):
        return None
    return _doubt(poll, whole, before, watch) or doubt_of_items(watch, earlier, reading.provisions)


def stands(session: Session, poll: models.Poll) -> bool:
    """Whether this is at least the third equal doubted reading, the first of them a day ago or more."""
    earlier = select(models.Poll).where(models.Poll.watch_id == poll.watch_id, models.Poll.id < poll.id).order_by(models.Poll.id.desc())
    alike = list(takewhile(lambda each: each.reading == poll.reading and each.incident_kind in ACCEPTABLE, session.scalars(earlier)))
    return len(alike) + 1 >= EQUAL_READINGS and poll.instant - alike[-1].instant >= SPAN


def _doubt(poll: models.Poll, reading: Version, before: models.Version | None, watch: Watch) -> Doubt | None:
    listing = watch.kind is WatchKind.LISTING
    data = listing and "html" not in poll.snapshots[0].headers.get("content-type", "")
    # The titles of acts and of feeds come in whatever language there is, addresses in none.
    language = None if data or isinstance(watch, SiteWatch) else watch.language
    known = as_consolidated(version_of(before), reading) if before else None
    minimum = watch.expect.provisions.min
    own = watch.kind is WatchKind.OWN
    found = _broken(poll, before, watch) or doubt_of_reading(known, reading, minimum=minimum, language=language, listing=listing, own=own)
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


def _forgive_move(poll: models.Poll, reading: Version, before: models.Version | None) -> None:
    """A page that answers elsewhere under the name its publisher gave it before has not become another document."""
    if poll.incident_kind == IncidentKind.MOVED and before and before.identity and before.identity == reading.identity:
        poll.incident_kind, poll.reason = None, ""
