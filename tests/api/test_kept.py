"""Answers that follow from the history alone are made once for each edition of it, and are never stale."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import create_app
from api.kept import Answer, Kept
from core import history_pages, models
from core.database import transaction
from tests.api.archive import START, fee_change
from tests.api.conftest import NOW

LASTING = [
    "/api/v1/changes",
    "/api/v1/changes/1",
    "/api/v1/events",
    "/api/v1/facts",
    "/api/v1/watches/loi.fr/versions",
    "/feeds/all.atom",
    "/feeds/nationalite.json",
    "/search",
    "/changes/1",
    "/watches/loi.fr/values",
]


@contextmanager
def statements(engine):
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def written(engine, write):
    with transaction(engine) as session:
        write(session)


@pytest.fixture
def filled(archive):
    archive.change(event=archive.event())
    return archive


@pytest.mark.parametrize("path", LASTING)
def test_what_was_answered_is_not_made_again(client, engine, filled, path):
    first = client.get(path)
    with statements(engine) as asked:
        again = client.get(path)
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    assert len(asked) == 1, "all it asks is whether the history is the same"


@pytest.mark.parametrize("path", LASTING)
def test_whoever_has_the_answer_is_told_so_without_making_it(client, engine, filled, path):
    tag = client.get(path).headers["etag"]
    with statements(engine) as asked:
        again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert len(asked) == 1
    assert client.head(path).headers["etag"] == tag


WRITES = {
    "a Change": lambda archive: archive.change(fee_change(after="2.000 euros")),
    "noise": lambda archive: written(archive.engine, lambda session: setattr(session.get(models.Change, 1), "quiet", True)),
    "a rectification": lambda archive: archive._add(
        models.Rectification(change_id=1, kind="corrected", note="Non : 1.100 euros", made=START + timedelta(days=9), made_by="admin")
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_was_written_is_in_the_next_answer_of_every_process(client, engine, filled, write):
    other = TestClient(create_app(engine, now=lambda: NOW, site="https://veille.example"))
    paths = ["/api/v1/changes?technical=true", "/api/v1/events", "/api/v1/changes/1", "/feeds/all.atom"]
    before = {path: client.get(path).content for path in paths}
    assert {path: other.get(path).content for path in paths} == before
    WRITES[write](filled)
    fresh = TestClient(create_app(engine, now=lambda: NOW, site="https://veille.example"))
    after = {path: fresh.get(path).content for path in paths}
    assert {path: client.get(path).content for path in paths} == after
    assert {path: other.get(path).content for path in paths} == after
    if write != "noise":
        assert after != before


def test_an_open_incident_and_what_was_just_read_are_always_there(client, engine, filled):
    assert client.get("/api/v1/watches").json()["items"][0]["incident"] is None
    filled.incident()
    assert client.get("/api/v1/watches").json()["items"][0]["incident"]["kind"] == "blocked"
    written(engine, lambda session: setattr(session.get(models.Watch, "loi.fr"), "last_read", NOW))
    assert client.get("/api/v1/watches").json()["items"][0]["last_read"] == "2025-08-01T12:00:00Z"


def test_a_poll_that_brings_nothing_lets_answers_stand(client, engine, filled):
    client.get("/api/v1/changes")
    written(engine, lambda session: setattr(session.get(models.Watch, "loi.fr"), "last_read", NOW))
    with statements(engine) as asked:
        client.get("/api/v1/changes")
    assert len(asked) == 1


def test_each_reader_gets_the_language_and_the_form_asked_for(client, filled):
    answers = {
        (language, encoding): client.get("/search", headers={"Accept-Language": language, "Accept-Encoding": encoding})
        for _ in range(2)
        for language in ("fr", "nl")
        for encoding in ("gzip", "identity")
    }
    assert {answer.headers["content-language"] for (language, _), answer in answers.items() if language == "nl"} == {"nl"}
    assert {answer.headers.get("content-encoding") for (_, encoding), answer in answers.items() if encoding == "identity"} == {None}
    assert {answer.headers.get("content-encoding") for (_, encoding), answer in answers.items() if encoding == "gzip"} == {"gzip"}


@pytest.mark.parametrize("who", [{"Cookie": "veille=abc"}, {"Authorization": "Bearer abc"}])
def test_nothing_is_kept_of_or_for_who_says_who_they_are(client, engine, filled, who):
    client.get("/search", headers=who)
    for _ in range(2):
        with statements(engine) as asked:
            client.get("/search", headers=who)
        assert len(asked) > 1


def test_another_day_is_another_answer(engine, filled):
    today = datetime(2025, 8, 1, 21, 50, tzinfo=UTC)
    client = TestClient(create_app(engine, now=lambda: today))
    client.get("/watches/loi.fr/values")
    today += timedelta(minutes=20)  # midnight in Brussels
    with statements(engine) as asked:
        client.get("/watches/loi.fr/values")
    assert len(asked) > 1


def test_errors_are_not_kept(client, filled):
    assert client.get("/api/v1/changes/2").status_code == 404
    filled.change()
    assert client.get("/api/v1/changes/2").status_code == 200


def test_who_follows_the_changes_skips_and_repeats_nothing(client, filled):
    seen, cursor = [], client.get("/api/v1/changes?order=asc&limit=1").json()["next"]
    for _ in range(3):
        filled.change()
        for _ in range(2):
            page = client.get(f"/api/v1/changes?order=asc&limit=1&cursor={cursor}").json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next"]
    assert seen == [2, 3, 4]


def test_no_more_is_kept_than_there_is_room_for():
    kept = Kept(most=25)
    for name in ("first", "second"):
        kept.keep(name, 1, Answer(200, (), b"0123456789"))
    kept.find("first")
    kept.keep("third", 1, Answer(200, (), b"0123456789"))
    assert [name for name in ("first", "second", "third") if kept.find(name)] == ["first", "third"]
    kept.keep("third", 2, Answer(200, (), b""))
    assert kept.find("third") == (2, Answer(200, (), b""))


def test_a_list_shows_each_change_as_it_is_shown_alone(client, filled):
    filled.change(fee_change('L\'étranger \u2028 "cité" 😀', key_before="art-237"), published="2025-01-02")
    written(filled.engine, lambda session: session.add(withdrawal()))
    listed = client.get("/api/v1/changes").json()["items"]
    assert [each["id"] for each in listed] == [2, 1]
    assert listed == [client.get(f"/api/v1/changes/{each['id']}").json() for each in listed]
    (of_event,) = client.get("/api/v1/events").json()["items"]
    assert of_event["changes"] == listed[1:]


def withdrawal():
    return models.Rectification(change_id=2, kind="withdrawn", note="", made=START, made_by="admin")


def test_a_page_of_long_texts_ends_earlier_and_its_cursor_goes_on(client, filled, monkeypatch):
    monkeypatch.setattr(history_pages, "ENOUGH", 60_000)
    for _ in range(3):
        filled.change(fee_change("150 euros" + " et plus" * 3_000), event=1)
    for order, expected in (("desc", [[4], [3], [2], [1]]), ("asc", [[1], [2], [3], [4]])):
        pages, cursor = [], ""
        while len(pages) < 4:
            page = client.get(f"/api/v1/changes?order={order}{cursor}").json()
            pages.append([each["id"] for each in page["items"]])
            cursor = f"&cursor={page['next']}"
        assert pages == expected
    assert len(client.get("/api/v1/events").json()["items"][0]["changes"]) == 4
