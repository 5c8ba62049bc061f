"""``veille rectify``: a person withdraws or corrects a Change, and those who were told of it are told so."""

from datetime import datetime

from sqlalchemy import Engine

from alerts.rectifications import hold_back, told_of
from core import models
from core.database import transaction
from core.errors import NotInHistory, VeilleError
from core.paging import is_number
from pipeline.opening import clock_at, engine_of
from pipeline.options import Options
from pipeline.printing import say

WITHDRAWN, CORRECTED = "withdrawn", "corrected"


def rectify(options: Options, change: int, note: str, name: str, *, withdraw: bool, now: str | None) -> None:  # noqa: PLR0913
    """Record that a Change is withdrawn, or corrected by the note, and say how many hear of it."""
    kind = WITHDRAWN if withdraw else CORRECTED
    told = record(engine_of(options), change, (kind, note.strip(), name.strip()), clock_at(now)())
    said = f", says {name.strip()}" if name.strip() else ""
    readers = "nobody had been told of it" if not told else f"{told} {'reader' if told == 1 else 'readers'} who were told of it hear so"
    say(f"Change {change} is {kind}{said}: {readers}{' at the next `veille run`' if told else ''}.")


def record(engine: Engine, change_id: int, said: tuple[str, str, str], now: datetime) -> int:
    """Record what is ``said`` of a Change (kind, note, who); how many readers were told of it until now.

    ``NotInHistory`` where there is no such Change, ``VeilleError`` where a correction does not say what is right.
    """
    kind, note, name = said
    if kind == CORRECTED and not note:
        raise VeilleError('A correction says what is right; write it behind --correct, such as --correct "The fee is 1.000 €".')
    with transaction(engine) as session:
        change = session.get(models.Change, change_id) if is_number(change_id) else None
        if change is None:
            raise NotInHistory(f"There is no Change {change_id} in the history; `veille log` lists those there are.")
        rectified = models.Rectification(change=change, kind=kind, note=note, made=now, made_by=name)
        session.add(rectified)
        session.flush()
        hold_back(session, rectified, now)
        return len(told_of(session, change))
