"""``veille verify``: every Snapshot hashed again, so that evidence which was damaged on its way or in its place is known."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core import models
from core.compression import decompress
from core.database import reading

AT_ONCE = 8
"""Bodies held in memory at one time."""
Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


@dataclass(frozen=True)
class Damaged:
    """A Snapshot whose stored bytes are no longer those that were fetched."""

    snapshot: models.Snapshot
    why: str


def verify(engine: Engine, progress: Progress) -> tuple[int, list[Damaged]]:
    """How many Snapshots there are, and those whose bytes do not give their SHA-256; bytes stored once are hashed once."""
    row = models.Body
    with reading(engine) as session:
        total = session.scalar(select(func.count()).select_from(row)) or 0
        bodies = session.execute(select(row.sha256, row.size, row.data).order_by(row.sha256).execution_options(yield_per=AT_ONCE))
        wrong = {}
        for number, (sha256, size, data) in enumerate(bodies, 1):
            if why := _wrong(sha256, size, data):
                wrong[sha256] = why
            progress(number, total)
        count = session.scalar(select(func.count()).select_from(models.Snapshot)) or 0
        return count, list(_damaged(session, wrong))


def _wrong(sha256: str, size: int, data: bytes) -> str | None:
    """What is wrong with stored bytes, if anything."""
    try:
        body = decompress(data)
    except Exception as error:  # whatever Zstandard says of bytes that are not its own
        return f"the stored bytes cannot be read ({error})"
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        return f"the stored bytes give {found}"
    return None if len(body) == size else f"{len(body)} bytes are stored, {size} were fetched"


def _damaged(session: Session, wrong: dict[str, str]) -> Iterator[Damaged]:
    row = models.Snapshot
    for sha256, why in wrong.items():
        for snapshot in session.scalars(select(row).where(row.sha256 == sha256).order_by(row.id)):
            yield Damaged(snapshot, why)
