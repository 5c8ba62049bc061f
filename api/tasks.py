"""What the page of a Task shows: how the sentence stands, why, where else, what was done and what can be."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi.responses import HTMLResponse

from alerts.desk.actions import LONGEST, possible
from alerts.desk.authorities import authority_of
from alerts.desk.claims import in_three
from alerts.desk.deeds import done_with
from alerts.desk.instead import instead
from alerts.desk.linking import claim_of, elsewhere, rules_of_type
from alerts.desk.official import OfficialRule, bundled
from alerts.desk.overview import days_wrong, overview
from alerts.desk.recognised import recognised
from alerts.people.assigning import to_be_told
from api.forms import Form
from api.people import Desk
from core import models
from core.clock import BRUSSELS
from core.history import recorded_change
from core.links import link_to_text
from core.titles import page_names

DAY = timedelta(days=1)
UNTIL = "until"
WAKES_AT = time(0)


def task_page(desk: Desk, task: models.Task, *, status: int = 200, **values: Any) -> HTMLResponse:
    """One Task, with why and what to do; ``values`` are what a form has brought about."""
    given = {"done": "", "mistake": "", "given": {"action": "", "note": ""}}
    return desk.page("task.html", status=status, values={**_about(desk, task), **_answers(desk, task), **given, **values})


def _about(desk: Desk, task: models.Task) -> dict[str, Any]:
    """The sentence, what is wrong with it, and by what that is known."""
    session, now, language = desk.session, desk.visit.around.now(), desk.visit.language
    today, claim = now.astimezone(BRUSSELS).date(), claim_of(session, task)
    others = _visible(desk, elsewhere(session, claim) if claim else ())
    return {
        "task": task,
        "parts": in_three(task.sentence, task.text),
        "official": recorded_change(session, task.change_id) if task.change_id else None,
        "authority": None if task.change_id else authority_of(task.rule, language, today),
        "instead": instead(task, language, today),
        "days": days_wrong(task, now),
        "link": link_to_text(task.page.url, task.sentence),
        "claim": claim,
        "recognised": recognised(claim) if claim else None,
        "state": overview(session, [task.page_id], today)[0],
        "elsewhere": others,
        "names": page_names(session, {page.id: page.url for page in (task.page, *(other.page for other, _ in others))}),
    }


def _answers(desk: Desk, task: models.Task) -> dict[str, Any]:
    """What was done with it, and what can be done."""
    now = desk.visit.around.now()
    return {
        "rules": rules_for(desk, task),
        "labels": {rule.id: rule.label for rule in bundled()},
        "actions": done_with(desk.session, task),
        "possible": possible(task),
        "to_be_told": _to_be_told(desk, task),
        "tomorrow": now.astimezone(BRUSSELS).date() + DAY,
        "last_day": (now + LONGEST).astimezone(BRUSSELS).date(),
        "asleep": wakes_on(task),
    }


def _to_be_told(desk: Desk, task: models.Task) -> list[str]:
    """To whom else the Task can be given so that they are told."""
    around = desk.visit.around
    return [name for name in to_be_told(task.page_id, around.watchlist, around.settings) if name != desk.person.id]


def wakes_on(task: models.Task) -> date | None:
    """The day on which a Task that was put off is open again."""
    return task.wakes.astimezone(BRUSSELS).date() if task.state == "later" and task.wakes else None


def day_of(form: Form) -> datetime | None:
    """The beginning of the day that a form names, in Brussels."""
    try:
        return datetime.combine(date.fromisoformat(form.one(UNTIL)), WAKES_AT, BRUSSELS)
    except (ValueError, OverflowError):
        return None


def can_wait(until: datetime | None, now: datetime) -> bool:
    """Whether a Task may sleep until then."""
    return until is not None and now < until <= now + LONGEST


def rules_for(desk: Desk, task: models.Task) -> Collection[OfficialRule]:
    """The rules that the sentence of a Task could repeat."""
    claim = claim_of(desk.session, task)
    return rules_of_type(claim.type) if claim else ()


def _visible(desk: Desk, claims: Collection[models.Claim]) -> list[tuple[models.Claim, str | None]]:
    """The Claims on pages that the person looks after, each with the address that leads to it."""
    return [(each, link_to_text(each.page.url, each.sentence)) for each in claims if each.page_id in desk.person.pages]
