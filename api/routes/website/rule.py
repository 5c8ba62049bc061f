"""Rules through time: the values that a document stated, and one of them drawn step by step."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.charts import chart
from api.routes.website.sources import title_of
from api.through_time import day_of, drawn, steps_of, values_of
from api.viewing import Viewing
from core import models
from core.errors import NotInHistory

router = APIRouter()

WIDTHS = {"narrow": 340, "broad": 760}
"""Drawn twice, so that its letters are legible on a phone and not huge on a desk; the stylesheet shows one of them."""


@router.get("/watches/{id}/values")
def show_values(view: Viewing, id: str) -> HTMLResponse:
    """The values of a document that changed."""
    return view.page("values.html", watch=_watch(view.session, id), title=title_of(view.session, id), values=values_of(view.session, id))


@router.get("/watches/{id}/values/{series}")
def show_rule(view: Viewing, id: str, series: str) -> HTMLResponse:
    """One value through time: a drawing, and the same as a table."""
    watch, steps = _watch(view.session, id), steps_of(view.session, id, series)
    if not steps:
        raise NotInHistory(f"The Watch {id} has no value {series}; the list of its values names those there are.")
    shown = drawn(steps, view.language)
    return view.page(
        "rule.html",
        watch=watch,
        title=title_of(view.session, id),
        series=series,
        steps=[(step, day_of(step)) for step in reversed(steps)],
        charts={name: found for name, width in WIDTHS.items() if (found := chart(shown, view.today, width))},
    )


def _watch(session: Session, id: str) -> models.Watch:
    found = session.get(models.Watch, id)
    if found is None:
        raise NotInHistory(f"There is no Watch {id}.")
    return found
