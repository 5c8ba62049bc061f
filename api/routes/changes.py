"""Changes and Events as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import shapes
from api.dependencies import Reading
from api.queries import ChangeQuery, Number, TopicQuery
from core.history import change_record, changes, event_record, events, recorded_change

router = APIRouter(prefix="/api/v1", tags=["History"])
LIST, ITEM = shapes.problems(400, 422), shapes.problems(404, 422)


@router.get("/changes", response_model=shapes.ChangeList, response_model_exclude_unset=True, responses=LIST)
def list_changes(session: Reading, query: Annotated[ChangeQuery, Query()]) -> Any:
    """The Changes that meet every condition, newest first unless `order=asc`."""
    return changes(session, query.wanted(), query.cursor, query.limit, query.order).map(change_record)


@router.get("/changes/{id}", response_model=shapes.Change, response_model_exclude_unset=True, responses=ITEM)
def show_change(session: Reading, id: Number) -> Any:
    """One Change, with its redline and its evidence."""
    return change_record(recorded_change(session, id))


@router.get("/events", response_model=shapes.EventList, response_model_exclude_unset=True, responses=LIST)
def list_events(session: Reading, query: Annotated[TopicQuery, Query()]) -> Any:
    """The Events with their Changes, newest first unless `order=asc`."""
    return events(session, query.cursor, query.limit, query.order, query.topic).map(event_record)
