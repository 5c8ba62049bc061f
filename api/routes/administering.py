"""What administrators do on the website: say that a Change is noise or was wrong, take Subscriptions up again, read who did what."""

from contextlib import suppress

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from alerts.marks import mark, standing, unmark
from alerts.people.resuming import ended, resume
from alerts.rectifications import CORRECTED, WITHDRAWN, record, told_of
from api.forms import Form, Posted
from api.people import Desk, at_desk, onward
from api.queries import Number
from api.visits import Visiting
from core import models
from core.discretion import without_addresses
from core.errors import AlreadySo
from core.history import recorded_change
from core.rights import deeds

router = APIRouter(include_in_schema=False)
DEEDS = 100


@router.get("/deeds")
def show_deeds(visit: Visiting, cursor: str = "") -> HTMLResponse:
    """Who changed what, newest first."""
    with at_desk(visit, administrator=True) as desk:
        page = deeds(desk.session, cursor or None, DEEDS)
        return desk.page("deeds.html", values={"deeds": page.items, "next": page.next, "cursor": cursor})


@router.get("/desk/subscriptions")
def show_ended(visit: Visiting, done: str = "") -> HTMLResponse:
    """The Subscriptions of the watchlist that ended."""
    with at_desk(visit, administrator=True) as desk:
        found = [(each, without_addresses(each.reason.partition("\n")[0])) for each in ended(desk.session, visit.around.watchlist)]
        return desk.page("ended.html", values={"ended": found, "done": done})


@router.post("/desk/subscriptions")
def answer_ended(visit: Visiting, form: Posted) -> Response:
    """Take one up again; pressed twice it is the same."""
    with at_desk(visit, writing=True, administrator=True) as desk, suppress(AlreadySo):
        resume(desk.session, visit.around.watchlist, form.one("subscription"), desk.person.id, visit.around.now())
    return onward(visit, "/desk/subscriptions", done="resumed")


@router.get("/desk/changes/{id}")
def show_change(visit: Visiting, id: Number, done: str = "") -> HTMLResponse:
    """One Change, and what can be said of it."""
    with at_desk(visit, administrator=True) as desk:
        return _change(desk, id, done=done)


@router.post("/desk/changes/{id}")
def answer_change(visit: Visiting, id: Number, form: Posted) -> Response:
    """Mark it as noise, take that back, withdraw or correct it."""
    with at_desk(visit, writing=True, administrator=True) as desk:
        if form.one("act") == CORRECTED and not form.one("note"):
            return _change(desk, id, mistake=CORRECTED)
        done = _say(desk, id, form)
    return onward(visit, f"/desk/changes/{id}", done=done)


def _say(desk: Desk, id: int, form: Form) -> str:
    """Do what a button says; the word for what was done, empty where that is none of ours."""
    session, by, now = desk.session, desk.person.id, desk.visit.around.now()
    what = form.one("act")
    try:
        match what:
            case "noise":
                mark(session, id, by, now)
            case "no_noise":
                unmark(session, id, by, now)
            case _ if what in (WITHDRAWN, CORRECTED):
                record(session, id, (what, form.one("note"), by), now)
            case _:
                return ""
    except AlreadySo:
        pass  # pressed twice
    return what


def _change(desk: Desk, id: int, *, done: str = "", mistake: str = "") -> HTMLResponse:
    session = desk.session
    recorded = recorded_change(session, id)
    told = len(told_of(session, session.get_one(models.Change, id)))
    values = {"recorded": recorded, "mark": standing(session, id), "told_of": told, "done": done, "mistake": mistake}
    return desk.page("saying.html", status=422 if mistake else 200, values=values)
