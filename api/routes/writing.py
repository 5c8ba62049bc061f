"""Writing through the API: what programs with a token, and people signed in, may change."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from alerts.desk.actions import act
from alerts.desk.overview import days_wrong
from alerts.marks import mark, unmark
from alerts.people.assigning import tell
from alerts.rectifications import record
from api import shapes
from api.dependencies import Around, Reading
from api.people import OfAnotherEditor, Writing
from api.queries import Number, Since, TaskTableQuery
from api.spreadsheet import as_csv
from core import models
from core.errors import NotInHistory
from core.instants import instant_as_text
from core.tasks import every_task, task_record

router = APIRouter(prefix="/api/v1", tags=["Writing"])
REFUSED = shapes.problems(401, 403, 404, 409, 422)
COLUMNS = (
    "id", "page", "organisation", "url", "state", "problem", "sentence", "text", "proposal", "reason", "path", "change", "opened",
    "closed", "days_wrong", "link", "assignee", "wakes",
)  # fmt: skip


class Body(BaseModel):
    """What is sent; a key that nobody knows is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class TaskActed(Body):
    """What is done with a Task."""

    action: Literal["done", "correct", "disagree", "later", "assign", "comment", "reopen"] = Field(
        description="`done`: the page was corrected, which the next poll checks. `correct`: the sentence was right already. "
        "`disagree`: it is about something else, which the link learns. `later`: asked again on a day. `reopen`: it is wrong after all."
    )
    note: str = Field("", max_length=2000, description="Needed to disagree (why), to assign (to whom) and to comment.")
    until: Since | None = Field(None, description="For `later`: a day or an instant to come, within a year; a week where it is missing.")


class Rectified(Body):
    """What is said of a Change that was told wrongly."""

    kind: Literal["withdrawn", "corrected"]
    note: str = Field("", max_length=2000, description="What is right, as readers get it; needed to correct.")


class NoiseMark(BaseModel):
    """A Change that was marked as noise, or is so no more."""

    change: int
    watch: str
    marked: shapes.Instant
    marked_by: str
    revoked: shapes.Instant | None
    revoked_by: str | None


class Rectification(BaseModel):
    """What was recorded, and who hears of it."""

    change: int
    kind: Literal["withdrawn", "corrected"]
    note: str
    told: int = Field(description="How many readers were told of the Change; each gets one message with the next run.")


@router.post("/tasks/{id}/actions", response_model=shapes.Task, responses=REFUSED)
def act_on_task(who: Writing, id: Number, given: TaskActed) -> Any:
    """Do something with a Task; the answer is the Task as it is now."""
    with who.may("tasks") as (session, person):
        task = session.get(models.Task, id)
        if task is None:
            raise NotInHistory(f"There is no Task {id}; the list of tasks has those there are.")
        if not person.may("tasks", task.page_id):
            raise OfAnotherEditor(task.page_id)
        now = who.around.now()
        done = act(session, id, given.action, person.id, now, note=given.note, until=given.until)
        if given.action == "assign":
            tell(session, done, person.id, who.around.deployed(session), now)
        return task_record(done)


@router.post("/changes/{id}/noise", response_model=NoiseMark, responses=REFUSED)
def mark_as_noise(who: Writing, id: Number) -> Any:
    """Mark a Change as noise: the same noise on its Watch is recorded from then on, and never sent."""
    with who.may("noise") as (session, person):
        return _mark_record(mark(session, id, person.id, who.around.now()))


@router.delete("/changes/{id}/noise", response_model=NoiseMark, responses=REFUSED)
def take_mark_back(who: Writing, id: Number) -> Any:
    """Take the mark of a Change back: what is like it is told again from now on."""
    with who.may("noise") as (session, person):
        return _mark_record(unmark(session, id, person.id, who.around.now()))


def _mark_record(found: models.NoiseMark) -> dict[str, Any]:
    return {
        "change": found.change_id,
        "watch": found.watch_id,
        "marked": instant_as_text(found.marked),
        "marked_by": found.marked_by,
        "revoked": found.revoked and instant_as_text(found.revoked),
        "revoked_by": found.revoked_by,
    }


@router.post("/changes/{id}/rectification", response_model=Rectification, responses=REFUSED)
def rectify_change(who: Writing, id: Number, given: Rectified) -> Any:
    """Withdraw or correct a Change: exactly those who were told of it are told so."""
    with who.may("rectify") as (session, person):
        told = record(session, id, (given.kind, given.note, person.id), who.around.now())
    return {"change": id, "kind": given.kind, "note": given.note, "told": told}


TABLE: dict[int | str, Any] = {200: {"content": {"text/csv": {}}, "description": f"CSV (RFC 4180) in UTF-8: {', '.join(COLUMNS)}."}}


@router.get("/tasks.csv", response_class=Response, responses={**TABLE, **shapes.problems(422)}, tags=["Work"])
def list_tasks_as_table(session: Reading, around: Around, query: Annotated[TaskTableQuery, Query()]) -> Response:
    """All Tasks that meet the conditions, newest first; no cell is taken for a formula by a spreadsheet."""
    now = around.now()
    rows = (
        {**task_record(task), "url": task.page.url, "days_wrong": days_wrong(task, now)} for task in every_task(session, **query.wanted())
    )
    table, named = as_csv(COLUMNS, rows, for_excel=query.spreadsheet), {"Content-Disposition": 'attachment; filename="tasks.csv"'}
    return Response(table, media_type="text/csv", headers=named)
