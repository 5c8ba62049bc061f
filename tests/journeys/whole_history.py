"""All that a database tells, so that two of them can be compared whatever numbers their rows have.

The numbers differ because Watches are polled at once and stored as they arrive; nothing else may.
"""

import re
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from api.app import create_app
from core import models
from core.database import reading

NUMBERS = {"id", "event", "change"}
LISTS = ("changes", "events", "incidents", "tasks", "watches")
COLUMNS = {
    models.Poll: ("watch_id", "instant", "status", "outcome", "reason", "incident_kind", "reading"),
    models.Snapshot: ("watch_id", "url", "final_url", "parent", "redirects", "instant", "status", "headers", "sha256", "readable"),
    models.Version: (
        "watch_id",
        "number",
        "instant",
        "extractor",
        "technical",
        "accepted",
        "title",
        "language",
        "root",
        "identity",
        "sha256",
    ),
    models.Digest: ("subscription_id", "frequency", "start", "end"),
}


def history(engine: Engine) -> dict[str, list[Any]]:
    """Everything people and programs can learn, each list in an order of its own."""
    api = TestClient(create_app(engine))
    told = {name: in_order(everything(api, name)) for name in LISTS}
    with reading(engine) as session:
        rows = {
            table.__tablename__: in_order([[getattr(row, name) for name in names] for row in session.scalars(select(table))])
            for table, names in COLUMNS.items()
        }
        news = {row.id: repr(in_order([change.content for change in row.changes])) for row in session.scalars(select(models.Event))}
        rank = {event: sorted(news.values()).index(text) for event, text in news.items()}
        matches = [
            [rank[row.event_id], row.revision, row.subscription_id, row.frequency, row.reason, row.created]
            for row in session.scalars(select(models.Match))
        ]
        deliveries = [
            [of_event(row.message_id, rank), row.recipient, row.route, row.subscriber, row.subject, lines_of(row.text), row.state]
            for row in session.scalars(select(models.Delivery))
        ]
    return told | rows | {"matches": in_order(matches), "deliveries": in_order(deliveries)}


def everything(api: TestClient, name: str) -> list[Any]:
    items: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/api/v1/{name}", params={"limit": 200, **({"cursor": cursor} if cursor else {})}).json()
        items += map(unnumbered, page["items"])
        cursor = page["next"]
    return items


def unnumbered(value: Any) -> Any:
    """JSON without the numbers of rows; the Changes of one Event in an order of their own."""
    if isinstance(value, dict):
        return {name: in_order(each) if name == "changes" else each for name, each in _without(value).items()}
    return value


def _without(value: dict[str, Any]) -> dict[str, Any]:
    kept = {name: each for name, each in value.items() if name not in NUMBERS}
    return {name: [unnumbered(item) for item in each] if isinstance(each, list) else unnumbered(each) for name, each in kept.items()}


def in_order(items: list[Any]) -> list[Any]:
    return sorted(items, key=repr)


def of_event(message_id: str, rank: dict[int, int]) -> str:
    """The id of a message without numbers of rows: that of its Event, or the digest of those of its Changes."""
    plain = re.sub(r"^(tasks-.*)-[0-9a-f]{16}$", r"\1", message_id)
    return re.sub(r"^event-(\d+)", lambda found: f"event-{rank[int(found[1])]}", plain)


def lines_of(text: str) -> list[str]:
    """The lines of a message without numbers of rows: what arrived first stands first."""
    return sorted(re.sub(r"/changes/\d+", "/changes/…", text).splitlines())
