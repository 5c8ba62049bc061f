"""Watches and what they said, when."""

from datetime import UTC, datetime

import pytest

WATCHES = "/api/v1/watches"


def test_a_watch_shows_how_it_stands(client, archive):
    archive.incident(closed=datetime(2025, 1, 2, tzinfo=UTC), kind="error")
    incident = archive.incident()
    (watch,) = client.get(WATCHES).json()["items"]
    assert watch == {
        "id": "loi.fr",
        "source": "ejustice",
        "kind": "law",
        "url": "https://example.org/loi.fr",
        "language": "fr",
        "topics": ["nationalite"],
        "last_read": "2025-01-01T08:00:00Z",
        "last_changed": None,
        "incident": {
            "id": incident, "watch": "loi.fr", "kind": "blocked", "reason": "captcha", "opened": "2025-01-01T08:00:00Z", "closed": None,
        },
    }  # fmt: skip


def test_a_closed_incident_is_no_longer_shown_at_its_watch(client, archive):
    archive.incident(closed=datetime(2025, 1, 2, tzinfo=UTC))
    (watch,) = client.get(WATCHES).json()["items"]
    assert watch["incident"] is None


def test_watches_come_by_id_page_by_page_without_those_the_watchlist_dropped(client, archive):
    archive.watch("b.nl", topics=["frais"])
    archive.watch("a.fr", topics=["frais"])
    archive.watch("dropped", active=False)
    first = client.get(WATCHES, params={"limit": 2}).json()
    second = client.get(WATCHES, params={"limit": 2, "cursor": first["next"]}).json()
    assert [watch["id"] for watch in first["items"] + second["items"]] == ["a.fr", "b.nl", "loi.fr"]
    assert second["next"] is None
    assert [watch["id"] for watch in client.get(WATCHES, params={"topic": "frais"}).json()["items"]] == ["a.fr", "b.nl"]


@pytest.fixture
def read_three_times(archive):
    """A Watch that was read at 10:00 on the 1st, 2nd and 3rd of June."""
    for day in (1, 2, 3):
        archive.version("loi.fr", f"Texte du {day}", "Autre", number=day, instant=datetime(2025, 6, day, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("instant", "number"),
    [
        ("2025-06-02T10:00:00Z", 2),
        ("2025-06-02T09:59:59Z", 1),
        ("2025-06-02T11:59:00+02:00", 1),
        ("2025-06-02T12:00:00+02:00", 2),
        ("2025-06-02", 2),
        ("2030-01-01", 3),
    ],
)
def test_a_watch_tells_what_it_said_then(client, read_three_times, instant, number):
    version = client.get(f"{WATCHES}/loi.fr/at/{instant}").json()
    assert version["number"] == number
    assert version["provisions"][0] == {"key": "k1", "path": "Art. 1", "text": f"Texte du {number}"}
    assert version["snapshot"]["instant"] == version["instant"] == f"2025-06-0{number}T10:00:00Z"
    assert len(version["snapshot"]["sha256"]) == 64


def test_before_its_first_version_a_watch_said_nothing(client, read_three_times):
    answer = client.get(f"{WATCHES}/loi.fr/at/2025-05-31")
    assert answer.status_code == 404
    assert "2025-05-31" in answer.json()["detail"]


def test_an_instant_that_is_none_is_refused(client, read_three_times):
    assert client.get(f"{WATCHES}/loi.fr/at/yesterday").status_code == 422


def test_versions_are_listed_newest_first_without_their_text(client, read_three_times):
    first = client.get(f"{WATCHES}/loi.fr/versions", params={"limit": 2}).json()
    second = client.get(f"{WATCHES}/loi.fr/versions", params={"limit": 2, "cursor": first["next"]}).json()
    assert [version["number"] for version in first["items"] + second["items"]] == [3, 2, 1]
    assert "provisions" not in first["items"][0]


def test_one_version_comes_with_its_text(client, read_three_times):
    version = client.get(f"{WATCHES}/loi.fr/versions/2").json()
    assert [provision["text"] for provision in version["provisions"]] == ["Texte du 2", "Autre"]
    assert (version["title"], version["extractor"]) == ("Titre 2", "page/1")


@pytest.mark.parametrize("path", ["loi.fr/versions/9", "unknown/versions", "unknown/versions/1", "unknown/at/2025-01-01"])
def test_what_is_not_in_the_history_is_not_found(client, read_three_times, path):
    assert client.get(f"{WATCHES}/{path}").status_code == 404
