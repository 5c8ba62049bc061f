"""Signing in: the form, the link of the mail with its button, and signing out."""

import logging
import re

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.background import BackgroundTask

from alerts.people.addresses import AddressError, accepted
from alerts.people.signing import GOOD_FOR, MOST_LINKS, ask, good_link, sign_in, sign_out
from alerts.sending.deliver import deliver
from api.dependencies import Surroundings
from api.forms import Posted
from api.people import cookie_name, keep, onward
from api.visits import Visiting
from core.database import reading, transaction
from core.errors import VeilleError

router = APIRouter(include_in_schema=False)
LOG = logging.getLogger(__name__)
MINUTES = int(GOOD_FOR.total_seconds() // 60)
PAGE = re.compile(r"(?:/|(?:/[\w.-]+)+)(?:\?[\w.~%+&=-]{0,500})?", re.ASCII)
"""A page of this website, with what was asked of it: one slash at a time, so that no other host can be named."""


@router.get("/sign-in")
def show_form(visit: Visiting, then: str = "") -> HTMLResponse:
    """The form: one mail address; ``then`` is the page that somebody came for."""
    return _form(visit, "", of_ours(then))


def _form(visit: Visiting, address: str, then: str, mistake: str = "") -> HTMLResponse:
    """The form; on a closed instance with whom to ask who knows no address that is let in."""
    settings = visit.around.settings
    values = {"address": address, "mistake": mistake, "then": then, "contact": settings.contact if settings.closed else ""}
    return visit.page("sign_in.html", status=422 if mistake else 200, values=values)


def of_ours(path: str) -> str:
    """``path`` where it can be nothing but a page of this website; else nothing."""
    return path if PAGE.fullmatch(path) else ""


@router.post("/sign-in")
def answer_form(visit: Visiting, form: Posted) -> HTMLResponse:
    """The same answer for everybody, as quickly: whether a link is on its way is decided afterwards."""
    then = of_ours(form.one("then"))
    try:
        address = accepted(form.one("address"), visit.around.settings)
    except AddressError:
        return _form(visit, form.one("address"), then, "address_malformed")
    asked = {"asked": address, "closed": visit.around.settings.closed}
    page = visit.page("signed_in.html", values={**asked, "minutes": MINUTES, "most": MOST_LINKS, "secret": ""})
    page.background = BackgroundTask(send_link, visit.around, address, visit.language, then)
    return page


def send_link(around: Surroundings, address: str, language: str, then: str) -> None:
    """Write the link for whoever may sign in with this address, and send it without waiting for another process."""
    try:
        with transaction(around.engine) as session:
            message_id = ask(session, address, around.watchlist, around.settings, around.now(), language=language, then=then)
        if message_id:
            deliver(around.engine, around.watchlist, around.settings, around.now, message_id)
    except (VeilleError, DBAPIError, OSError) as trouble:
        # The answer was given long ago: what stands in the ledger is sent by the next who delivers.
        LOG.error("A link to sign in could not be sent: %s", trouble)


@router.get("/sign-in/{secret}")
def show_link(visit: Visiting, secret: str, then: str = "") -> HTMLResponse:
    """The button: programs that look into mails follow links and press no buttons."""
    with reading(visit.around.engine) as session:
        good = good_link(session, secret, visit.around.now()) is not None
    values = {"asked": "", "minutes": MINUTES, "secret": secret if good else "", "then": of_ours(then)}
    return visit.page("signed_in.html", status=200 if good else 404, values=values)


@router.post("/sign-in/{secret}")
def answer_link(visit: Visiting, secret: str, _: Posted, then: str = "") -> Response:
    """Sign in, once, and go to the page that somebody came for."""
    around = visit.around
    with transaction(around.engine) as session:
        cookie = sign_in(session, secret, around.watchlist, around.settings, around.now())
    if cookie is None:
        return visit.page("signed_in.html", status=404, values={"asked": "", "minutes": MINUTES, "secret": "", "then": of_ours(then)})
    response = onward(visit, of_ours(then) or ("/" if around.settings.closed else "/desk"))
    keep(response, cookie, around.site)
    return response


@router.post("/sign-out")
def answer_sign_out(visit: Visiting, _: Posted) -> Response:
    """Forget this browser."""
    with transaction(visit.around.engine) as session:
        sign_out(session, visit.request.cookies.get(cookie_name(visit.around.site), ""), visit.around.now())
    response = onward(visit, "/")
    keep(response, "", visit.around.site)
    return response
