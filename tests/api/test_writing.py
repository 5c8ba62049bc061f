"""Writing through the API: who may, what is refused, and that all of it is kept."""

import csv
import io
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.sending.routes import recipient
from api.app import create_app
from api.dependencies import WRITES
from core import models
from core.database import transaction
from core.errors import VeilleError
from core.rights import deeds, fingerprint, grant, revoke
from core.settings import Settings
from core.watchlist import Watchlist
from tests.api.conftest import NOW

WATCHLIST = Watchlist.model_validate(
    {
        "pages": [{"id": "asso.a", "url": "https://asso.example/a", "language": "fr", "editor": "web@example.org"}],
        "administrators": [{"id": "admin", "via": ["admin@example.org"]}],
    }
)


@pytest.fixture
def site(engine, archive):
    archive.change()
    for page in ("asso.a", "autre.b"):
        archive.watch(page, kind="own", url=f"https://asso.example/{page}")
        archive.task(page)
    app = create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=WATCHLIST)
    client = TestClient(app, base_url="https://veille.example", raise_server_exceptions=False)
    client.engine = engine
    return client


def token(site, *scopes, name="programme"):
    with transaction(site.engine) as session:
        secret = grant(session, name, scopes, NOW)
    return {"Authorization": f"Bearer {secret}"}


def sign_in(site, address):
    with transaction(site.engine) as session:
        ends, proven = NOW + timedelta(hours=1), recipient(address, Settings(), {})
        session.add(models.SignedIn(id=fingerprint(address), recipient=proven, began=NOW, expires=ends))
    site.cookies.set("__Host-veille", address, domain="veille.example")


def rows(site, kind):
    with Session(site.engine) as session:
        return session.scalars(select(kind)).all()


EVERYTHING = [
    ("tasks", "POST", "/api/v1/tasks/1/actions", {"action": "done"}),
    ("noise", "POST", "/api/v1/changes/1/noise", None),
    ("noise", "DELETE", "/api/v1/changes/1/noise", None),
    ("rectify", "POST", "/api/v1/changes/1/rectification", {"kind": "withdrawn"}),
]


@pytest.mark.parametrize(("scope", "method", "path", "content"), EVERYTHING)
def test_nobody_writes_without_saying_who_and_having_the_right(site, scope, method, path, content):
    stranger = site.request(method, path, json=content)
    assert (stranger.status_code, stranger.headers["www-authenticate"]) == (401, "Bearer")
    assert stranger.headers["content-type"] == "application/problem+json"
    assert site.request(method, path, json=content, headers={"Authorization": "Bearer guessed"}).status_code == 401
    others = {"tasks", "noise", "rectify"} - {scope}
    refused = site.request(method, path, json=content, headers=token(site, *others))
    assert (refused.status_code, scope in refused.json()["detail"]) == (403, True)
    assert rows(site, models.Deed) == []


@pytest.mark.parametrize(("scope", "method", "path", "content"), EVERYTHING)
def test_what_is_not_there_is_said(site, scope, method, path, content):
    answer = site.request(method, path.replace("/1/", "/99/"), json=content, headers=token(site, scope))
    assert answer.status_code == (409 if method == "DELETE" else 404)


@pytest.mark.parametrize(("scope", "method", "path", "content"), EVERYTHING)
def test_the_documentation_names_every_answer_and_the_token(site, scope, method, path, content):
    described = site.get("/openapi.json").json()
    operation = described["paths"][path.replace("/1/", "/{id}/")][method.lower()]
    assert {"200", "401", "403", "404", "409", "422"} <= set(operation["responses"])
    assert operation["security"]


def test_a_revoked_token_is_good_no_more(site):
    headers = token(site, "tasks")
    assert site.post("/api/v1/tasks/1/actions", json={"action": "comment", "note": "vu"}, headers=headers).status_code == 200
    with transaction(site.engine) as session:
        revoke(session, "programme", NOW)
    assert site.post("/api/v1/tasks/1/actions", json={"action": "done"}, headers=headers).status_code == 401
    assert rows(site, models.AccessToken)[0].last_used == NOW


def test_a_token_is_kept_as_its_fingerprint_and_named_once(site):
    secret = token(site, "tasks")["Authorization"].removeprefix("Bearer ")
    (kept,) = rows(site, models.AccessToken)
    assert kept.id == fingerprint(secret) != secret
    for name, scopes in (("programme", ["tasks"]), ("autre", ["everything"]), ("autre", [])):
        with pytest.raises(VeilleError), transaction(site.engine) as session:
            grant(session, name, scopes, NOW)


