"""Somebody looks at a page of the website: what is asked, of which database, in which language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from alerts.coming.upcoming import Ahead, day_in_brussels
from api.coming import coming
from api.dependencies import Around, Reading, Surroundings, Tongue
from api.pages import render
from core.topics import topic_labels


@dataclass(frozen=True)
class View:
    """The request with a session that only reads, what the application was created with, and the reader's language."""

    request: Request
    session: Session
    around: Surroundings
    language: str

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.around.now()

    @property
    def today(self) -> date:
        """The day that people have now."""
        return day_in_brussels(self.now)

    @property
    def coming(self) -> list[Ahead]:
        """The days that come near."""
        return coming(self.around.engine, self.session, self.now)

    @property
    def topics(self) -> dict[str, str]:
        """The label of every Topic, by id."""
        return topic_labels(self.session, self.language)

    def page(self, template: str, **values: Any) -> HTMLResponse:
        """The page that a template makes of these values."""
        return render(self.request, template, self.language, **values)


async def view(request: Request, session: Reading, around: Around, language: Tongue) -> View:
    """The view that this request is."""
    return View(request, session, around, language)


Viewing = Annotated[View, Depends(view)]
