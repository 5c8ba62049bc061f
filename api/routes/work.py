"""What needs somebody: Incidents and Tasks."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from alerts.desk.overview import organisation_record, organisations, overview
from api import shapes
from api.dependencies import Around, Reading
from api.queries import IncidentQuery, TaskQuery
from core.clock import BRUSSELS
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
    return tasks(session, query.cursor, query.limit, order=query.order, **query.wanted()).map(task_record)


@router.get("/organisations", response_model=shapes.OrganisationList)
def list_organisations(session: Reading, around: Around) -> Any:
    """How our own pages stand, by organisation, those with most wrong first."""
    pages = {page.id for page in around.watchlist.pages}
    found = organisations(overview(session, pages, around.now().astimezone(BRUSSELS).date()))
    return {"items": [organisation_record(each) for each in found], "next": None}
