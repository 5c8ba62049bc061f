"""The Sources, and every Watch of one: when it was last read, when it last changed, and what hinders reading it."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.routes.website.search import source_names
from api.viewing import Viewing
from core import models
from core.errors import NotInHistory
from core.titles import newest_titles
from core.values import WatchKind
from core.watches import incidents

router = APIRouter()

INCIDENTS, WATCHES = 50, 500


class Document(NamedTuple):
    """A Watch with the title of what was read last and its open Incident."""

    watch: models.Watch
    title: str
    incident: models.Incident | None


@router.get("/sources")
def show_sources(view: Viewing) -> HTMLResponse:
    """Every Source with how much of it is followed, and every open Incident with its remedy."""
    row, incident, session = models.Watch, models.Incident, view.session
    official = (row.active, row.kind != WatchKind.OWN)
    columns = select(row.source, func.count(), func.max(row.last_read), func.max(row.last_changed))
    counted = {source: rest for source, *rest in session.execute(columns.where(*official).group_by(row.source))}
    troubled = select(row.source).join(incident, incident.watch_id == row.id).where(incident.closed.is_(None), *official)
    unread = Counter(session.scalars(troubled.distinct().add_columns(row.id)))
    listed = [(id, name, *counted[id], unread[id]) for id, name in source_names(session).items()]
    page = incidents(session, limit=INCIDENTS, only_open=True, official=True)
    return view.page("sources.html", listed=listed, incidents=page.items, more_incidents=page.next is not None)


@router.get("/sources/{id}")
def show_source(view: Viewing, id: str, after: str = "") -> HTMLResponse:
    """The Watches of one Source."""
    row, session = models.Watch, view.session
    named = source_names(session)
    if id not in named:
        raise NotInHistory(f"There is no Source {id}.")
    wanted = select(row).where(row.active, row.kind != WatchKind.OWN, row.source == id, row.id > after).order_by(row.id)
    watches = session.scalars(wanted.limit(WATCHES + 1)).all()
    shown = documents(session, watches[:WATCHES])
    following = watches[WATCHES - 1].id if len(watches) > WATCHES else ""
    return view.page("source.html", id=id, name=named[id], documents=shown, following=following)


def title_of(session: Session, watch: str) -> str:
    """The title of what was read last of a Watch, else its id."""
    return newest_titles(session, [watch]).get(watch, watch)


def documents(session: Session, watches: Sequence[models.Watch]) -> list[Document]:
    """The Watches in their order, each with its title and its open Incident."""
    ids = [each.id for each in watches]
    incident, titles = models.Incident, newest_titles(session, ids)
    still_open = select(incident).where(incident.watch_id.in_(ids), incident.closed.is_(None)).order_by(incident.id)
    unread = {each.watch_id: each for each in session.scalars(still_open)}
    return [Document(each, titles.get(each.id) or each.id, unread.get(each.id)) for each in watches]
