"""A document: its Versions through time, what it said on a day, and where it changed most."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.queries import Number
from api.reading import passages
from api.routes.website.search import midnight
from api.routes.website.sources import documents
from api.viewing import View, Viewing
from core import models
from core.errors import NotInHistory
from core.values import Provision, Significance
from core.watches import RecordedVersion, version, version_at, versions

router = APIRouter()

VERSIONS, PLACES = 60, 10
PROVISIONS, CHARACTERS = 400, 200_000
"""How much of a Version one page shows."""


@router.get("/watches/{id}")
def show_document(view: Viewing, id: str, cursor: str = "") -> HTMLResponse:
    """One document."""
    session = view.session
    page = versions(session, id, cursor or None, VERSIONS)
    watch = session.get_one(models.Watch, id)
    row = models.Watch
    others = session.scalars(select(row).where(row.id.in_(watch.translations)).order_by(row.id)).all()
    (here,) = documents(session, [watch])
    return view.page(
        "document.html",
        document=here,
        topics=view.topics,
        translations=others,
        years=[(year, list(found)) for year, found in groupby(page.items, lambda each: each.instant.year)],
        versions=page.items,
        counts=_counts(session, id),
        next=page.next,
        cursor=cursor,
        places=_most_changed(session, id),
        today=view.today,
    )


@router.get("/watches/{id}/at")
def show_version_on(view: Viewing, id: str, on: date, start: int = Query(0, ge=0, le=1_000_000)) -> HTMLResponse:
    """What the document said at the end of a day in Brussels."""
    try:
        found = version_at(view.session, id, midnight(on, 1) - timedelta(microseconds=1))
    except NotInHistory:
        first = versions(view.session, id, None, 1, "asc").items
        if not first:
            raise
        return _reading(view, version(view.session, id, first[0].number), start, on=on, too_early=True)
    return _reading(view, found, start, on=on)


@router.get("/watches/{id}/versions/{number}")
def show_version(view: Viewing, id: str, number: Number, start: int = Query(0, ge=0, le=1_000_000)) -> HTMLResponse:
    """The text of one Version."""
    return _reading(view, version(view.session, id, number), start)


def _reading(view: View, found: RecordedVersion, start: int, on: date | None = None, too_early: bool = False) -> HTMLResponse:
    shown = _from(found.provisions, start)
    ended = start + len(shown) >= len(found.provisions)
    return view.page(
        "version.html",
        watch=view.session.get_one(models.Watch, found.watch),
        version=found,
        newest=versions(view.session, found.watch, None, 1).items[0].number,
        passages=list(passages(shown)),
        start=start,
        end=start + len(shown),
        next=None if ended else start + len(shown),
        on=on,
        too_early=too_early,
    )


def _from(provisions: Sequence[Provision], start: int) -> Sequence[Provision]:
    """As many Provisions as a page shows, at least one."""
    size, shown = 0, list[Provision]()
    for each in provisions[start : start + PROVISIONS]:
        size += len(each.text)
        if shown and size > CHARACTERS:
            break
        shown.append(each)
    return shown


def _counts(session: Session, watch: str) -> dict[int, dict[str, int]]:
    """How many Changes each Version brought, by significance."""
    row, of = models.Change, models.Version
    statement = select(of.number, row.significance, func.count()).join(of, row.version_after_id == of.id)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for number, significance, count in session.execute(statement.where(row.watch_id == watch).group_by(of.number, row.significance)):
        counts[number][significance] = count
    return counts


def _most_changed(session: Session, watch: str) -> list[tuple[str, int]]:
    """The places that changed in substance more than once, the most changed first."""
    row, path = models.Change, models.Change.content["path"].as_string()
    substantive = row.significance.in_([Significance.MAJOR.value, Significance.MINOR.value])
    told = (row.watch_id == watch, row.technical.is_(False), row.quiet.is_(False), substantive)
    counted = select(path, func.count()).where(*told).group_by(path).having(func.count() > 1)
    return list(session.execute(counted.order_by(func.count().desc(), path).limit(PLACES)).all())
