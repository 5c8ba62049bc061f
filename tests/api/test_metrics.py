"""Figures for Prometheus and the health behind them."""

import re
from datetime import timedelta

import pytest

from api.metrics import Metric, as_text
from core import models
from core.database import transaction
from tests.api.archive import START
from tests.api.conftest import NOW

LINE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)*)\})? (?P<value>\S+)')


def figures(client, path="/metrics"):
    """Every sample by its name and labels, as Prometheus reads them."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {}
    for line in answer.text.splitlines():
        if not line.startswith("#"):
            read = LINE.fullmatch(line)
            assert read, line
            found[f"{read['name']} {read['labels'] or ''}".strip()] = float(read["value"])
    return found


def delivery(engine, state="pending", created=NOW, **details):
    row = {"message_id": f"{state}{created}", "recipient": "r", "route": "mailto:person@example.org", "subscriber": "anna"}
    row |= {"subscriptions": ["anna"], "tags": [], "subject": "", "attempts": 1}
    with transaction(engine) as session:
        session.add(models.Delivery(state=state, created=created, **row | details))


def test_what_is_in_the_database_is_counted(client, archive, engine):
    archive.change()
    archive.change(technical=True)
    archive.incident()
    archive.incident(closed=START)
    archive.task()
    delivery(engine, created=NOW - timedelta(minutes=10))
    delivery(engine, "sent")
    with transaction(engine) as session:
        session.add(models.Poll(watch_id="loi.fr", instant=NOW, outcome="unchanged"))
    found = figures(client)
    assert found['veille_changes_total significance="major"'] == 1
    assert found['veille_incidents_open kind="blocked"'] == 1
    assert found['veille_tasks state="open"'] == 1
    assert found['veille_deliveries state="pending"'] == 1
    assert found['veille_deliveries state="sent"'] == 1
    assert found["veille_delivery_oldest_waiting_seconds"] == 600
    assert found['veille_polls_total outcome="unchanged"'] == 1
    assert found['veille_watches source="ejustice"'] == 1
    assert found['veille_source_last_read_timestamp_seconds source="ejustice"'] == START.timestamp()


def test_a_figure_does_not_disappear_where_it_is_nought(client, archive):
    found = figures(client)
    assert found['veille_incidents_open kind="robots"'] == 0
    assert found['veille_deliveries state="given_up"'] == 0
    assert found["veille_up"] == 1


def test_up_is_nought_where_health_says_what_is_wrong(client, archive):
    archive.incident()
    assert figures(client)["veille_up"] == 0


def test_they_stand_beside_the_api_too(client, archive):
    assert figures(client, "/api/v1/metrics") == figures(client)
    assert client.get("/health").json() == client.get("/api/v1/health").json()


def test_no_person_is_named(client, archive, engine):
    delivery(engine, "failed")
    text = client.get("/metrics").text
    assert "anna" not in text
    assert "@" not in text


def test_each_name_has_its_meaning_and_its_kind(client, archive):
    lines = client.get("/metrics").text.splitlines()
    names = {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")}
    for word in ("HELP", "TYPE"):
        assert {line.split(" ")[2] for line in lines if line.startswith(f"# {word} ")} == names


@pytest.mark.parametrize("text", ['a"b', "a\\b", "a\nb", 'x"} 1\nevil 2'])
def test_labels_are_escaped(text):
    *_, line = as_text([Metric("veille_up", "gauge", "Meaning.", (({"source": text}, 1),))]).splitlines()
    read = LINE.fullmatch(line)
    assert read
    assert read["value"] == "1"


def test_health_says_what_was_left_undone(client, archive, engine):
    delivery(engine, created=NOW - timedelta(days=2), attempts=0)
    health = client.get("/health").json()
    assert health["status"] == "degraded"
    assert any("Delivery never tried: 1" in reason for reason in health["reasons"])
