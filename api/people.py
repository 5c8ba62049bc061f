"""Who asks: a person signed in with a browser, or a program with a token; and what they may change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from alerts.people.signing import STAYS, signed_in
from alerts.people.staff import ADMINISTRATOR, READER, Person
from api.dependencies import Around, Surroundings
from api.forms import is_foreign
from api.visits import Visit
from core.database import reading, transaction
from core.errors import AlreadySo, DatabaseError, NotInHistory, VeilleError
from core.rights import token_of

UNKNOWN = "Say who you are: send a token as `Authorization: Bearer …` (`veille token` makes one), or sign in with a browser."

bearer = HTTPBearer(auto_error=False, description="A token that `veille token NAME --scope …` printed, or the cookie of who is signed in.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


def cookie_name(site: str) -> str:
    """The name of the cookie: where the site is encrypted, browsers themselves see that no other host sets it."""
    return "__Host-veille" if site.startswith("https:") else "veille"


def person_of(request: Request, around: Surroundings, session: Session) -> Person | None:
    """Who is signed in with this browser."""
    cookie = request.cookies.get(cookie_name(around.site), "")
    return signed_in(session, cookie, around.watchlist, around.settings, around.now()) if cookie else None


def keep(response: Response, cookie: str, site: str) -> None:
    """Give a browser the cookie of who signed in; without one, take it away."""
    name, safe = cookie_name(site), site.startswith("https:")
    age = int(STAYS.total_seconds()) if cookie else 0
    response.set_cookie(name, cookie, max_age=age, path="/", secure=safe, httponly=True, samesite="lax")


class OfAnotherEditor(HTTPException):
    """Something is there, about a page of ours that somebody else looks after."""

    told = "other_editor"
    """How the words are named that say so to people."""

    def __init__(self, page: str) -> None:
        super().__init__(403, f"The page {page} has another editor.")


@dataclass(frozen=True)
class Desk:
    """A visit of somebody signed in, with the session of its one transaction."""

    visit: Visit
    session: Session
    person: Person

    @property
    def is_administrator(self) -> bool:
        """Whether everything is theirs to do."""
        return self.person.role == ADMINISTRATOR

    def page(self, template: str, *, status: int = 200, values: Mapping[str, Any]) -> HTMLResponse:
        """A page for nobody else."""
        return self.visit.page(template, status=status, values={"person": self.person, "administrator": self.is_administrator, **values})


@contextmanager
def at_desk(visit: Visit, *, writing: bool = False, administrator: bool = False) -> Iterator[Desk]:
    """The desk of who is signed in; others are sent to sign in, and editors find nothing where administrators work."""
    with (transaction if writing else reading)(visit.around.engine) as session:
        person = person_of(visit.request, visit.around, session)
        if person is None:
            raise HTTPException(303, "Sign in first.", {"Location": visit.to("/sign-in", then=_asked(visit)), "Cache-Control": "no-store"})
        desk = Desk(visit, session, person)
        if person.role == READER:
            raise NotInHistory("The desk is for the editors of our pages and for administrators.")
        if administrator and not desk.is_administrator:
            raise NotInHistory("This page is for administrators.")
        yield desk


def _asked(visit: Visit) -> str:
    """The page that was asked for, with its filters; nothing where a form was sent. The language goes with each address anyway."""
    request = visit.request
    query = urlencode({name: value for name, value in request.query_params.items() if name != "lang"})
    return f"{request.url.path}{'?' if query else ''}{query}" if request.method == "GET" else ""


def onward(visit: Visit, path: str, **query: str) -> Response:
    """Where a browser goes once a form has done its work, so that a reload does it no second time."""
    return RedirectResponse(visit.to(path, **query), 303, {"Cache-Control": "no-store"})


@dataclass(frozen=True)
class Writer:
    """Who asks the API to change something."""

    request: Request
    around: Surroundings
    shown: HTTPAuthorizationCredentials | None

    @contextmanager
    def may(self, scope: str) -> Iterator[tuple[Session, Person]]:
        """One transaction in which the caller may do this: 401 for who is not known, 403 for who may not.

        What is so already is 409, and what makes no sense 422.
        """
        try:
            with transaction(self.around.engine) as session:
                person = self._person(session)
                if person is None:
                    raise HTTPException(401, UNKNOWN, {"WWW-Authenticate": "Bearer"})
                if not person.may(scope):
                    raise HTTPException(403, f"{person.id} may not do this: it takes the scope {scope!r}.")
                yield session, person
        except (NotInHistory, DatabaseError):
            raise
        except AlreadySo as error:
            raise HTTPException(409, str(error)) from error
        except VeilleError as error:
            raise HTTPException(422, str(error)) from error

    def _person(self, session: Session) -> Person | None:
        if self.shown is None:
            # A page of another site could send a browser's cookie along, never a token.
            return None if is_foreign(self.request, self.around.site) else person_of(self.request, self.around, session)
        token = token_of(session, self.shown.credentials)
        if token is None:
            return None
        token.last_used = self.around.now()
        everywhere = frozenset(page.id for page in self.around.watchlist.pages)
        return Person(f"token {token.name}", "token", frozenset(token.scopes), everywhere)


async def writer(request: Request, around: Around, shown: Bearer) -> Writer:
    """Who asks, not yet looked at."""
    return Writer(request, around, shown)


Writing = Annotated[Writer, Depends(writer)]
