"""A visit of somebody who subscribes: what is asked, in which language, and pages that nobody else keeps."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from alerts.people.choices import Deployed
from alerts.people.choices_in_words import choices_in_words
from alerts.people.recipients import recipient_of
from alerts.people.subscriptions import Held, held
from api.dependencies import Around, Surroundings, Tongue
from api.pages import address, render
from core.database import reading, transaction
from core.errors import NotInHistory

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True)
class Open:
    """A visit with its session: all that the acts of ``alerts.people.choices`` need."""

    session: Session
    deployed: Deployed

    def recipient(self, token: str) -> str:
        """Who holds this token; ``NotInHistory`` where nobody does."""
        found = recipient_of(self.session, token)
        if found is None:
            raise NotInHistory("This link belongs to nobody; copy it whole from a message, or subscribe anew.")
        return found

    def held(self, recipient: str) -> dict[str, Held]:
        """The Subscriptions of a recipient by id."""
        found = held(self.session, self.deployed.watchlist, self.deployed.settings, recipient)
        return {each.subscriber.id: each for each in found}

    def in_words(self, one: Held, language: str) -> list[tuple[str, str]]:
        """What a Subscription asks for."""
        return choices_in_words(one.subscriber, self.deployed.watchlist.topics, self.deployed.sources, language)


@dataclass(frozen=True)
class Visit:
    """The request, what the application was created with, and the visitor's language."""

    request: Request
    around: Surroundings
    language: str

    @contextmanager
    def opened(self, *, writing: bool) -> Iterator[Open]:
        """The database, for reading alone or as one transaction that is committed at the end."""
        with (transaction if writing else reading)(self.around.engine) as session:
            yield Open(session, self.around.deployed(session))

    def to(self, path: str, **query: str) -> str:
        """An address of the website, in the language that was asked for."""
        asked = {"lang": self.language} if "lang" in self.request.query_params else {}
        return address(path, {**query, **asked})

    def page(self, template: str, *, status: int = 200, values: Mapping[str, Any]) -> HTMLResponse:
        """A page that neither browsers nor search engines keep: it holds an address or a secret."""
        response = render(self.request, template, self.language, status=status, **values)
        response.headers.update(PRIVATE)
        return response


async def visit(request: Request, around: Around, language: Tongue) -> Visit:
    """The visit that this request is."""
    return Visit(request, around, language)


Visiting = Annotated[Visit, Depends(visit)]
