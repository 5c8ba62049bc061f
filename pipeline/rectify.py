"""``veille rectify``: a person withdraws or corrects a Change, and those who were told of it are told so."""

from alerts.rectifications import CORRECTED, WITHDRAWN, record
from core.database import transaction
from pipeline.opening import clock_at, engine_of
from pipeline.options import Options
from pipeline.printing import say


def rectify(options: Options, change: int, note: str, name: str, *, withdraw: bool, now: str | None) -> None:  # noqa: PLR0913
    """Record that a Change is withdrawn, or corrected by the note, and say how many hear of it."""
    kind = WITHDRAWN if withdraw else CORRECTED
    with transaction(engine_of(options)) as session:
        told = record(session, change, (kind, note.strip(), name.strip()), clock_at(now)())
    said = f", says {name.strip()}" if name.strip() else ""
    readers = "nobody had been told of it" if not told else f"{told} {'reader' if told == 1 else 'readers'} who were told of it hear so"
    say(f"Change {change} is {kind}{said}: {readers}{' at the next `veille run`' if told else ''}.")
