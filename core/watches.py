"""What the database knows of the Watches: how each stands, its Versions and its Incidents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, select, tuple_
from sqlalchemy.orm import Session, joinedload, undefer

from core import models
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.errors import NotInHistory
from core.history import has_topic
from core.history_records import evidence_of, evidence_record
from core.instants import instant_as_text
from core.paging import Order, Page, is_number, page_by_number, page_of, read_cursor, write_cursor
from core.records import Evidence
from core.values import IncidentKind, Provision, WatchKind


@dataclass(frozen=True)
class RecordedVersion:
    """A Version as the history holds it; ``provisions`` is empty in lists."""

    watch: str
    number: int
    instant: datetime
    extractor: str
    technical: bool
    title: str
    language: str | None
    snapshot: Evidence
    provisions: tuple[Provision, ...] = ()


def watches(
    session: Session, cursor: str | None = None, limit: int = 50, topic: str | None = None, order: Order = "desc"
) -> Page[tuple[models.Watch, models.Incident | None]]:
    """A page of the Watches that the watchlist names, by id in either order, each with its open Incident if it has one.

    In ``asc`` the cursor is never ``None``.
    """
    statement = select(models.Watch).where(models.Watch.active).order_by(models.Watch.id)
    if topic is not None:
        statement = statement.where(has_topic(models.Watch.topics, topic))
    if cursor is not None:
        statement = statement.where(models.Watch.id > str(read_cursor(cursor, str)[0]))
    page = page_of(session.scalars(statement.limit(limit + 1)).all(), limit, lambda watch: write_cursor(watch.id))
    open_ones = _open_incidents(session, [watch.id for watch in page.items])
    if order == "asc":
        page = Page(page.items, write_cursor(page.items[-1].id) if page.items else cursor or write_cursor(""))
    return page.map(lambda watch: (watch, open_ones.get(watch.id)))


def _open_incidents(session: Session, watch_ids: Sequence[str]) -> dict[str, models.Incident]:
    incidents = select(models.Incident).where(models.Incident.watch_id.in_(watch_ids), models.Incident.closed.is_(None))
    # What cannot be read weighs more than a language version that lags: the last one stands.
    lags = case((models.Incident.kind == IncidentKind.PARITY, 0), else_=1)
    return {incident.watch_id: incident for incident in session.scalars(incidents.order_by(lags, models.Incident.id))}


def versions(session: Session, watch_id: str, cursor: str | None = None, limit: int = 50, order: Order = "desc") -> Page[RecordedVersion]:
    """A page of the Versions of a Watch without their text, newest first or (``asc``) oldest first.

    ``NotInHistory`` for an unknown Watch.
    """
    _known(session, watch_id)
    return page_by_number(session, _versions(watch_id), models.Version.number, cursor, limit, order).map(_recorded)


def version(session: Session, watch_id: str, number: int) -> RecordedVersion:
    """One Version of a Watch with its Provisions; ``NotInHistory`` where there is none of that number."""
    _known(session, watch_id)
    wanted = _versions(watch_id).where(models.Version.number == number).options(undefer(models.Version.provisions))
    row = session.scalar(wanted) if is_number(number) else None
    if row is None:
        raise NotInHistory(f"The Watch {watch_id} has no Version {number}; its list of Versions names those there are.")
    return _with_provisions(row)


def version_at(session: Session, watch_id: str, instant: datetime) -> RecordedVersion:
    """What the Watch said at ``instant``, with its Provisions; ``NotInHistory`` before its first Version."""
    _known(session, watch_id)
    then = _versions(watch_id).where(models.Version.instant <= instant).order_by(models.Version.number.desc()).limit(1)
    row = session.scalar(then.options(undefer(models.Version.provisions)))
    if row is None:
        raise NotInHistory(
            f"The Watch {watch_id} had not been read yet at {instant_as_text(instant)}; its list of Versions says since when."
        )
    return _with_provisions(row)


def incidents(  # noqa: PLR0913 - every condition by its name
    session: Session,
    cursor: str | None = None,
    limit: int = 50,
    *,
    only_open: bool = False,
    official: bool = False,
    watch: str | None = None,
    order: Order = "desc",
) -> Page[models.Incident]:
    """A page of the Incidents: the open ones first, each group newest first; in ``asc`` all of them by their opening, oldest first.

    ``official`` leaves out those of our own pages.
    """
    row = models.Incident
    statement = select(row).options(joinedload(row.watch))
    if only_open:
        statement = statement.where(row.closed.is_(None))
    if official:
        statement = statement.where(row.watch.has(models.Watch.kind != WatchKind.OWN))
    if watch is not None:
        statement = statement.where(row.watch_id == watch)
    if order == "asc":
        return page_by_number(session, statement, row.id, cursor, limit, order)
    return _open_ones_first(session, statement, cursor, limit)


def _open_ones_first(session: Session, statement: Select[models.Incident], cursor: str | None, limit: int) -> Page[models.Incident]:
    row = models.Incident
    closed = case((row.closed.is_(None), 0), else_=1)
    if cursor is not None:
        group, number = read_cursor(cursor, int, int)
        statement = statement.where(tuple_(closed, -row.id) > tuple_(group, -int(number)))
    found = session.scalars(statement.order_by(closed, row.id.desc()).limit(limit + 1)).all()
    return page_of(found, limit, lambda each: write_cursor(int(each.closed is not None), each.id))


def watch_record(watch: models.Watch, incident: models.Incident | None) -> dict[str, Any]:
    """A Watch as the API shows it."""
    return {
        "id": watch.id,
        "source": watch.source,
        "kind": watch.kind,
        "url": watch.url,
        "language": watch.language,
        "topics": watch.topics,
        "last_read": watch.last_read and instant_as_text(watch.last_read),
        "last_changed": watch.last_changed and instant_as_text(watch.last_changed),
        "incident": incident and incident_record(incident),
    }


def incident_record(incident: models.Incident) -> dict[str, Any]:
    """An Incident as the API shows it."""
    return {
        "id": incident.id,
        "watch": incident.watch_id,
        "kind": incident.kind,
        "reason": incident.reason,
        "opened": instant_as_text(incident.opened),
        "closed": incident.closed and instant_as_text(incident.closed),
    }


def version_record(recorded: RecordedVersion) -> dict[str, Any]:
    """A Version as the API lists it, without its Provisions."""
    return {
        "watch": recorded.watch,
        "number": recorded.number,
        "instant": instant_as_text(recorded.instant),
        "extractor": recorded.extractor,
        "technical": recorded.technical,
        "title": recorded.title,
        "language": recorded.language,
        "snapshot": evidence_record(recorded.snapshot),
    }


def _known(session: Session, watch_id: str) -> None:
    if session.get(models.Watch, watch_id) is None:
        raise NotInHistory(f"There is no Watch {watch_id}; `veille status` lists those there are.")


def _versions(watch_id: str) -> Select[models.Version]:
    return select(models.Version).where(models.Version.watch_id == watch_id).options(joinedload(models.Version.snapshot))


def _recorded(row: models.Version) -> RecordedVersion:
    return RecordedVersion(
        watch=row.watch_id,
        number=row.number,
        instant=row.instant,
        extractor=row.extractor,
        technical=row.technical,
        title=row.title,
        language=row.language,
        snapshot=evidence_of(row.snapshot),
    )


def _with_provisions(row: models.Version) -> RecordedVersion:
    return replace(_recorded(row), provisions=provisions_from_bytes(decompress(row.provisions)))
