"""A closed instance (``VEILLE_CLOSED=1``): its history is for the people of the watchlist, and for programs with a token."""

import binascii
import re
from base64 import b64decode
from urllib.parse import urlencode

from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.dependencies import Around, Surroundings
from api.people import person_of
from core.database import reading
from core.rights import token_of

FOR_ALL = re.compile(r"/(sign-in|sign-out|confirm|choices|unsubscribe|privacy|desk|deeds|(api/v1/)?(health|metrics))(/.*)?")
"""What stays open: signing in, what only the holder of a link can find, what asks by itself who comes, and what monitors ask."""
OF_PROGRAMS = re.compile(r"/(api|feeds)/.*|/calendar\.ics")
CLOSED = (
    "This instance is closed. Send a token (`veille token NAME --scope read` makes one) as `Authorization: Bearer …`, "
    "or as the password where a program asks for a name and a password."
)
OFFERED = 'Bearer, Basic realm="Veille", charset="UTF-8"'


async def members_alone(request: Request, around: Around) -> None:
    """Where the instance is closed, send browsers to sign in, and answer 401 to programs without a token."""
    if around.settings.closed and not FOR_ALL.fullmatch(request.url.path):
        await run_in_threadpool(_let_in, request, around)


def _let_in(request: Request, around: Surroundings) -> None:
    with reading(around.engine) as session:
        if _is_known(request, around, session):
            return
    if OF_PROGRAMS.fullmatch(request.url.path):
        raise HTTPException(401, CLOSED, {"WWW-Authenticate": OFFERED, "Cache-Control": "no-store"})
    then = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    raise HTTPException(303, "Sign in first.", {"Location": f"/sign-in?{urlencode({'then': then})}", "Cache-Control": "no-store"})


def _is_known(request: Request, around: Surroundings, session: Session) -> bool:
    secret = _shown(request)
    return token_of(session, secret) is not None if secret else person_of(request, around, session) is not None


def _shown(request: Request) -> str:
    """The token that a program shows, in either of two ways (RFC 6750, RFC 7617): feed readers know names and passwords alone."""
    scheme, shown = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() != "basic":
        return shown if scheme.lower() == "bearer" else ""
    try:
        return b64decode(shown, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
