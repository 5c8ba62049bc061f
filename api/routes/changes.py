"""Changes and Events as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import shapes
from api.answers import as_json, written
from api.dependencies import Reading
from api.kept import LASTING
from api.queries import ChangeQuery, Number, TopicQuery
from core.history import recorded_change
from core.history_pages import page_of_changes, page_of_events
from core.history_records import change_record

router = APIRouter(prefix="/api/v1", tags=["History"], dependencies=[LASTING])
LIST, ITEM = shapes.problems(400, 422), shapes.problems(404, 422)


@router.get("/changes", response_model=shapes.ChangeList, responses=LIST)
def list_changes(session: Reading, query: Annotated[ChangeQuery, Query()]) -> Response:
    """The Changes that meet every condition, newest first unless `order=asc`."""
    return written(page_of_changes(session, query.wanted(), query.cursor, query.limit, query.order))


@router.get("/changes/{id}", response_model=shapes.Change, responses=ITEM)
def show_change(session: Reading, id: Number) -> Response:
    """One Change, with its redline and its evidence."""
    return as_json(change_record(recorded_change(session, id)))


@router.get("/events", response_model=shapes.EventList, responses=LIST)
def list_events(session: Reading, query: Annotated[TopicQuery, Query()]) -> Response:
    """The Events with their Changes, newest first unless `order=asc`."""
    return written(page_of_events(session, query.cursor, query.limit, query.order, query.topic))