def test_a_task_is_acted_on_and_the_deed_is_kept(site):
    answer = site.post("/api/v1/tasks/1/actions", json={"action": "later", "until": "2025-09-01"}, headers=token(site, "tasks"))
    assert (answer.status_code, answer.json()["state"]) == (200, "later")
    assert rows(site, models.Task)[0].wakes.isoformat() == "2025-09-01T00:00:00+00:00"
    (deed,) = rows(site, models.Deed)
    assert (deed.person, deed.action, deed.subject, deed.instant) == ("token programme", "later", "task 1", NOW)


@pytest.mark.parametrize(
    "content",
    [
        {"action": "dance"},
        {"action": "disagree"},
        {"action": "disagree", "note": "  "},
        {"action": "later", "until": "2020-01-01"},
        {"action": "done", "unknown": 1},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(site, content):
    answer = site.post("/api/v1/tasks/1/actions", json=content, headers=token(site, "tasks"))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert rows(site, models.TaskAction) == []


def test_what_is_so_already_is_a_conflict(site):
    headers = token(site, "tasks", "noise")
    assert site.post("/api/v1/tasks/1/actions", json={"action": "reopen"}, headers=headers).status_code == 409
    assert [site.post("/api/v1/changes/1/noise", headers=headers).status_code for _ in range(2)] == [200, 409]
    assert [site.delete("/api/v1/changes/1/noise", headers=headers).status_code for _ in range(2)] == [200, 409]


def test_noise_is_marked_and_taken_back_by_name(site):
    headers = token(site, "noise")
    marked = site.post("/api/v1/changes/1/noise", headers=headers).json()
    assert marked == {
        "change": 1, "watch": "loi.fr", "marked": "2025-08-01T12:00:00Z", "marked_by": "token programme",
        "revoked": None, "revoked_by": None,
    }  # fmt: skip
    assert site.delete("/api/v1/changes/1/noise", headers=headers).json()["revoked_by"] == "token programme"


def test_a_change_is_corrected_with_what_is_right(site):
    headers = token(site, "rectify")
    assert site.post("/api/v1/changes/1/rectification", json={"kind": "corrected"}, headers=headers).status_code == 422
    answer = site.post("/api/v1/changes/1/rectification", json={"kind": "corrected", "note": "1.500 €"}, headers=headers)
    assert answer.json() == {"change": 1, "kind": "corrected", "note": "1.500 €", "told": 0}
    assert site.get("/api/v1/changes/1").json()["rectified"]["note"] == "1.500 €"


def test_an_editor_writes_on_their_own_pages_only(site):
    sign_in(site, "web@example.org")
    assert site.post("/api/v1/tasks/1/actions", json={"action": "done"}).status_code == 200
    assert site.post("/api/v1/tasks/2/actions", json={"action": "done"}).status_code == 403
    assert site.post("/api/v1/changes/1/noise").status_code == 403


def test_an_administrator_signed_in_may_do_everything_and_no_other_site_may_in_their_name(site):
    sign_in(site, "admin@example.org")
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for _, method, path, content in EVERYTHING:
        assert site.request(method, path, json=content, headers=foreign).status_code == 401
        assert site.request(method, path, json=content).status_code == 200
    with Session(site.engine) as session:
        assert [deed.person for deed in deeds(session).items] == ["admin"] * 4


def test_tasks_come_as_a_table_in_which_nothing_is_a_formula(site, archive):
    archive.task("asso.a", sentence="=HYPERLINK(1)", text="@x", reason="+1", proposal="-1", state="done", closed=NOW)
    answer = site.get("/api/v1/tasks.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in table] == ["3", "2", "1"]
    assert [table[0][name] for name in ("sentence", "text", "reason", "proposal")] == ["'=HYPERLINK(1)", "'@x", "'+1", "'-1"]
    assert table[0]["days_wrong"] == str((NOW - rows(site, models.Task)[2].opened).days)
    assert len(site.get("/api/v1/tasks.csv?state=open&page=asso.a").text.splitlines()) == 2
    assert site.get("/api/v1/tasks.csv?stat=open").status_code == 422


def test_whoever_asks_for_too_many_changes_is_told_to_wait(site):
    guessing = TestClient(site.app, base_url="https://veille.example", client=("192.0.2.7", 1))
    wrong = {"Authorization": "Bearer guessed"}
    assert {guessing.post("/api/v1/changes/1/noise", headers=wrong).status_code for _ in range(WRITES)} == {401}
    answer = guessing.delete("/api/v1/changes/1/noise", headers=token(site, "noise"))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert (
        TestClient(site.app, base_url="https://veille.example", client=("192.0.2.8", 1)).post("/api/v1/changes/1/noise").status_code == 401
    )
