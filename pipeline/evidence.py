"""Which Snapshot proves what is told of a listing's item: its own page, else the page of the listing where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.values import Provision, Version
from core.watchlist import Watch
from pipeline.items import page_of
from pipeline.readings import read_snapshot


@dataclass
class Evidence:
    """The Snapshots behind one Version of a listing."""

    session: Session
    watch: Watch
    version: models.Version

    def of(self, item: Provision) -> int | None:
        """The number of the Snapshot that shows ``item``, ``None`` where that is the Version's own."""
        return (self._own_page(item) if item.body else None) or self._listed.get(item.url)

    def _own_page(self, item: Provision) -> int | None:
        snapshot = self.version.snapshot
        address = page_of(item, snapshot.parent or snapshot.url)
        rows = select(models.Snapshot.id).where(models.Snapshot.watch_id == self.watch.id, models.Snapshot.parent != "")
        fetched = rows.where(models.Snapshot.url == address, models.Snapshot.poll_id <= snapshot.poll_id)
        return self.session.scalar(fetched.order_by(models.Snapshot.id.desc()).limit(1))

    @cached_property
    def _listed(self) -> Mapping[str, int]:
        """By the address of each item, the page of the listing that shows it, where there are several."""
        own = [each for each in self.version.snapshot.poll.snapshots if not each.parent]
        readings = {each.id: read_snapshot(each, self.watch) for each in own} if len(own) > 1 else {}
        return {item.url: number for number, reading in readings.items() if isinstance(reading, Version) for item in reading.provisions}
