"""``veille replay``: the whole pipeline over recorded pages, at the instants they were recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers.recordings import Recordings
from pipeline.brought import Brought, brought
from pipeline.deployment import Deployment
from pipeline.run import digest, prepare, run_once
from pipeline.sites import up_to_date

FREQUENCIES = ("daily", "weekly", "monthly")


async def replay(deployment: Deployment, folder: Path, show: Callable[[datetime, Brought], None]) -> int:
    """Poll every Watch at each recorded instant, through the real spiders; gives the number of instants.

    ``show`` is called after each instant with what it brought. Digests are built where they are due at these instants.
    """
    recordings = Recordings(folder)
    prepare(deployment)
    with recordings:
        for instant in recordings.instants:
            recordings.at(instant)
            then = replace(deployment, now=_stopped(instant))
            await run_once(then, only=list(up_to_date(then).watches), recordings=recordings)
            for frequency in FREQUENCIES:
                digest(then, frequency)
            show(instant, brought(deployment.engine, instant))
    return len(recordings.instants)


def _stopped(instant: datetime) -> Callable[[], datetime]:
    return lambda: instant
