"""How Veille is, for monitors: health and figures."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from alerts.sending.undone import Undone, left_undone
from api import shapes
from api.dependencies import Around, Reading
from api.metrics import MEDIA_TYPE, as_text, metrics
from core.health import Health, health, health_record
from core.instants import instant_as_text

router = APIRouter(tags=["Work"])

EXAMPLE = "# HELP veille_up 1 where nothing is wrong, 0 where /health says what is.\n# TYPE veille_up gauge\nveille_up 1\n"
TEXT: dict[int | str, Any] = {
    200: {"description": "The text format of Prometheus.", "content": {"text/plain": {"schema": {"type": "string"}, "example": EXAMPLE}}}
}


@router.get("/health", response_model=shapes.Health, responses=shapes.problems(), include_in_schema=False)
@router.get("/api/v1/health", response_model=shapes.Health, responses=shapes.problems())
def show_health(session: Reading, around: Around) -> Any:
    """Whether Veille does its work, and what is wrong where it does not; 503 only where it has no database."""
    return health_record(_health(session, around))


@router.get("/metrics", response_class=Response, responses={**TEXT, **shapes.problems()}, include_in_schema=False)
@router.get("/api/v1/metrics", response_class=Response, responses={**TEXT, **shapes.problems()})
def show_metrics(session: Reading, around: Around) -> Response:
    """What Veille does, in figures that Prometheus reads; also at `/metrics`. They hold no address and no name of a person."""
    found = metrics(session, _health(session, around), around.now())
    return Response(as_text(found), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def _health(session: Reading, around: Around) -> Health:
    """What the database tells by itself, and what the stages of telling left undone."""
    found = health(session, around.now())
    undone = [_in_words(each) for each in left_undone(session, around.now())]
    return replace(found, reasons=(*found.reasons, *undone))


def _in_words(undone: Undone) -> str:
    since = instant_as_text(undone.since)
    return f"{undone.what}: {undone.number}, the oldest since {since}; see that `veille run` is running, and what its log says."
