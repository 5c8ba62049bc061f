"""Values through time, as JSON and as a table for spreadsheets."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import shapes
from api.answers import listed
from api.dependencies import Reading
from api.facts import RecordedFact, recorded_facts
from api.kept import LASTING
from api.queries import FactQuery
from api.spreadsheet import as_csv
from core.instants import instant_as_text
from core.values import Stated

router = APIRouter(prefix="/api/v1", tags=["History"], dependencies=[LASTING])

ROWS, AT_A_TIME = 10_000, 2_000
SIDES = [f"{side}_{part}" for side in ("before", "after") for part in ("value", "unit", "text")]
COLUMNS = [
    "series",
    "watch",
    "language",
    "path",
    "type",
    "role",
    *SIDES,
    "effective",
    "detected",
    "change",
    "rule",
    "rectified",
    "url",
    "key",
]
TABLE: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}, "example": f"{','.join(COLUMNS)}\r\n"}}
CSV: dict[int | str, Any] = {200: {"description": "A table in UTF-8 with a header.", "content": TABLE}, **shapes.problems(404)}
BOTH: dict[int | str, Any] = {200: {"content": TABLE}, **shapes.problems(404)}


@router.get("/facts", response_model=shapes.FactList, responses=BOTH)
def list_facts(request: Request, session: Reading, query: Annotated[FactQuery, Query()]) -> Response:
    """Values through time: each amount, duration, date … before and after, newest first unless `order=asc`.

    With `watch` it begins with what was read at first sight, so that `watch=…&type=amount&order=asc` draws fees from the first reading
    to today: one line for each `series`. Without `watch` it lists what changed. A page may hold fewer items than `limit`
    where what is asked for is rare; `next` goes on.
    """
    if query.format == "csv":
        return show_table(request, session, query)
    return listed(recorded_facts(session, query.wanted(), query.cursor, query.limit, query.order).map(fact_record))


@router.get("/facts.csv", response_class=Response, responses=CSV)
def show_table(request: Request, session: Reading, query: Annotated[FactQuery, Query()]) -> Response:
    """Values through time as a table: up to 10,000 rows, and a header `Link` to those that follow."""
    rows: list[RecordedFact] = []
    cursor, ended = query.cursor, False
    while not ended and len(rows) < ROWS:
        page = recorded_facts(session, query.wanted(), cursor, AT_A_TIME, query.order)
        rows += page.items
        cursor, ended = page.next, page.next in (None, cursor)
    headers = {"Content-Disposition": 'attachment; filename="facts.csv"'}
    if not ended:
        headers["Link"] = f'<?{request.url.include_query_params(cursor=cursor).query}>; rel="next"'
    return Response(as_csv(COLUMNS, map(_row, rows)), media_type="text/csv", headers=headers)


def fact_record(recorded: RecordedFact) -> dict[str, Any]:
    """A step of a value as the API shows it."""
    return {
        "series": recorded.series,
        "watch": recorded.watch,
        "url": recorded.url,
        "language": recorded.language,
        "key": recorded.key,
        "path": recorded.path,
        "type": recorded.fact.type,
        "role": recorded.fact.role,
        "before": _side(recorded.fact.before),
        "after": _side(recorded.fact.after),
        "rule": recorded.rule,
        "effective": recorded.effective,
        "detected": instant_as_text(recorded.detected),
        "change": recorded.change,
        "rectified": recorded.rectified,
    }


def _side(side: Stated | None) -> dict[str, Any] | None:
    return {"text": side.text, "value": side.value, "unit": side.unit} if side else None


def _row(recorded: RecordedFact) -> dict[str, Any]:
    record = fact_record(recorded)
    sides = {f"{side}_{part}": record[side] and record[side][part] for side in ("before", "after") for part in ("value", "unit", "text")}
    return record | sides
