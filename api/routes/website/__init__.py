"""The website: the same data for people, complete without JavaScript."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import language_of, render
from api.routes.website import about, archive, change, comparing, document, home, rule, search, snapshot, sources, topics

router = APIRouter(include_in_schema=False)
for part in (home, search, topics, change, snapshot, rule, comparing, document, sources, archive, about):
    router.include_router(part.router)


def show_error(request: Request, status: int) -> HTMLResponse:
    """The page that tells of an error of this status."""
    return render(request, "error.html", language_of(request), status=status)
