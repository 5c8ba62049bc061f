"""Changes and Events as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import shapes
from api.answers import as_json, listed
from api.dependencies import Reading
from api.queries import ChangeQuery, Number, TopicQuery
from core.history import change_record, changes, event_record, events, recorded_change

router = APIRouter(prefix="/api/v1", tags=["History"])
LIST, ITEM = shapes.problems(400, 422), shapes.problems(404, 422)


@router.get("/changes", response_model=shapes.ChangeList, responses=LIST)
def list_changes(session: Reading, query: Annotated[ChangeQuery, Query()]) -> Response:
    """The Changes that meet every condition, newest first unless `order=asc`."""
    return listed(changes(session, query.wanted(), query.cursor, query.limit, query.order).map(change_record))


@router.get("/changes/{id}", response_model=shapes.Change, responses=ITEM)
def show_change(session: Reading, id: Number) -> Response:
    """One Change, with its redline and its evidence."""
    return as_json(change_record(recorded_change(session, id)))


@router.get("/events", response_model=shapes.EventList, responses=LIST)
def list_events(session: Reading, query: Annotated[TopicQuery, Query()]) -> Response:
    """The Events with their Changes, newest first unless `order=asc`."""
    return listed(events(session, query.cursor, query.limit, query.order, query.topic).map(event_record))
