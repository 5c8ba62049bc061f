"""What people say of noise: how much a Watch's words matter, and that a Change and its like are noise.

The same noise on the same Watch is recorded from then on, and not sent.

"The same" is decided narrowly. Two Changes are the same noise where they are of one kind, differ in the same words
(whatever their digits) between the same neighbours, and in values of the same types. A Change that is major by a
value is only folded by a mark on one that was so too, at the same place.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from alerts import marks
from core import models
from core.clock import BRUSSELS
from core.contract import change_from_json
from core.database import transaction
from core.values import Change, FactType, Kind, Significance
from pipeline.flapping import hush

DIGITS = re.compile(r"\d+(?:[.,\s\u00a0\u202f]\d+)*")
NEIGHBOURS = 3
"""Words on either side of a difference that belong to it: a bare number is never the same as another."""
VALUES = (FactType.AMOUNT, FactType.PERCENTAGE, FactType.DURATION, FactType.DATE)
ADJUSTED = "{significance} by the watchlist: {pattern}"
MARKED = "marked as noise by {name} on {day} (Change {change})"


@dataclass(frozen=True)
class Noise:
    """By what a Change is the same noise as another; ``place`` is set only where a value makes it major."""

    kind: Kind
    differences: tuple[str, ...]
    types: frozenset[tuple[FactType, bool, bool, int]]
    place: tuple[str, str] | None


def noise_of(change: Change) -> Noise:
    """What a Change would be as noise; equal for two Changes exactly where a mark on one folds the other."""
    types = Counter((fact.type, fact.before is not None, fact.after is not None) for fact in change.facts)
    by_value = change.significance is Significance.MAJOR and any(fact.type in VALUES for fact in change.facts)
    return Noise(
        kind=change.kind,
        differences=tuple(_differences(change)),
        types=frozenset((*each, count) for each, count in types.items()),
        place=(change.key, _undated(change.path)) if by_value else None,
    )


def _differences(change: Change) -> Iterator[str]:
    """Each piece taken out or put in, with its sign and its neighbours, digits as ``#``."""
    before, after = change.before or "", change.after or ""
    positions = {"-": 0, "+": 0}
    for sign, piece in change.redline:
        if sign != "=":
            whole, start = (before, positions["-"]) if sign == "-" else (after, positions["+"])
            lead, tail = whole[:start].split()[-NEIGHBOURS:], whole[start + len(piece) :].split()[:NEIGHBOURS]
            yield _undated(f"{sign} {' '.join(lead)} | {piece.strip()} | {' '.join(tail)}")
        for side in ("-", "+"):
            positions[side] += len(piece) if sign in (side, "=") else 0


def _undated(text: str) -> str:
    return DIGITS.sub("#", text)


def adjusted(change: Change, patterns: Mapping[str, str]) -> Change:
    """The Change as significant as the first pattern of its Watch says that is about what changed.

    A pattern raises a Change where what it matches changed; it lowers one only where nothing else did.
    """
    for pattern, level in patterns.items():
        wanted = Significance(level)
        if _is_about(pattern, change, alone=wanted.rank < change.significance.rank):
            reason = ADJUSTED.format(significance=wanted, pattern=pattern)
            same = wanted is change.significance
            return change if same else replace(change, significance=wanted, reasons=(*change.reasons, reason))
    return change


def _is_about(pattern: str, change: Change, *, alone: bool) -> bool:
    before, after = change.before or "", change.after or ""
    if _matches(pattern, before) == _matches(pattern, after):
        return False
    return not alone or _others(pattern, before) == _others(pattern, after)


def _matches(pattern: str, text: str) -> list[str]:
    return [found.group() for found in re.finditer(pattern, text) if found.group()]


def _others(pattern: str, text: str) -> list[str]:
    """The words that a pattern leaves."""
    return re.sub(pattern, " ", text).split()


def fold_noise(session: Session, rows: Sequence[models.Change]) -> None:
    """Make quiet those new Changes of one Watch that are the same noise as one that a person marked."""
    if not rows:
        return
    row = models.NoiseMark
    marks = session.scalars(select(row).where(row.watch_id == rows[0].watch_id, row.revoked.is_(None)).order_by(row.id))
    known = {noise_of(change_from_json(mark.change.content)): mark for mark in marks}
    for each in rows if known else ():
        if mark := known.get(noise_of(change_from_json(each.content))):
            day = mark.marked.astimezone(BRUSSELS).date().isoformat()
            hush(each, MARKED.format(name=mark.marked_by, day=day, change=mark.change_id))


def mark(engine: Engine, change_id: int, name: str, now: datetime) -> str:
    """Record that a person calls a Change noise, and give its Watch."""
    with transaction(engine) as session:
        return marks.mark(session, change_id, name, now).watch_id


def unmark(engine: Engine, change_id: int, name: str, now: datetime) -> str:
    """Take the mark of a Change back, and give its Watch: what comes from now on is told again."""
    with transaction(engine) as session:
        return marks.unmark(session, change_id, name, now).watch_id
