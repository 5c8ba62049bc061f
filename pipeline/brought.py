"""What one instant of a replay brought, read from the database afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core import models
from core.database import reading
from core.values import IncidentKind, Stage


@dataclass(frozen=True)
class Brought:
    """Polls and their Changes, Changes announced before that bind from now on, and language versions that differ or no longer do."""

    polls: list[models.Poll]
    changes: list[models.Change]
    in_force: list[models.Change]
    parity: list[models.Incident]


def brought(engine: Engine, instant: datetime) -> Brought:
    """What this instant brought, each in the order it was stored."""
    with reading(engine) as session:
        polls = select(models.Poll).where(models.Poll.instant == instant).options(selectinload(models.Poll.snapshots))
        row = models.Change
        changes = select(row).options(joinedload(row.watch)).order_by(row.id)
        return Brought(
            polls=list(session.scalars(polls.order_by(models.Poll.id))),
            changes=list(session.scalars(changes.where(row.detected == instant))),
            in_force=list(session.scalars(changes.where(row.took_effect == instant, row.stage == Stage.IN_FORCE))),
            parity=_parity(session, instant),
        )


def _parity(session: Session, instant: datetime) -> list[models.Incident]:
    """The Incidents ``parity`` that were opened or closed then."""
    row = models.Incident
    then = select(row).where(row.kind == IncidentKind.PARITY, (row.opened == instant) | (row.closed == instant))
    return list(session.scalars(then.order_by(row.id)))
