"""Incidents, Tasks and health."""

from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from core import models
from core.database import transaction
from tests.api.archive import START
from tests.api.conftest import NOW


def test_open_incidents_come_first_and_each_comes_once(client, archive):
    later = START + timedelta(days=1)
    old_open = archive.incident()
    old_closed = archive.incident(closed=later)
    new_open = archive.incident(kind="empty")
    new_closed = archive.incident(closed=later)
    seen, cursor = [], None
    while True:
        page = client.get("/api/v1/incidents", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += [incident["id"] for incident in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [new_open, old_open, new_closed, old_closed]


def test_only_open_incidents_where_asked(client, archive):
    archive.watch("other")
    ours = archive.incident()
    archive.incident(closed=START)
    theirs = archive.incident(watch="other")
    shown = client.get("/api/v1/incidents", params={"open": "true"}).json()["items"]
    assert [(incident["id"], incident["closed"]) for incident in shown] == [(theirs, None), (ours, None)]
    shown = client.get("/api/v1/incidents", params={"open": "true", "watch": "loi.fr"}).json()["items"]
    assert [incident["id"] for incident in shown] == [ours]


def test_a_task_has_every_key_of_the_contract(client, archive):
    change = archive.change()
    task = archive.task(change_id=change)
    (shown,) = client.get("/api/v1/tasks").json()["items"]
    assert shown == {
        "id": task, "page": "loi.fr", "sentence": "Le droit est de 150 euros.", "text": "150 euros", "problem": "stale",
        "proposal": "1.000 euros", "change": change, "state": "open", "opened": "2025-01-01T08:00:00Z", "closed": None,
        "path": "", "reason": "", "confidence": 1.0, "rule": None, "organisation": "ejustice",
        "link": "https://example.org/loi.fr#:~:text=Le%20droit%20est%20de%20150%20euros.",
        "assignee": None,
        "wakes": None,
    }  # fmt: skip


def test_tasks_can_be_asked_for_by_state_and_page_by_page(client, archive):
    tasks = [archive.task() for _ in range(3)]
    archive.task(state="done", closed=START)
    first = client.get("/api/v1/tasks", params={"state": "open", "limit": 2}).json()
    second = client.get("/api/v1/tasks", params={"state": "open", "limit": 2, "cursor": first["next"]}).json()
    assert [task["id"] for task in first["items"] + second["items"]] == tasks[::-1]


def health(client):
    answer = client.get("/api/v1/health")
    assert answer.status_code == 200
    return answer.json()


def test_health_is_ok_where_all_was_read(client, archive):
    assert health(client) == {"status": "ok", "reasons": [], "watches": 1, "last_read": "2025-01-01T08:00:00Z"}


def test_health_is_degraded_by_an_open_incident(client, archive):
    archive.incident(closed=START)
    assert health(client)["status"] == "ok"
    archive.incident()
    assert health(client)["status"] == "degraded"
    assert "Incidents open: 1" in health(client)["reasons"][0]


def test_health_is_degraded_where_nothing_has_been_polled_for_a_day(client, archive):
    archive.watch("late", due_at=NOW - timedelta(hours=23))
    assert health(client)["status"] == "ok"
    archive.watch("later", due_at=NOW - timedelta(hours=25))
    assert "veille run" in health(client)["reasons"][0]


def test_health_is_degraded_by_messages_that_could_not_be_sent(client, archive, engine):
    for state, created in (("failed", NOW), ("given_up", NOW), ("given_up", NOW - timedelta(days=30)), ("sent", NOW)):
        row = {"recipient": "r", "route": "${R}", "subscriber": "s", "subscriptions": [], "tags": [], "subject": ""}
        with transaction(engine) as session:
            session.add(models.Delivery(message_id=f"{state}{created}", state=state, created=created, **row))
    reasons = health(client)["reasons"]
    assert any("2025-08-01T12:00:00Z" in reason for reason in reasons)
    assert any("given up in the last week: 1" in reason for reason in reasons)


def test_health_is_degraded_where_nothing_is_followed(client):
    assert "No Watch" in health(client)["reasons"][0]


def test_without_its_database_health_is_unavailable(client, archive, engine):
    assert health(client)["status"] == "ok"
    Path(engine.url.database).unlink()
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json()["title"]) == (503, "Service Unavailable")


def test_a_database_without_tables_is_unavailable_everywhere(tmp_path):
    client = TestClient(create_app(create_engine(f"sqlite:///{tmp_path / 'empty.db'}")), raise_server_exceptions=False)
    for path in ("/api/v1/health", "/api/v1/changes", "/feeds/all.atom"):
        assert client.get(path).status_code == 503, path
    page = client.get("/")
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")


def test_reading_waits_for_no_writer(client, archive, engine):
    change = archive.change()
    with transaction(engine) as writer:
        writer.add(models.Topic(id="frais", labels={"fr": "Frais"}))
        writer.flush()
        assert client.get(f"/api/v1/changes/{change}").status_code == 200
