"""What routes are handed: a reading session, the clock and the public address of the site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.pages import LANGUAGES, language_of
from core.database import reading


@dataclass(frozen=True)
class Surroundings:
    """What ``create_app`` was given."""

    engine: Engine
    now: Callable[[], datetime]
    site: str


def surroundings(request: Request) -> Surroundings:
    """What the application that answers this request was created with."""
    found: Surroundings = request.app.state.surroundings
    return found


Around = Annotated[Surroundings, Depends(surroundings)]


def session(around: Around) -> Iterator[Session]:
    """A session that only reads, open until the answer is made."""
    with reading(around.engine) as opened:
        yield opened


Reading = Annotated[Session, Depends(session)]


def tongue(
    request: Request,
    lang: Annotated[str | None, Query(description=f"{', '.join(LANGUAGES)}; otherwise the browser's language.")] = None,
) -> str:
    """The language to answer in."""
    return language_of(request)


Tongue = Annotated[str, Depends(tongue)]
