"""Asking for messages: the form with its preview, and the confirmation without which nothing is sent."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from alerts.people.addresses import AddressError, accepted
from alerts.people.choices import confirm, subscribe
from alerts.people.confirmation import UNCONFIRMED_DAYS
from alerts.people.erasure import AFTER
from alerts.preview import preview
from api.choosing import chosen, options
from api.forms import Form, Posted
from api.pages import render
from api.visits import Open, Visit, Visiting
from core.errors import NotInHistory
from core.settings import Settings
from core.watchlist import Choices

router = APIRouter(include_in_schema=False)


@router.get("/subscribe")
def show_form(visit: Visiting) -> HTMLResponse:
    """The form, empty."""
    given = Choices.model_validate({"language": visit.language}).model_dump(mode="json")
    with visit.opened(writing=False) as there:
        known = options(there.deployed, visit.language)
    return visit.page("subscribe.html", values={"given": given, "address": "", "mistakes": (), "shown": None, **known})


@router.post("/subscribe")
def answer_form(visit: Visiting, form: Posted) -> HTMLResponse:
    """The preview of the choices, or a Subscription that waits to be confirmed; the form again where something is not right."""
    looking = form.one("act") == "preview"
    address, mistakes = _address(form, visit.around.settings, required=not looking)
    now, shown = visit.around.now(), None
    with visit.opened(writing=not looking) as there:
        known = options(there.deployed, visit.language)
        found = chosen(form, known)
        mistakes = (*mistakes, *found.mistakes)
        if found.choices and looking:
            shown = preview(there.session, there.deployed.watchlist, there.deployed.settings, found.choices, now)
        elif found.choices and not mistakes:
            subscribe(there.session, address, found.choices, there.deployed, now)
            return visit.page("asked.html", values={"address": address, "days": UNCONFIRMED_DAYS})
    values = {"given": found.given, "address": form.one("address"), "mistakes": mistakes, "shown": shown, **known}
    return visit.page("subscribe.html", status=422 if mistakes else 200, values=values)


def _address(form: Form, settings: Settings, *, required: bool) -> tuple[str, tuple[str, ...]]:
    """The address that a form gives and what is wrong with it."""
    written = form.one("address")
    if not written and not required:
        return "", ()
    try:
        return accepted(written, settings), ()
    except AddressError as error:
        return "", (f"address_{error.why}",)


@router.get("/confirm/{token}/{subscription}")
def show_confirmation(visit: Visiting, token: str, subscription: str) -> HTMLResponse:
    """What would be confirmed, with the button: programs that look into mails follow links and press no buttons."""
    with visit.opened(writing=False) as there:
        return _confirmation(visit, there, token, subscription)


@router.post("/confirm/{token}/{subscription}")
def answer_confirmation(visit: Visiting, token: str, subscription: str, _: Posted) -> HTMLResponse:
    """The Subscription begins."""
    with visit.opened(writing=True) as there:
        confirm(there.session, there.recipient(token), subscription, visit.around.now())
        return _confirmation(visit, there, token, subscription)


def _confirmation(visit: Visit, there: Open, token: str, subscription: str) -> HTMLResponse:
    found = there.held(there.recipient(token)).get(subscription)
    if found is None or not found.from_website:
        raise NotInHistory("This Subscription was not confirmed in time, or never asked for; subscribe anew.")
    return visit.page("confirm.html", values={"found": found, "told": there.in_words(found, visit.language), "token": token})


@router.get("/privacy")
def show_privacy(visit: Visiting) -> HTMLResponse:
    """What is kept of people, why and for how long."""
    days = {"unconfirmed": UNCONFIRMED_DAYS, "after": AFTER.days}
    return render(visit.request, "privacy.html", visit.language, contact=visit.around.settings.contact, days=days)
