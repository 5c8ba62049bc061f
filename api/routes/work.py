"""What needs somebody: Incidents, Tasks and the health of Veille itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import shapes
from api.dependencies import Around, Reading
from api.queries import IncidentQuery, TaskQuery
from core.health import health, health_record
from core.tasks import task_record, tasks
from core.watches import incident_record, incidents

router = APIRouter(prefix="/api/v1", tags=["Work"])


@router.get("/incidents", response_model=shapes.IncidentList, responses=shapes.problems(400, 422))
def list_incidents(session: Reading, query: Annotated[IncidentQuery, Query()]) -> Any:
    """What could not be read as expected: open Incidents first, then the closed ones, each newest first."""
    found = incidents(session, query.cursor, query.limit, only_open=query.open, watch=query.watch)
    return found.map(incident_record)


@router.get("/tasks", response_model=shapes.TaskList, responses=shapes.problems(400, 422))
def list_tasks(session: Reading, query: Annotated[TaskQuery, Query()]) -> Any:
    """Sentences of our own pages that have become doubtful, newest first."""
    return tasks(session, query.cursor, query.limit, state=query.state, page=query.page).map(task_record)


@router.get("/health", response_model=shapes.Health, responses=shapes.problems(503))
def show_health(session: Reading, around: Around) -> Any:
    """Whether Veille does its work; 503 only where it has no database."""
    return health_record(health(session, around.now()))
