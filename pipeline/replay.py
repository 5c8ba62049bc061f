"""``veille replay``: the whole pipeline over recorded pages, at the instants they were recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import models
from core.database import reading
from crawlers.recordings import Recordings
from pipeline.deployment import Deployment
from pipeline.run import digest, prepare, run_once

FREQUENCIES = ("daily", "weekly", "monthly")


async def replay(deployment: Deployment, folder: Path, show: Callable[[datetime, list[models.Poll], list[models.Change]], None]) -> int:
    """Poll every Watch at each recorded instant, through the real spiders; gives the number of instants.

    ``show`` is called after each instant with its Polls and the Changes they brought. Digests are built where
    they are due at these instants.
    """
    recordings = Recordings(folder)
    prepare(deployment)
    everything = [watch.id for watch in deployment.watchlist.all_watches()]
    with recordings:
        for instant in recordings.instants:
            recordings.at(instant)
            then = replace(deployment, now=_stopped(instant))
            await run_once(then, only=everything, recordings=recordings)
            for frequency in FREQUENCIES:
                digest(then, frequency)
            show(instant, *_brought(then, instant))
    return len(recordings.instants)


def _stopped(instant: datetime) -> Callable[[], datetime]:
    return lambda: instant


def _brought(deployment: Deployment, instant: datetime) -> tuple[list[models.Poll], list[models.Change]]:
    with reading(deployment.engine) as session:
        polls = select(models.Poll).where(models.Poll.instant == instant).options(selectinload(models.Poll.snapshots))
        changes = select(models.Change).where(models.Change.detected == instant).options(joinedload(models.Change.watch))
        return list(session.scalars(polls.order_by(models.Poll.id))), list(session.scalars(changes.order_by(models.Change.id)))
