"""One Change: what it says, where, from when, why it matters and by what evidence."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.pages import address
from api.queries import Number
from api.stored import headers_shown
from api.through_time import series_of
from api.viewing import Viewing
from core import models
from core.history import recorded_change, recorded_changes
from core.records import RecordedChange

router = APIRouter()

SIBLINGS = 40


@router.get("/changes/{id}")
def show_change(view: Viewing, id: Number) -> HTMLResponse:
    """Everything about one Change."""
    session = view.session
    recorded = recorded_change(session, id)
    siblings = _same_news(session, recorded)
    return view.page(
        "change.html",
        recorded=recorded,
        address=f"{view.around.site}/changes/{id}",
        title=_title(session, id) or recorded.watch,
        topics=view.topics,
        translations=[other for other in siblings if other.language != recorded.language][:SIBLINGS],
        beside=[other for other in siblings if other.watch == recorded.watch][:SIBLINGS],
        siblings=[other for other in siblings if other.language == recorded.language and other.watch != recorded.watch][:SIBLINGS],
        more_siblings=len(siblings) > SIBLINGS,
        proofs=[
            (name, each, _details(session, each.id)) for name, each in (("before", recorded.before), ("after", recorded.after)) if each
        ],
    )


@router.get("/changes/{id}/values/{place}")
def show_value(view: Viewing, id: Number, place: Number) -> RedirectResponse:
    """Lead from a value of a Change to that value through time."""
    watch, series = series_of(view.session, id, place)
    asked = {"lang": view.language} if "lang" in view.request.query_params else {}
    return RedirectResponse(address(f"/watches/{watch}/values/{series}", asked), 302)


def _title(session: Session, id: int) -> str | None:
    """What the document was called when the Change was seen."""
    version = models.Version
    return session.scalar(
        select(version.title).join(models.Change, models.Change.version_after_id == version.id).where(models.Change.id == id)
    )


def _same_news(session: Session, recorded: RecordedChange) -> list[RecordedChange]:
    """Other Changes of the same Event; of a great many the first."""
    if recorded.event is None:
        return []
    row = models.Change
    others = (row.event_id == recorded.event, row.id != recorded.id, row.technical.is_(False))
    numbers = session.scalars(select(row.id).where(*others).order_by(row.id).limit(2 * SIBLINGS + 1)).all()
    return recorded_changes(session, numbers)


def _details(session: Session, snapshot: int) -> tuple[int, dict[str, str]]:
    row = session.get_one(models.Snapshot, snapshot)
    return row.status, headers_shown(row)
