"""The OpenAPI document against what is really answered, by schemathesis; and what every answer keeps to."""

import gzip

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi

from api.app import create_app
from api.dependencies import READS
from core.database import connect
from core.migration import prepare
from core.models import Base
from tests.api.archive import Archive
from tests.api.conftest import NOW

FEW = settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
PROMISES = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The schema of an application with a little of everything in its history."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('contract') / 'veille.db'}")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        prepare(connection)
    archive = Archive(engine)
    archive.topic()
    archive.watch()
    change = archive.change(event=archive.event())
    archive.task(change_id=change)
    archive.incident()
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(engine, now=lambda: NOW, site="https://veille.example"))
    engine.dispose()


def test_every_answer_is_as_described(described):
    asked = []
    for found in described.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @FEW
        def answers_as_described(case):
            case.call_and_validate(checks=PROMISES)

        answers_as_described()
        asked.append(operation.label)
    assert "GET /api/v1/facts" in asked


@pytest.mark.parametrize("until", [{}, [], 1, "soon"])
def test_an_instant_in_a_body_that_is_none_is_a_mistake_of_who_sends_it(client, archive, until):
    answer = client.post(f"/api/v1/tasks/{archive.task()}/actions", json={"action": "later", "until": until})
    assert 400 <= answer.status_code < 500


def operations(client):
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_everything_is_described_with_an_example(client):
    for name, operation in operations(client):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name} {parameter['name']}"
            shape = parameter["schema"]
            assert shape.get("examples") or parameter.get("examples") or "enum" in str(shape), f"{name} {parameter['name']}"
        assert operation["description"], name


def test_each_list_can_be_followed(client, archive):
    archive.version("loi.fr", "a")
    archive.change(event=archive.event())
    archive.incident()
    archive.task()
    for path in ("changes", "events", "facts", "watches", "watches/loi.fr/versions", "incidents", "tasks"):
        first = client.get(f"/api/v1/{path}", params={"order": "asc"}).json()
        assert first["items"], path
        then = client.get(f"/api/v1/{path}", params={"order": "asc", "cursor": first["next"]}).json()
        assert then == {"items": [], "next": first["next"]}, path


@pytest.mark.parametrize("limit", [0, 201, -1, "x"])
@pytest.mark.parametrize("path", ["changes", "events", "facts", "watches", "watches/loi.fr/versions", "incidents", "tasks"])
def test_a_limit_out_of_bounds_is_a_problem(client, archive, path, limit):
    answer = client.get(f"/api/v1/{path}", params={"limit": limit})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/changes?q=%00", "/api/v1/changes?watch=a%00b", "/api/v1/watches/a%00b/versions", "/api/v1/facts?series=%00",
        "/feeds/a%00b.atom", "/feeds/all.atom?q=%00", "/calendar.ics?topic=%00", "/api/v1/tasks?%00=1",
    ],
)  # fmt: skip
def test_a_null_character_is_the_mistake_of_who_asks(client, archive, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "null character" in answer.json()["detail"]


def test_on_the_website_too(client, archive):
    answer = client.get("/?q=%00")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")


def test_what_is_long_is_sent_compressed_to_whoever_reads_that(client, archive):
    for _ in range(3):
        archive.change()

    def sent(path, accepting):
        with client.stream("GET", path, headers={"Accept-Encoding": accepting}) as answer:
            return answer.headers.get("content-encoding"), answer.headers["vary"], b"".join(answer.iter_raw())

    _, _, plain = sent("/api/v1/changes", "identity")
    encoding, vary, small = sent("/api/v1/changes", "br, gzip;q=0.5")
    assert (encoding, gzip.decompress(small)) == ("gzip", plain)
    assert "Accept-Encoding" in vary
    assert sent("/api/v1/changes", "gzip;q=0")[2] == plain
    assert sent("/api/v1/watches", "gzip")[0] is None


def test_a_validator_holds_whether_compressed_or_not(client, archive):
    archive.change()
    tag = client.get("/api/v1/changes", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    assert client.get("/api/v1/changes", headers={"Accept-Encoding": "identity", "If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/api/v1/changes", "/feeds/all.json", "/calendar.ics", "/openapi.json"])
def test_scripts_of_other_sites_may_read(client, archive, path):
    headers = client.get(path, headers={"Origin": "https://other.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers


def test_scripts_of_other_sites_may_not_write_nor_read_what_is_for_one_person(client, archive):
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    allowed = client.options("/api/v1/changes/1/noise", headers=asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-origin" not in client.get("/subscribe").headers
    assert "access-control-allow-origin" not in client.post("/api/v1/changes/1/noise").headers


def test_whoever_asks_too_often_is_told_to_wait(engine, archive, monkeypatch):
    # However slow the machine is, all of them come within the span.
    monkeypatch.setattr("api.throttle.utc_now", lambda: NOW)
    asking = TestClient(create_app(engine, now=lambda: NOW), client=("192.0.2.7", 1))
    answers = [asking.get("/api/v1/watches?limit=1") for _ in range(READS + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * READS
    assert (answers[-1].status_code, answers[-1].headers["retry-after"]) == (429, "5")
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert asking.get("/health").status_code == 200
    assert asking.get("/").headers["content-type"].startswith("text/html")
    other = TestClient(asking.app, client=("192.0.2.8", 1))
    assert other.get("/api/v1/watches").status_code == 200


def test_programs_of_the_machine_itself_may_ask_as_they_like(engine, archive):
    asking = TestClient(create_app(engine, now=lambda: NOW), client=("127.0.0.1", 1))
    assert {asking.get("/api/v1/watches?limit=1").status_code for _ in range(READS + 1)} == {200}
