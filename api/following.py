"""Which FactChanges are one value through time, of any Watches: followed once, and from then on only where a Change came."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from pydantic_core import from_json
from sqlalchemy import Pool, Row, Text, cast, func, select
from sqlalchemy.orm import Session, undefer

from core import models
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.series import Series
from core.values import FactChange, FactType, Provision, Stated
from differ.facts import facts

FOLLOWED = 2_000
"""How many Watches are remembered with all their series."""
FIRST_READINGS = 256
"""How many first readings are remembered with what they state; they never change."""
FIRST_SIGHT = 0
"""Stands for the number of a Change in the key of what was read at first."""

Key = tuple[int, int]
"""The number of the Change and the place of the FactChange in it, from 1: what pages are ordered by."""


@dataclass
class Followed:
    """One Watch, followed as far as the Change ``until``."""

    walk: Series
    names: dict[Key, str] = field(default_factory=dict)
    until: int = 0


_known: WeakKeyDictionary[Pool, OrderedDict[str, Followed]] = WeakKeyDictionary()
"""By the pool, which all sessions of a database share."""
_lock = Lock()


def series_of(session: Session, watches: Collection[str]) -> dict[str, Mapping[Key, str]]:
    """The series of every FactChange of each of these Watches."""
    with _lock:
        known = _known.setdefault(session.get_bind().engine.pool, OrderedDict())
        new = {first.watch_id: _begun(first, language) for first, language in _first_readings(session, set(watches) - known.keys())}
        # Taken out until it is done: what was followed half the way would count the same Changes twice.
        asked = {watch: known.pop(watch) for watch in watches if watch in known} | new
        _go_on(session, asked, new)
        known.update(asked)
        while len(known) > FOLLOWED:
            known.popitem(last=False)
    return {watch: each.names for watch, each in asked.items()}


def first_reading(session: Session, watch: str) -> models.Version | None:
    """What was read of a Watch at first sight."""
    return next((version for version, _ in _first_readings(session, {watch})), None)


@lru_cache(maxsize=FIRST_READINGS)
def stated(provisions: bytes, language: str) -> tuple[tuple[Provision, FactChange], ...]:
    """The Facts of a first reading, as FactChanges without anything before."""
    read = provisions_from_bytes(decompress(provisions))
    return tuple(
        (provision, FactChange(fact.type, fact.role, None, fact.stated())) for provision in read for fact in facts(provision.text, language)
    )


def _first_readings(session: Session, watches: Collection[str]) -> Sequence[Row[models.Version, str]]:
    row, watch = models.Version, models.Watch
    earliest = select(func.min(row.number)).where(row.watch_id == watch.id).correlate(watch).scalar_subquery()
    found = select(row, watch.language).join(watch, (row.watch_id == watch.id) & (row.number == earliest)).where(watch.id.in_(watches))
    return session.execute(found.options(undefer(row.provisions))).all() if watches else []


def _begun(first: models.Version, language: str) -> Followed:
    found = Followed(Series(first.watch_id))
    for place, (provision, fact) in enumerate(stated(first.provisions, language), 1):
        (found.names[FIRST_SIGHT, place],) = found.walk.follow(provision.key, None, [fact])
    return found


def _go_on(session: Session, asked: Mapping[str, Followed], new: Mapping[str, Followed]) -> None:
    newest = session.scalar(select(func.max(models.Change.id))) or 0
    for watches in (list(new), list(asked.keys() - new.keys())):
        since = min((asked[watch].until for watch in watches), default=newest)
        for watch, number, key, key_before, stated_facts in _told(session, watches, since) if since < newest else ():
            if number > asked[watch].until:
                steps = asked[watch].walk.follow(key, key_before, map(_fact, stated_facts))
                asked[watch].names.update({(number, place): name for place, name in enumerate(steps, 1)})
    for each in asked.values():
        each.until = max(each.until, newest)


def _told(session: Session, watches: Sequence[str], since: int) -> Iterator[tuple[str, int, str, str | None, list[dict[str, Any]]]]:
    """What series follow of each Change; the databases would take longer than we do to find it in its content."""
    row = models.Change
    told = select(row.watch_id, row.id, cast(row.content, Text)).where(row.watch_id.in_(watches), row.id > since).order_by(row.id)
    for watch, number, text in session.execute(told):
        content = from_json(text)
        yield watch, number, content["key"], content.get("key_before"), content["facts"]


def _fact(shape: dict[str, Any]) -> FactChange:
    before, after = (Stated(**side) if side else None for side in (shape["before"], shape["after"]))
    return FactChange(FactType(shape["type"]), shape["role"], before, after)
