"""The application: everything it answers is read from the database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from pydantic.json_schema import models_json_schema
from sqlalchemy import Engine

from api.closed import members_alone
from api.dependencies import Surroundings
from api.finishing import Finishing
from api.problems import answer_errors
from api.routes import (
    administering,
    calendar,
    changes,
    choices,
    desk,
    docs,
    facts,
    feeds,
    metrics,
    pinning,
    signing,
    subscribing,
    watches,
    website,
    work,
    writing,
)
from api.shapes import Problem
from api.starting import starting
from api.throttle import refuse
from core.clock import Clock, utc_now
from core.settings import Settings
from core.watchlist import Watchlist

DESCRIPTION = """\
What changed in the rules of Belgian and EU migration law, as the official pages say it.

Lists answer `{"items": […], "next": cursor|null}`; hand `next` back as `cursor` for the following page.
Instants are ISO 8601 in UTC. Errors are problem details (RFC 9457). Send an answer's `ETag` back in
`If-None-Match` and what has not changed is answered with 304."""


NOBODY = Watchlist()
"""The watchlist of a history that is served without one."""


class Application(FastAPI):
    """FastAPI, which describes only the shapes it makes itself: problem details are added."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        described = super().openapi()
        _, shapes = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
        described["components"]["schemas"].update(shapes["$defs"])
        return described


def create_app(
    engine: Engine,
    *,
    now: Clock = utc_now,
    site: str = "http://127.0.0.1:8000",
    watchlist: Watchlist | Callable[[], Watchlist] = NOBODY,
    settings: Settings | None = None,
) -> FastAPI:
    """The API, the feeds and the website over one database.

    ``now`` is the clock of ``/health``; ``site`` is the public address, which feeds write into their links and identifiers.
    ``watchlist`` and ``settings`` are for people: whom it names, and how messages reach them. What gives the watchlist is asked each time.
    """
    app = Application(
        title="Veille",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(refuse), Depends(members_alone)],
        lifespan=starting,
    )
    of_site = (settings or Settings()).model_copy(update={"site": site})
    named = watchlist if callable(watchlist) else lambda: watchlist
    app.state.surroundings = Surroundings(engine, now, site, named, of_site)
    people = (website, subscribing, choices, signing, administering, pinning, desk, writing, docs)
    for routes in (changes, facts, watches, work, metrics, feeds, calendar, *people):
        app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_middleware(Finishing, around=app.state.surroundings)
    answer_errors(app, website.show_error)
    return app
