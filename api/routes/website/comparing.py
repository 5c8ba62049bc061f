"""Any two Versions of one document compared, as the pipeline compares those that follow each other."""

from functools import lru_cache
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer
from starlette.exceptions import HTTPException

from api.viewing import Viewing
from core import models
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.errors import NotInHistory
from core.paging import LARGEST as GREATEST
from core.values import Change, Significance, Version, WatchKind
from differ.compare import compare

router = APIRouter()

Counted = Annotated[int, Query(ge=1, le=GREATEST)]
"""The number of a Version."""

LARGEST = 4_000_000
"""Bytes of two Versions together: about the 2 MB that the largest laws have in two readings, and as much again."""
SHOWN = 200
AT_ONCE = BoundedSemaphore(2)
PATIENCE = 10
"""Seconds to wait for others who compare."""


@router.get("/watches/{id}/compare")
def show_comparison(view: Viewing, id: str, before: Counted, after: Counted) -> HTMLResponse:
    """What differs between two Versions, the older one first."""
    session = view.session
    older, newer = (_version(session, id, number) for number in sorted((before, after)))
    watch = session.get_one(models.Watch, id)
    found = _found(older, newer, watch)
    substantive = [change for change in found or () if change.significance.rank > Significance.EDITORIAL.rank]
    return view.page(
        "comparison.html",
        watch=watch,
        older=older,
        newer=newer,
        too_large=found is None,
        changes=sorted(substantive, key=lambda change: -change.significance.rank)[:SHOWN],
        count=len(substantive),
        editorial=len(found or ()) - len(substantive),
    )


def _version(session: Session, watch: str, number: int) -> models.Version:
    row = models.Version
    found = session.scalar(select(row).where(row.watch_id == watch, row.number == number).options(undefer(row.provisions)))
    if found is None:
        raise NotInHistory(f"The Watch {watch} has no Version {number}.")
    return found


def _found(older: models.Version, newer: models.Version, watch: models.Watch) -> tuple[Change, ...] | None:
    """The Changes, ``None`` where the two are too large to be compared while somebody waits."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise HTTPException(503, "Others are comparing; ask again in a minute.", {"Retry-After": "60"})
    try:
        return _compared(older.provisions, newer.provisions, watch.language, watch.kind == WatchKind.LISTING)
    finally:
        AT_ONCE.release()


@lru_cache(maxsize=8)
def _compared(before: bytes, after: bytes, language: str, listing: bool) -> tuple[Change, ...] | None:
    older, newer = decompress(before), decompress(after)
    if len(older) + len(newer) > LARGEST:
        return None
    one, other = (Version("", provisions_from_bytes(each)) for each in (older, newer))
    return tuple(compare(one, other, language, listing=listing))
