"""The page of choices behind the links of every message, without a password; and leaving, in one click."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from alerts.people.choices import ON_THE_WEBSITE, change, end, take_up, unsubscribe
from alerts.people.erasure import AFTER
from alerts.people.subscriptions import Held
from alerts.preview import preview
from api.choosing import chosen, options
from api.forms import Posted
from api.visits import Open, Visit, Visiting
from core.errors import NotInHistory

router = APIRouter(include_in_schema=False)


@router.get("/choices/{token}")
def show_choices(visit: Visiting, token: str) -> HTMLResponse:
    """Every Subscription of the recipient, with what can be done about each."""
    with visit.opened(writing=False) as there:
        return _choices(visit, there, token)


@router.post("/choices/{token}")
def answer_choices(visit: Visiting, token: str, form: Posted) -> HTMLResponse:
    """End, pause, or take up again one Subscription, or end them all."""
    with visit.opened(writing=True) as there:
        recipient = there.recipient(token)
        found = there.held(recipient)
        named, act = form.one("subscription"), form.one("act")
        if act == "end_all":
            end(there.session, recipient, [each for each, one in found.items() if one.stands], ON_THE_WEBSITE, visit.around.now())
            return _choices(visit, there, token, done="ended")
        if named not in found:
            raise _unknown(named)
        return _choices(visit, there, token, done=_act(visit, there, recipient, found[named], act))


def _act(visit: Visit, there: Open, recipient: str, one: Held, act: str) -> str:
    """Do what a button says; the word for what was done, empty where the button is none of ours."""
    subscriber, now = one.subscriber, visit.around.now()
    match act:
        case "end":
            end(there.session, recipient, [subscriber.id], ON_THE_WEBSITE, now)
            return "ended"
        case "pause":
            change(there.session, recipient, subscriber.id, subscriber.model_copy(update={"frequency": "off"}))
            return "kept"
        case "take_up":
            take_up(there.session, recipient, subscriber.id, there.deployed, now)
            return "asked" if one.from_website else "kept"
    return ""


def _choices(visit: Visit, there: Open, token: str, *, done: str = "") -> HTMLResponse:
    found = there.held(there.recipient(token)).values()
    entries = [(each, there.in_words(each, visit.language)) for each in found]
    return visit.page("choices.html", values={"entries": entries, "token": token, "done": done})


@router.get("/choices/{token}/{subscription}")
def show_change(visit: Visiting, token: str, subscription: str) -> HTMLResponse:
    """The form with the choices of one Subscription of the website."""
    with visit.opened(writing=False) as there:
        given = _one(there, token, subscription).subscriber.model_dump(mode="json")
        known = options(there.deployed, visit.language)
    return visit.page("change_choices.html", values={"given": given, "mistakes": (), "shown": None, "token": token, **known})


@router.post("/choices/{token}/{subscription}")
def answer_change(visit: Visiting, token: str, subscription: str, form: Posted) -> HTMLResponse:
    """The preview of the new choices, or the new choices kept; the form again where something is not right."""
    looking, shown = form.one("act") == "preview", None
    with visit.opened(writing=not looking) as there:
        _one(there, token, subscription)
        known = options(there.deployed, visit.language)
        found = chosen(form, known)
        if found.choices and looking:
            shown = preview(there.session, there.deployed.watchlist, there.deployed.settings, found.choices, visit.around.now())
        elif found.choices:
            change(there.session, there.recipient(token), subscription, found.choices)
            return _choices(visit, there, token, done="kept")
    values = {"given": found.given, "mistakes": found.mistakes, "shown": shown, "token": token, **known}
    return visit.page("change_choices.html", status=422 if found.mistakes else 200, values=values)


@router.get("/unsubscribe/{token}")
def show_unsubscribing(visit: Visiting, token: str, of: str = "") -> HTMLResponse:
    """The page with the button that ends; opening it ends nothing, for programs open every link."""
    with visit.opened(writing=False) as there:
        there.recipient(token)
    return visit.page("unsubscribe.html", values={"token": token, "of": of, "ended": None, "days": AFTER.days})


@router.post("/unsubscribe/{token}")
def answer_unsubscribing(visit: Visiting, token: str, of: str = "") -> HTMLResponse:
    """End what the message ``of`` was written for, all where it is not known (RFC 8058: one post, from wherever it comes)."""
    with visit.opened(writing=True) as there:
        ended = unsubscribe(there.session, there.recipient(token), of, there.deployed, visit.around.now())
    return visit.page("unsubscribe.html", values={"token": token, "of": of, "ended": ended, "days": AFTER.days})


def _one(there: Open, token: str, subscription: str) -> Held:
    """A Subscription of the website that the recipient has and that has not ended."""
    found = there.held(there.recipient(token)).get(subscription)
    if found is None or not found.from_website or found.ended is not None:
        raise _unknown(subscription)
    return found


def _unknown(subscription: str) -> NotInHistory:
    return NotInHistory(f"The recipient has no Subscription {subscription!r} to change here; the page of choices lists those there are.")
