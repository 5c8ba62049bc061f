"""What one of our own pages claims, and which official rule each sentence is pinned to by hand."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from alerts.desk.claims import in_three
from alerts.desk.decisions import AS_THE_WORDS_SAY
from alerts.desk.linking import chosen, claims_of, lost_pins, pin, rules_by_type, tasks_of
from alerts.desk.overview import overview
from alerts.desk.recognised import recognised
from api.forms import Posted
from api.people import Desk, at_desk, onward
from api.visits import Visiting
from core import models
from core.clock import BRUSSELS
from core.errors import NotInHistory
from core.links import link_to_text
from core.paging import is_number
from core.titles import page_names

router = APIRouter(include_in_schema=False)
CLAIMS = 50
NO_RULE, BY_WORDS = "none", "words"
"""What the form says where it names no rule."""


@router.get("/desk/pages/{page}")
def show_claims(visit: Visiting, page: str, cursor: Annotated[str, Query()] = "", done: str = "") -> HTMLResponse:
    """The Claims of one page, each with the rule that it repeats."""
    with at_desk(visit) as desk:
        own = _of_desk(desk, page)
        found = claims_of(desk.session, own.id, cursor or None, CLAIMS)
        rules = rules_by_type()
        values: dict[str, Any] = {
            "own": own,
            "state": overview(desk.session, [own.id], visit.around.now().astimezone(BRUSSELS).date())[0],
            "name": page_names(desk.session, {own.id: own.url})[own.id],
            "found": [(each, in_three(each.sentence, each.text), link_to_text(own.url, each.sentence)) for each in found.items],
            "known": {each.id: recognised(each) for each in found.items},
            "chosen": chosen(desk.session, own.id),
            "tasks": tasks_of(desk.session, own.id),
            "next": found.next,
            "rules": rules,
            "labels": {rule.id: rule.label for each in rules.values() for rule in each},
            "lost": lost_pins(desk.session, own),
            "done": done,
        }
        return desk.page("own_page.html", values=values)


@router.post("/desk/pages/{page}")
def pin_claim(visit: Visiting, page: str, form: Posted) -> Response:
    """Pin a Claim to a rule or to none, or take that back."""
    given, number = form.one("rule"), form.one("claim")
    rule = {NO_RULE: None, BY_WORDS: AS_THE_WORDS_SAY}.get(given, given)
    with at_desk(visit, writing=True) as desk:
        claim = desk.session.get(models.Claim, int(number)) if number.isdecimal() and is_number(int(number)) else None
        if claim is None or claim.page_id != _of_desk(desk, page).id or claim.gone:
            raise NotInHistory(f"The page {page} claims no such thing any more.")
        pin(desk.session, claim, rule, desk.person.id, visit.around.now(), reason=form.one("note"))
    return onward(visit, f"/desk/pages/{page}", done=number)


def _of_desk(desk: Desk, page: str) -> models.Watch:
    found = desk.session.get(models.Watch, page)
    if found is None or page not in desk.person.pages:
        raise NotInHistory(f"There is no page {page!r} of yours.")
    return found
