"""What every answer has in common: problem details, validators, headers, OpenAPI."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from core.paging import write_cursor


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/changes/99", 404),
        ("/api/v1/nothing", 404),
        ("/feeds/unknown.atom", 404),
        ("/static/nothing.css", 404),
        ("/api/v1/changes?cursor=nonsense", 400),
        ("/api/v1/changes?cursor=%C3%A9", 400),
        ("/api/v1/changes?cursor=WyJhIl0", 400),
        ("/api/v1/incidents?cursor=WzFd", 400),
        ("/api/v1/changes?limit=0", 422),
        ("/api/v1/changes?limit=201", 422),
        ("/api/v1/changes?significance=huge", 422),
        ("/api/v1/changes?since=yesterday", 422),
        ("/api/v1/changes?topics=nationalite", 422),
        ("/api/v1/changes/first", 422),
        (f"/api/v1/changes/{10**20}", 422),
        ("/api/v1/changes/2147483648", 422),
        ("/api/v1/changes/0", 422),
        (f"/api/v1/watches/loi.fr/versions/{10**20}", 422),
        ("/api/v1/watches/loi.fr/at/0001-01-01T00:00:00+14:00", 422),
        ("/api/v1/changes?since=9999-12-31T23:00:00-14:00", 422),
        (f"/api/v1/changes?cursor={write_cursor(10**30)}", 400),
        (f"/api/v1/incidents?cursor={write_cursor(0, 10**30)}", 400),
    ],
)
def test_errors_are_problem_details(client, archive, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert problem["instance"] == path.split("?")[0]
    assert problem["detail"]


def test_an_invalid_parameter_is_named(client, archive):
    problem = client.get("/api/v1/changes?limit=0&rule=price").json()
    assert {mistake["parameter"] for mistake in problem["errors"]} == {"limit", "rule"}
    assert "limit" in problem["detail"]


def test_writing_is_refused(client, archive):
    answer = client.post("/api/v1/changes")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_fault_of_ours_tells_nothing_about_us(engine, archive):
    def broken_clock():
        raise RuntimeError("secret")

    answer = TestClient(create_app(engine, now=broken_clock), raise_server_exceptions=False).get("/api/v1/health")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


EVERYWHERE = [
    "/api/v1/changes",
    "/api/v1/watches",
    "/api/v1/health",
    "/feeds/all.atom",
    "/",
    "/docs",
    "/openapi.json",
    "/static/veille.css",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_what_has_not_changed_is_not_sent_again(client, archive, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", ["/api/v1/changes", "/feeds/all.atom", "/"])
def test_what_has_changed_is_sent_again(client, archive, path):
    tag = client.get(path).headers["etag"]
    archive.change()
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 200
    assert again.headers["etag"] != tag


@pytest.mark.parametrize("path", EVERYWHERE)
def test_head_answers_as_get_without_content(client, archive, path):
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize("path", [*EVERYWHERE, "/nothing", "/api/v1/nothing"])
def test_nothing_may_run_or_be_framed(client, archive, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_openapi_describes_every_operation_and_every_shape(client):
    described = client.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
            assert all(parameter.get("description") for parameter in operation.get("parameters", []) if parameter["in"] == "query"), path
    ours = {name: shape for name, shape in described["components"]["schemas"].items() if not name.startswith("HTTP")}
    assert all(shape.get("description") for shape in ours.values())
    assert "examples" in ours["Change"]["properties"]["redline"]


def test_the_contract_is_routed(client):
    paths = set(client.get("/openapi.json").json()["paths"])
    assert paths >= {
        "/api/v1/changes", "/api/v1/changes/{id}", "/api/v1/events", "/api/v1/watches", "/api/v1/watches/{id}/versions",
        "/api/v1/watches/{id}/versions/{n}", "/api/v1/watches/{id}/at/{instant}", "/api/v1/tasks", "/api/v1/incidents", "/api/v1/health",
        "/feeds/{name}.atom",
    }  # fmt: skip
