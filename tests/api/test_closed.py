"""A closed instance: who is let in, and what stays open to all."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.app import create_app
from api.limits import Limit
from core import models
from core.database import transaction
from core.rights import grant
from core.settings import Settings
from core.watchlist import Watchlist
from tests.api.conftest import NOW

READER, EDITOR, STRANGER = "membre@example.org", "redaction@example.org", "autre@example.net"
HISTORY = [
    "/",
    "/search?q=redevance",
    "/topics",
    "/sources",
    "/digests",
    "/about",
    "/subscribe",
    "/docs",
    "/changes/1",
    "/snapshots/1/bytes",
]
PROGRAMS = ["/api/v1/changes", "/api/v1/facts.csv", "/api/v1/watches", "/api/v1/tasks.csv", "/feeds/all.atom", "/calendar.ics"]


@pytest.fixture
def site(engine, archive, tmp_path):
    """The website of a closed instance, with one subscriber and one editor."""
    page = {"id": "cire.a", "url": "https://example.org/a", "language": "fr", "editor": EDITOR}
    reader = {"id": "membre", "language": "fr", "via": [READER]}
    watchlist = Watchlist.model_validate({"pages": [page], "subscribers": [reader]})
    settings = Settings(outbox=tmp_path / "outbox", send=False, closed=True, contact="mailto:veille@example.org")
    app = create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=watchlist, settings=settings)
    object.__setattr__(app.state.surroundings, "limit", Limit(most=1000))
    return TestClient(app, base_url="https://veille.example", follow_redirects=False)


def signed_in(site, engine, address):
    site.post("/sign-in", data={"address": address})
    with Session(engine) as session:
        text = session.scalars(select(models.Delivery)).all()[-1].text
    path = re.search(r"https://veille.example(/sign-in/\S+)", text).group(1)
    site.post(path, headers={"Content-Type": "application/x-www-form-urlencoded"})
    return site


def token(engine, scope="read"):
    with transaction(engine) as session:
        return grant(session, "intranet", [scope], NOW)


@pytest.mark.parametrize("path", HISTORY)
def test_browsers_are_sent_to_sign_in_and_come_back_to_where_they_wanted_to_go(site, path):
    answer = site.get(path)
    assert answer.status_code == 303
    assert f'name="then" value="{path}"' in site.get(answer.headers["location"]).text


@pytest.mark.parametrize("path", PROGRAMS)
def test_programs_without_a_token_are_told_how_to_show_one(site, path):
    answer = site.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer, Basic")
    assert "veille token" in answer.json()["detail"]


@pytest.mark.parametrize("path", PROGRAMS)
def test_a_token_lets_a_program_read_in_either_way_it_can_show_it(site, engine, path):
    shown = token(engine)
    assert site.get(path, headers={"Authorization": f"Bearer {shown}"}).status_code == 200
    assert site.get(path, auth=("lecteur", shown)).status_code == 200


def test_a_token_that_was_never_granted_or_is_no_token_is_refused(site):
    for shown in ("Bearer nothing", "Basic bm90aGluZw==", "Basic %%%", "Basic", "Digest x"):
        assert site.get("/api/v1/changes", headers={"Authorization": shown}).status_code == 401


def test_a_token_that_only_reads_changes_nothing(site, engine):
    answer = site.post("/api/v1/changes/1/noise", headers={"Authorization": f"Bearer {token(engine)}"})
    assert answer.status_code == 403


@pytest.mark.parametrize("address", [READER, EDITOR])
def test_people_of_the_watchlist_sign_in_and_read(site, engine, address):
    signed_in(site, engine, address)
    assert site.get("/").status_code == 200
    assert site.get("/api/v1/changes").status_code == 200


def test_a_reader_has_no_desk(site, engine):
    signed_in(site, engine, READER)
    assert site.get("/desk").status_code == 404


def test_others_are_sent_no_link_and_the_same_answer(site, engine):
    known, unknown = (site.post("/sign-in", data={"address": address}) for address in (READER, STRANGER))
    assert known.text.replace(READER, STRANGER) == unknown.text
    with Session(engine) as session:
        assert len(session.scalars(select(models.Delivery)).all()) == 1


def test_what_was_answered_to_one_who_is_let_in_is_answered_to_nobody_else(site, engine):
    shown = {"Authorization": f"Bearer {token(engine)}"}
    tag = site.get("/api/v1/changes", headers=shown).headers["etag"]
    assert site.get("/api/v1/changes", headers={"If-None-Match": tag}).status_code == 401


@pytest.mark.parametrize("path", ["/health", "/api/v1/health", "/metrics", "/privacy", "/sign-in", "/static/veille.css"])
def test_monitors_and_those_who_want_to_sign_in_are_answered(site, path):
    assert site.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/choices/abc", "/unsubscribe/abc", "/confirm/abc/def", "/desk"])
def test_pages_that_ask_by_themselves_who_comes_still_do(site, path):
    assert site.get(path).status_code in {303, 404}


@pytest.mark.parametrize(
    "path", ["//", "/%2e%2e/changes/1", "/health/../changes/1", "/privacy/../", "/static/../changes/1", "/sign-in/../"]
)
def test_no_detour_leads_in(site, path):
    answer = site.get(path)
    assert answer.status_code in {303, 404}
    assert "Redevance" not in answer.text


def test_the_form_says_for_whom_the_site_is_and_whom_to_ask(site):
    text = site.get("/sign-in?lang=fr").text
    assert "réservé" in text
    assert "veille@example.org" in text


def test_an_open_instance_lets_no_mere_reader_sign_in(site, engine):
    app = site.app
    object.__setattr__(app.state.surroundings, "settings", app.state.surroundings.settings.model_copy(update={"closed": False}))
    site.post("/sign-in", data={"address": READER})
    with Session(engine) as session:
        assert not session.scalars(select(models.Delivery)).all()
    assert site.get("/").status_code == 200
