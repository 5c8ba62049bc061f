"""Errors as answers: problem details (RFC 9457) for programs, a page for people."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from api.headers import PROGRAMS, SECURITY
from core.errors import DatabaseError, NotInHistory
from core.paging import CursorError

NO_DATABASE = "The database cannot be read. Check that it is there and up to date (`veille db upgrade`), then ask again."
FAILED = "This could not be answered because of a fault of ours, which is in the log of the server."
ERRORS = (HTTPException, RequestValidationError, NotInHistory, CursorError, DBAPIError, DatabaseError, Exception)

PageOfError = Callable[[Request, int, Exception], Response]
"""Makes the page that tells people about an error, which is answered with this status."""

log = logging.getLogger(__name__)


def answer_errors(app: FastAPI, page: PageOfError) -> None:
    """Make ``app`` answer every error: with problem details below ``/api`` and ``/feeds``, with ``page`` on the website."""

    async def answer(request: Request, error: Exception) -> Response:
        status, detail = _meaning(error)
        asked_by_program = request.url.path.startswith(PROGRAMS)
        response = problem(request, status, detail, **_more(error)) if asked_by_program else page(request, status, error)
        response.headers.update({**SECURITY, **(getattr(error, "headers", None) or {})})
        return response

    for kind in ERRORS:
        app.add_exception_handler(kind, answer)


def problem(request: Request, status: int, detail: str, **more: Any) -> JSONResponse:
    """The problem details of one error; ``more`` are members that only this kind of error has."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    return JSONResponse(content | more, status, media_type="application/problem+json")


def _meaning(error: Exception) -> tuple[int, str]:
    match error:
        case HTTPException():
            return error.status_code, error.detail
        case RequestValidationError():
            return 422, "; ".join(f"{each['parameter']}: {each['detail']}" for each in _more(error)["errors"])
        case NotInHistory():
            return 404, str(error)
        case CursorError():
            return 400, str(error)
        case DBAPIError() | DatabaseError():
            log.error("the database cannot be read: %s", getattr(error, "orig", error))
            return 503, NO_DATABASE
        case _:
            return 500, FAILED


def _more(error: Exception) -> dict[str, Any]:
    if not isinstance(error, RequestValidationError):
        return {}
    return {"errors": [{"parameter": str(each["loc"][-1]), "detail": each["msg"]} for each in error.errors()]}
