"""The Versions that the database holds, and the values they stand for."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.database import in_batches
from core.values import Version

AT_ONCE = 500
"""How many Watches a statement names."""


def latest(session: Session, watch_id: str) -> models.Version | None:
    """The newest Version of a Watch."""
    return session.scalar(select(models.Version).where(models.Version.watch_id == watch_id).order_by(models.Version.number.desc()).limit(1))


def latest_of(session: Session, watch_ids: Collection[str]) -> dict[str, models.Version]:
    """The newest Version of each of these Watches, where there is one."""
    row, found = models.Version, dict[str, models.Version]()
    for some in in_batches(sorted(watch_ids), AT_ONCE):
        number = select(row.watch_id, func.max(row.number).label("number")).where(row.watch_id.in_(some)).group_by(row.watch_id).subquery()
        newest = select(row).join(number, (row.watch_id == number.c.watch_id) & (row.number == number.c.number))
        found |= {version.watch_id: version for version in session.scalars(newest)}
    return found


def version_of(row: models.Version) -> Version:
    """The value that a row holds."""
    return Version(row.extractor, provisions_from_bytes(decompress(row.provisions)), row.title, row.language, row.root, row.identity)
