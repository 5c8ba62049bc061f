"""Watches and what they said, when."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import shapes
from api.answers import as_json, listed
from api.dependencies import Reading
from api.kept import LASTING
from api.queries import Instant, Number, PageQuery, TopicQuery, WatchId
from core.watches import RecordedVersion, version, version_at, version_record, versions, watch_record, watches

router = APIRouter(prefix="/api/v1/watches", tags=["Watches"])


@router.get("", response_model=shapes.WatchList, responses=shapes.problems(400, 422))
def list_watches(session: Reading, query: Annotated[TopicQuery, Query()]) -> Response:
    """The Watches that the watchlist names, by id in either order, each with its open Incident."""
    return listed(watches(session, query.cursor, query.limit, query.topic, query.order).map(lambda found: watch_record(*found)))


@router.get("/{id}/versions", dependencies=[LASTING], response_model=shapes.VersionList, responses=shapes.problems(400, 404, 422))
def list_versions(session: Reading, id: WatchId, query: Annotated[PageQuery, Query()]) -> Response:
    """The Versions of a Watch without their text, newest first unless `order=asc`."""
    return listed(versions(session, id, query.cursor, query.limit, query.order).map(version_record))


@router.get("/{id}/versions/{n}", dependencies=[LASTING], response_model=shapes.VersionText, responses=shapes.problems(404, 422))
def show_version(session: Reading, id: WatchId, n: Number) -> Response:
    """One Version of a Watch with its text."""
    return _with_text(version(session, id, n))


@router.get("/{id}/at/{instant}", dependencies=[LASTING], response_model=shapes.VersionText, responses=shapes.problems(404, 422))
def show_version_at(session: Reading, id: WatchId, instant: Instant) -> Response:
    """What the page said then: the Version that was the newest at this instant."""
    return _with_text(version_at(session, id, instant))


def _with_text(found: RecordedVersion) -> Response:
    provisions = [{"key": each.key, "path": each.path, "text": each.text} for each in found.provisions]
    return as_json({**version_record(found), "provisions": provisions})
