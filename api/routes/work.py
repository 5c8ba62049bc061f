"""What needs somebody: Incidents, Tasks and the health of Veille itself."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from alerts.undone import Undone, left_undone
from api import shapes
from api.dependencies import Around, Reading
from api.queries import IncidentQuery, TaskQuery
from core.health import health, health_record
from core.instants import instant_as_text
from core.tasks import task_record, tasks
from core.watches import incident_record, incidents

router = APIRouter(prefix="/api/v1", tags=["Work"])


@router.get("/incidents", response_model=shapes.IncidentList, responses=shapes.problems(400, 422))
def list_incidents(session: Reading, query: Annotated[IncidentQuery, Query()]) -> Any:
    """What could not be read as expected: open Incidents first, then the closed ones, each newest first; by their opening in `order=asc`."""
    found = incidents(session, query.cursor, query.limit, only_open=query.open, watch=query.watch, order=query.order)
    return found.map(incident_record)


@router.get("/tasks", response_model=shapes.TaskList, responses=shapes.problems(400, 422))
def list_tasks(session: Reading, query: Annotated[TaskQuery, Query()]) -> Any:
    """Sentences of our own pages that have become doubtful, newest first unless `order=asc`."""
    wanted = {"state": query.state, "page": query.page, "problem": query.problem}
    return tasks(session, query.cursor, query.limit, order=query.order, **wanted).map(task_record)


@router.get("/health", response_model=shapes.Health, responses=shapes.problems(503))
def show_health(session: Reading, around: Around) -> Any:
    """Whether Veille does its work, and what is wrong where it does not; 503 only where it has no database."""
    now = around.now()
    found = health(session, now)
    return health_record(replace(found, reasons=(*found.reasons, *map(_in_words, left_undone(session, now)))))


def _in_words(undone: Undone) -> str:
    since = instant_as_text(undone.since)
    return f"{undone.what}: {undone.number}, the oldest since {since}; see that `veille run` is running and what its log says."
