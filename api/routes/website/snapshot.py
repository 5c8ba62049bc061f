"""The evidence: a page as it was fetched, shown so that nothing of it can run or load anything, and its very bytes."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from api.queries import Number
from api.stored import content_type, page_of
from api.viewing import Viewing
from core import models
from core.compression import decompress
from core.errors import NotInHistory

router = APIRouter()

SEALED = {"Content-Security-Policy": "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
FOR_GOOD = {"Cache-Control": "private, max-age=31536000, immutable"}


@router.get("/snapshots/{id}")
def show_snapshot(view: Viewing, id: Number) -> HTMLResponse:
    """The text of a page as it was fetched, without its scripts, images and styles."""
    snapshot = _snapshot(view.session, id)
    response = view.page("snapshot.html", snapshot=snapshot, page=page_of(snapshot), content_type=content_type(snapshot))
    response.headers.update(SEALED)
    return response


@router.get("/snapshots/{id}/bytes")
def download_snapshot(view: Viewing, id: Number) -> Response:
    """The bytes that the SHA-256 is of, to be saved and not to be opened here."""
    snapshot = _snapshot(view.session, id)
    name = {"Content-Disposition": f'attachment; filename="{snapshot.sha256}.bin"'}
    return Response(decompress(snapshot.body.data), media_type="application/octet-stream", headers={**SEALED, **FOR_GOOD, **name})


def _snapshot(session: Session, id: int) -> models.Snapshot:
    found = session.get(models.Snapshot, id)
    if found is None:
        raise NotInHistory(f"There is no Snapshot {id} in the history.")
    return found
