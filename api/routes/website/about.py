"""About Veille: how it works, what is watched, how well it finds what changed, and its limits."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from ruamel.yaml import YAML
from sqlalchemy import func, select

from api.routes.website.search import source_names
from api.viewing import Viewing
from core import models
from core.health import followed
from core.values import WatchKind

router = APIRouter()

MEASURED = Path(__file__).parents[3] / "evaluation" / "measured.yaml"


@router.get("/about")
def show_about(view: Viewing) -> HTMLResponse:
    """How Veille works, in numbers from its own database."""
    row, session = models.Watch, view.session
    kinds = select(row.source, row.kind, row.language, func.count()).where(row.active, row.kind != WatchKind.OWN)
    watched: dict[str, list[tuple[str, str, int]]] = {}
    for source, kind, tongue, count in session.execute(kinds.group_by(row.source, row.kind, row.language).order_by(row.kind, row.language)):
        watched.setdefault(source, []).append((kind, tongue, count))
    count, last_read = followed(session)
    numbers = {name: session.scalar(select(func.count()).select_from(table)) for name, table in COUNTED.items()}
    return view.page(
        "about.html",
        followed=count,
        last_read=last_read,
        first_read=session.scalar(select(func.min(models.Poll.instant))),
        numbers=numbers,
        watched=[(id, name, watched.get(id, [])) for id, name in source_names(session).items()],
        measured=measured(),
        contact=view.around.settings.contact,
    )


COUNTED = {"polls": models.Poll, "snapshots": models.Snapshot, "versions": models.Version, "changes": models.Change, "events": models.Event}


@cache
def measured() -> dict[str, Any] | None:
    """The figures that ``evaluation/`` measured last, ``None`` where this installation came without them."""
    if not MEASURED.exists():
        return None
    found: dict[str, Any] = YAML(typ="safe").load(MEASURED.read_text(encoding="utf-8"))
    return found
