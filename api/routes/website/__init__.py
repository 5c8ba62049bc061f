"""The website: the same data for people, complete without JavaScript."""

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from api.dependencies import surroundings
from api.kept import LASTING
from api.pages import language_of, render
from api.routes.website import about, archive, change, comparing, document, home, rule, search, snapshot, sources, topics

router = APIRouter(include_in_schema=False)
MINUTE = 60
for part in (home, topics, snapshot, document, sources, archive, about):
    router.include_router(part.router)
for lasts in (search, change, rule, comparing):
    router.include_router(lasts.router, dependencies=[LASTING])


def show_error(request: Request, status: int, error: Exception) -> HTMLResponse:
    """The page that tells of an error (405 is the framework's own) and what to do; at an address that cannot be, there is nothing."""
    places = [each["loc"] for each in error.errors()] if isinstance(error, RequestValidationError) else []
    wait = (getattr(error, "headers", None) or {}).get("Retry-After", "")
    shown = 404 if any(place[0] == "path" for place in places) else status
    values = {
        "wrong": [str(place[-1]) for place in places if place[0] == "query"],
        "told": getattr(error, "told", str(shown)),
        "wait": _in_words(int(wait)) if wait.isdecimal() else None,
        "posted": request.method == "POST",
        "contact": surroundings(request).settings.contact,
    }
    return render(request, "error.html", language_of(request), status=shown, **values)


def _in_words(seconds: int) -> tuple[str, int]:
    """The unit and the number in which people are told how long to wait, never too few."""
    return ("seconds", seconds) if seconds < MINUTE else ("minutes", -(-seconds // MINUTE))
