"""What needs somebody: Incidents and Tasks."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import shapes
from api.dependencies import Reading
from api.queries import IncidentQuery, TaskQuery
from core.tasks import task_record, tasks
from core.watches import incident_record, incidents

router = APIRouter(prefix="/api/v1", tags=["Work"])


@router.get("/incidents", response_model=shapes.IncidentList, responses=shapes.problems(400, 422))
def list_incidents(session: Reading, query: Annotated[IncidentQuery, Query()]) -> Any:
    """What could not be read as expected: open Incidents first, then the closed ones, each newest first.

    In `order=asc` they come by their opening, whether open or closed.
    """
    found = incidents(session, query.cursor, query.limit, only_open=query.open, watch=query.watch, order=query.order)
    return found.map(incident_record)


@router.get("/tasks", response_model=shapes.TaskList, responses=shapes.problems(400, 422))
def list_tasks(session: Reading, query: Annotated[TaskQuery, Query()]) -> Any:
    """Sentences of our own pages that have become doubtful, newest first unless `order=asc`."""
    wanted = {"state": query.state, "page": query.page, "problem": query.problem}
    return tasks(session, query.cursor, query.limit, order=query.order, **wanted).map(task_record)
