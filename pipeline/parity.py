"""Language versions of one document that lag or differ in a value: an Incident ``parity``; their Changes are still told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from core import models
from core.clock import BRUSSELS
from core.database import alone, transaction
from core.values import Fact, FactType, IncidentKind, Provision, Version, WatchKind
from differ.facts import facts
from differ.surroundings import meaning
from differ.wording.values import value_in_words
from differ.wording.words import LOCALES
from pipeline.deployment import Deployment
from pipeline.versions import latest, version_of

PATIENCE = timedelta(hours=48)
"""How long a language version may go on telling the old value; where it puts another one in its place, not a moment."""
MEMORY = timedelta(days=90)
"""How far back Changes are looked at for a version that never followed; as far as an open Incident goes, in any case."""
VALUES = (FactType.AMOUNT, FactType.PERCENTAGE, FactType.DURATION, FactType.DATE)
LAGS = "{watch} says {new} instead of {old} since {day}; here it is still {old}."
DIFFERS = "{watch} says {new} instead of {old} since {day}; here {old} became {other}."
Meaning = tuple[FactType, str, str | None]


def check_parity(deployment: Deployment, read: Iterable[str] | None = None) -> None:
    """Open, and close, the Incidents ``parity`` of the language versions of what was just ``read``, of every Watch where that is not said.

    A version lags by what was read in it two days or more after the Change: what cannot be read is not judged.
    One that puts another value in the place of the same old one differs as soon as both were read.
    """
    now, watchlist = deployment.now(), deployment.watchlist
    looked_at = [watch.id for watch in watchlist.watches] if read is None else read
    families = {watch_id: watchlist.translations_of(watch_id) for watch_id in looked_at}
    with transaction(deployment.engine) as session:
        alone(session, "parity")
        known = _open(session)
        # A Watch that lost its translations agrees with them.
        left_alone = {watch_id for watch_id in known if not watchlist.translations_of(watch_id)}
        for watch_id in sorted(left_alone.union(*({one, *others} for one, others in families.items() if others))):
            incident = known.get(watch_id)
            since = (incident.opened if incident else now) - MEMORY
            reasons = _reasons(session, watch_id, sorted(watchlist.translations_of(watch_id)), since)
            _record(session, watch_id, incident, " ".join(dict.fromkeys(reasons)), now)


def _open(session: Session) -> dict[str, models.Incident]:
    row = models.Incident
    return {each.watch_id: each for each in session.scalars(select(row).where(row.kind == IncidentKind.PARITY, row.closed.is_(None)))}


def _record(session: Session, watch_id: str, incident: models.Incident | None, reason: str, now: datetime) -> None:
    """Open, keep or close the Incident of a Watch; while it is open its reason says what differs now."""
    if incident and reason:
        incident.reason = reason
    elif incident:
        incident.closed = now
    elif reason:
        session.add(models.Incident(watch_id=watch_id, kind=IncidentKind.PARITY, reason=reason, opened=now))


def _reasons(session: Session, watch_id: str, others: Sequence[str], since: datetime) -> Iterator[str]:
    """In what values this Watch lags behind the others or differs from them, each in one sentence."""
    watch = session.get(models.Watch, watch_id)
    if watch is None or watch.kind not in (WatchKind.PAGE, WatchKind.LAW) or watch.last_read is None:
        return
    for other in others:
        changes = _changes(session, other, since)
        ours, theirs = latest(session, watch_id), latest(session, other)
        if changes and ours and theirs:
            here, there = version_of(ours), version_of(theirs)
            yield from (said for change in changes for said in _disagreements(session, change, watch, here, there))


def _changes(session: Session, watch_id: str, since: datetime) -> list[models.Change]:
    """The Changes of a Watch that people were told, and that replace a value."""
    row = models.Change
    told = (row.technical.is_(False), row.quiet.is_(False), row.detected >= since)
    columns = load_only(row.watch_id, row.language, row.detected, row.content)
    found = session.scalars(select(row).where(row.watch_id == watch_id, *told).order_by(row.id).options(columns))
    return [change for change in found if any(_sides(change))]


def _sides(change: models.Change) -> Iterator[tuple[Meaning, Meaning, dict[str, Any]]]:
    for fact in change.content["facts"]:
        if fact["type"] in VALUES and fact["before"] and fact["after"]:
            yield _meaning(fact, "before"), _meaning(fact, "after"), fact


def _meaning(fact: dict[str, Any], side: str) -> Meaning:
    return meaning(Fact(FactType(fact["type"]), fact[side]["value"], fact[side]["unit"], "", 0, 0))


def _disagreements(session: Session, change: models.Change, watch: models.Watch, ours: Version, theirs: Version) -> Iterator[str]:
    """What one Change of another version says that this Watch does not, as long as the other version goes on saying so."""
    there = next((each for each in theirs.provisions if each.key == change.content["key"]), None)
    said_there = _values(there.text if there else "", change.language)
    here = _beside(there, theirs, ours)
    had_time = watch.last_read is not None and change.detected <= watch.last_read - PATIENCE
    for before, after, fact in _sides(change):
        if after not in said_there:
            continue
        beside = _values(here.text, watch.language) if here else set()
        said = beside if beside & {before, after} else {each for text in ours.provisions for each in _values(text.text, watch.language)}
        if after in said:
            continue
        other = None if said is beside else _became(session, watch.id, before, change)
        if other and (had_time or before not in said):
            yield _sentence(DIFFERS, change, fact, other)
        elif before in said and had_time:
            yield _sentence(LAGS, change, fact)


def _beside(there: Provision | None, theirs: Version, ours: Version) -> Provision | None:
    """The Provision at the same place of another language version: under the same article, or in a document as long."""
    if there is None:
        return None
    if there.firm and (same := next((each for each in ours.provisions if each.key == there.key), None)):
        return same
    return ours.provisions[theirs.provisions.index(there)] if len(theirs.provisions) == len(ours.provisions) else None


def _values(text: str, language: str) -> set[Meaning]:
    return {meaning(fact) for fact in facts(text, language) if fact.type in VALUES}


def _became(session: Session, watch_id: str, before: Meaning, change: models.Change) -> dict[str, Any] | None:
    """What this Watch puts in the place of the same value, where it came second; of two at once, the last by name."""
    row = models.Change
    around = (row.watch_id == watch_id, row.technical.is_(False), row.detected >= change.detected)
    for ours in session.scalars(select(row).where(*around).order_by(row.id)):
        for old, new, fact in _sides(ours):
            second = ours.detected > change.detected or watch_id > change.watch_id
            if old == before and second and new != old:
                stated: dict[str, Any] = fact["after"]
                return stated
    return None


def _sentence(sentence: str, change: models.Change, fact: dict[str, Any], other: dict[str, Any] | None = None) -> str:
    language = change.language if change.language in LOCALES else "en"
    old, new, instead = (
        value_in_words(FactType(fact["type"]), each["value"], each["unit"], language) if each else ""
        for each in (fact["before"], fact["after"], other)
    )
    day = change.detected.astimezone(BRUSSELS).date().isoformat()
    return sentence.format(watch=change.watch_id, old=old, new=new, other=instead, day=day)
