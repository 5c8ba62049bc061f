"""The editor's desk: our own pages, what is wrong on them, and what to do about each sentence."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from alerts.desk.actions import NEEDS_A_NOTE, act, possible
from alerts.desk.claims import in_three
from alerts.desk.linking import decide
from alerts.desk.overview import PageState, days_wrong, organisations, overview
from alerts.people.assigning import tell
from alerts.words import label
from api.forms import Form, Posted
from api.pages import address
from api.people import Desk, OfAnotherEditor, at_desk, onward
from api.queries import Number
from api.tasks import UNTIL, can_wait, day_of, rules_for, task_page, wakes_on
from api.visits import Visiting
from core import models
from core.clock import BRUSSELS
from core.errors import NotInHistory
from core.tasks import TaskProblem, TaskState, tasks
from core.titles import page_names

router = APIRouter(include_in_schema=False)
TASKS = 50


class Wanted(BaseModel):
    """Which Tasks of the desk are shown; an empty field is no condition."""

    state: Literal[""] | TaskState = "open"
    problem: Literal[""] | TaskProblem = ""
    page: str = ""
    organisation: str = ""
    topic: str = ""
    cursor: str = ""

    def conditions(self) -> dict[str, Any]:
        """Those that are given."""
        return {name: value for name, value in self.model_dump(exclude={"cursor"}).items() if value}


@router.get("/desk")
def show_desk(visit: Visiting, wanted: Annotated[Wanted, Query()]) -> HTMLResponse:
    """How every page stands, and the Tasks that meet the conditions."""
    now = visit.around.now()
    with at_desk(visit) as desk:
        pages = desk.person.pages
        found = tasks(desk.session, wanted.cursor or None, TASKS, of_pages=pages, **wanted.conditions())
        states = overview(desk.session, pages, now.astimezone(BRUSSELS).date())
        values = {
            "wanted": wanted,
            "states": states,
            "organisations": organisations(states),
            "topics": _topics(desk, states),
            "table": address("/api/v1/tasks.csv", {**wanted.conditions(), "spreadsheet": "true"}),
            "found": [(task, in_three(task.sentence, task.text), days_wrong(task, now), wakes_on(task)) for task in found.items],
            "names": page_names(desk.session, {each.page.id: each.page.url for each in states}),
            "next": found.next,
        }
        return desk.page("desk.html", values=values)


def _topics(desk: Desk, states: Collection[PageState]) -> dict[str, str]:
    """The Topics of the pages, each with its label."""
    labels = desk.visit.around.deployed(desk.session).watchlist.topics
    named = sorted({topic for each in states for topic in each.page.topics})
    return {topic: label(topic, labels, desk.visit.language) for topic in named}


@router.get("/desk/{id}")
def show_task(visit: Visiting, id: Number, done: str = "") -> HTMLResponse:
    """One Task, with why and what to do."""
    with at_desk(visit) as desk:
        return task_page(desk, _of_desk(desk, id), done=done)


@router.post("/desk/{id}")
def answer_task(visit: Visiting, id: Number, form: Posted) -> Response:
    """Do what a button says; the page again where words or a day are missing."""
    action, note, now = form.one("action"), form.one("note"), visit.around.now()
    with at_desk(visit, writing=True) as desk:
        task, until = _of_desk(desk, id), day_of(form)
        mistake = _mistake(task, form, until, now)
        if mistake:
            return task_page(desk, task, mistake=mistake, given={"action": action, "note": note}, status=422)
        act(desk.session, id, action, desk.person.id, now, note=note, until=until)
        told = action == "assign" and tell(desk.session, task, desk.person.id, visit.around.deployed(desk.session), now)
    return onward(visit, f"/desk/{id}", done="told" if told else action)


@router.post("/desk/{id}/link")
def answer_link(visit: Visiting, id: Number, form: Posted) -> Response:
    """Confirm, correct or cut the link between the sentence and an official rule."""
    with at_desk(visit, writing=True) as desk:
        task, now = _of_desk(desk, id), visit.around.now()
        rule = form.one("rule") or None
        if rule is not None and rule not in {each.id for each in rules_for(desk, task)}:
            raise NotInHistory(f"There is no rule {rule!r} that this sentence could repeat.")
        decide(desk.session, task, rule, desk.person.id, now, reason=form.one("note"))
    return onward(visit, f"/desk/{id}", done="link")


def _of_desk(desk: Desk, id: int) -> models.Task:
    task = desk.session.get(models.Task, id)
    if task is None:
        raise NotInHistory(f"There is no Task {id}.")
    if not desk.person.may("tasks", task.page_id):
        raise OfAnotherEditor(task.page_id)
    return task


def _mistake(task: models.Task, form: Form, until: datetime | None, now: datetime) -> str:
    """What is wrong with a form, by the name of its words; empty where nothing is."""
    action = form.one("action")
    if action not in possible(task):
        return "impossible"
    if action in NEEDS_A_NOTE and not form.one("note"):
        return action
    return "later" if action == "later" and form.one(UNTIL) and not can_wait(until, now) else ""
