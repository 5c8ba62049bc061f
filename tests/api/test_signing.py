"""Signing in by a link in a mail, as a browser does it, and as those who mean no good."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.app import create_app
from api.limits import Limit
from core import models
from core.settings import Settings
from core.watchlist import Watchlist
from tests.api.conftest import NOW

ADMIN, EDITOR, OTHER = "admin@example.org", "redaction@example.org", "autre@example.org"


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


class Named:
    """The watchlist as somebody writes it: two pages of one editor, and an administrator, who may be written to by chat too."""

    def __init__(self):
        self.editors = {"cire.a": EDITOR, "cire.b": EDITOR}
        self.administrators = [{"id": "admin", "language": "en", "via": [ADMIN, "slack://TokenA/TokenB/TokenC"]}]

    def __call__(self):
        pages = [{"id": id, "url": f"https://example.org/{id}", "language": "nl", "editor": each} for id, each in self.editors.items()]
        return Watchlist.model_validate({"pages": pages, "administrators": self.administrators})


@pytest.fixture
def named():
    return Named()


@pytest.fixture
def site(engine, archive, clock, named, tmp_path):
    """The website of the watchlist as it is written at each moment."""
    settings = Settings(outbox=tmp_path / "outbox", send=False)
    app = create_app(engine, now=clock, site="https://veille.example", watchlist=named, settings=settings)
    object.__setattr__(app.state.surroundings, "limit", Limit(most=1000))
    return TestClient(app, base_url="https://veille.example", raise_server_exceptions=True, follow_redirects=False)


def rows(engine, kind):
    with Session(engine) as session:
        return session.scalars(select(kind)).all()


def ask(site, address=ADMIN):
    return site.post("/sign-in", data={"address": address})


def press(site, path, headers=None):
    """What a browser sends for a form with nothing but its button."""
    return site.post(path, headers={"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})


def link_in(delivery):
    return re.search(r"https://veille.example(/sign-in/\S+)", delivery.text).group(1)


def newest_link(engine):
    return link_in(rows(engine, models.Delivery)[-1])


def signed_in(site, engine, address=ADMIN):
    ask(site, address)
    return press(site, newest_link(engine))


def test_who_asks_gets_a_mail_presses_the_button_and_is_signed_in(site, engine, tmp_path):
    assert ask(site).status_code == 200
    (mail,) = rows(engine, models.Delivery)
    assert (mail.route, mail.subscriber, mail.state) == (ADMIN, "admin", "sent")
    assert len(list((tmp_path / "outbox").glob("sign-in-*.html"))) == 1
    link = link_in(mail)
    page = BeautifulSoup(site.get(link).text, "lxml")
    assert page.select_one("main form[method=post] button")
    assert site.get("/desk").status_code == 303
    answer = press(site, link)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/desk")
    assert "admin" in site.get("/desk").text


def test_who_signs_in_comes_back_to_the_page_they_came_for(site, engine):
    form = BeautifulSoup(site.get(site.get("/desk/subscriptions?lang=nl").headers["location"]).text, "lxml")
    then = form.select_one("input[name=then]")["value"]
    site.post("/sign-in?lang=nl", data={"address": ADMIN, "then": then})
    page = BeautifulSoup(site.get(newest_link(engine)).text, "lxml")
    answer = press(site, page.select_one("main form")["action"])
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/desk/subscriptions")


def test_who_signs_in_finds_the_filters_again(site, engine):
    asked = "/desk?state=&problem=stale&page=asso.a%26b"
    form = BeautifulSoup(site.get(site.get(f"{asked}&lang=nl").headers["location"]).text, "lxml")
    site.post("/sign-in?lang=nl", data={"address": ADMIN, "then": form.select_one("input[name=then]")["value"]})
    page = BeautifulSoup(site.get(newest_link(engine)).text, "lxml")
    answer = press(site, page.select_one("main form")["action"])
    assert (answer.status_code, answer.headers["location"].partition("&lang=")[0]) == (303, asked)
    assert site.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "/a//b", "javascript:alert(1)", "/a\r\nX: y", "a"),
        *("//evil.example?a=b", "?a=b", "/?a=//evil.example", "/a?b=c d", "/a?b=c#d", "/a?b=c\r\nX: y", "/a?b=" + 600 * "c"),
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(site, engine, elsewhere):
    site.post("/sign-in", data={"address": ADMIN, "then": elsewhere})
    assert "then=" not in newest_link(engine)
    answer = site.post(newest_link(engine), data={"button": ""}, params={"then": elsewhere})
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/desk")


def test_the_cookie_is_for_this_host_and_no_script(site, engine):
    cookie = signed_in(site, engine).headers["set-cookie"]
    assert cookie.startswith("__Host-veille=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=43200"):
        assert part in cookie
    assert "Domain" not in cookie


def test_only_fingerprints_of_links_and_cookies_are_kept(site, engine):
    cookie = signed_in(site, engine).cookies["__Host-veille"]
    kept = [row.id for kind in (models.SignInLink, models.SignedIn) for row in rows(engine, kind)]
    assert len(kept) == 2
    assert cookie not in kept
    assert newest_link(engine).split("/")[-1].split("?")[0] not in kept


def test_everybody_gets_the_same_answer(site, engine):
    known, unknown = ask(site), ask(site, "stranger@example.org")
    assert known.text.replace(ADMIN, "X") == unknown.text.replace("stranger@example.org", "X")
    assert (known.status_code, known.headers.get("content-length")) == (200, known.headers["content-length"])
    assert len(rows(engine, models.Delivery)) == 1


@pytest.mark.parametrize("address", ["", "admin", "${ADMIN_MAIL}", "a@b@c.org", "slack://TokenA/TokenB/TokenC"])
def test_what_is_no_mail_address_of_staff_gets_nothing(site, engine, address):
    assert ask(site, address).status_code in (200, 422)
    assert rows(engine, models.Delivery) == []


def test_a_link_is_good_once(site, engine):
    signed_in(site, engine)
    assert site.get(newest_link(engine)).status_code == 404
    assert press(site, newest_link(engine)).status_code == 404
    assert len(rows(engine, models.SignedIn)) == 1


def test_a_link_is_good_for_a_quarter_of_an_hour(site, engine, clock):
    ask(site)
    clock.now = NOW + timedelta(minutes=14)
    assert site.get(newest_link(engine)).status_code == 200
    clock.now = NOW + timedelta(minutes=15)
    assert press(site, newest_link(engine)).status_code == 404
    assert press(site, "/sign-in/guessed").status_code == 404


def test_at_most_three_links_an_hour(site, engine, clock):
    for _ in range(5):
        assert ask(site).status_code == 200
    assert len(rows(engine, models.Delivery)) == 3
    clock.now = NOW + timedelta(minutes=61)
    ask(site)
    assert len(rows(engine, models.Delivery)) == 4


def test_a_person_stays_twelve_hours_or_until_signing_out(site, engine, clock):
    signed_in(site, engine)
    clock.now = NOW + timedelta(hours=11)
    assert site.get("/desk").status_code == 200
    clock.now = NOW + timedelta(hours=12)
    assert site.get("/desk").status_code == 303
    clock.now = NOW + timedelta(hours=13)
    cookie = signed_in(site, engine).cookies["__Host-veille"]
    assert press(site, "/sign-out").status_code == 303
    site.cookies.set("__Host-veille", cookie, domain="veille.example")
    assert site.get("/desk").status_code == 303


def pages_of(site):
    """The pages that the desk shows to whoever is signed in; ``None`` where nobody is."""
    answer = site.get("/desk")
    if answer.status_code == 303:
        return None
    links = BeautifulSoup(answer.text, "lxml").select("table.desk tbody th a[href*='page=']")
    return [parse_qs(urlsplit(link["href"]).query)["page"][0] for link in links]


def own_pages(archive, *names):
    for name in names:
        archive.watch(name, kind="own", url=f"https://example.org/{name}", source="own", source_name="Nos pages")


@pytest.mark.parametrize(("address", "leaves"), [(EDITOR, "editors"), (ADMIN, "administrators")])
def test_who_no_longer_stands_in_the_watchlist_is_signed_out(site, engine, named, address, leaves):
    signed_in(site, engine, address)
    getattr(named, leaves).clear()
    assert pages_of(site) is None


def test_a_session_does_not_follow_its_pages_to_another_editor(site, engine, named, archive):
    own_pages(archive, "cire.a", "cire.b", "cire.c")
    named.editors["cire.c"] = OTHER
    signed_in(site, engine, EDITOR)
    named.editors = dict.fromkeys(named.editors, OTHER)
    assert pages_of(site) is None
    named.editors["cire.b"] = EDITOR
    assert pages_of(site) == ["cire.b"]


def test_an_editor_given_other_pages_sees_those(site, engine, named, archive):
    own_pages(archive, "cire.a", "cire.c")
    signed_in(site, engine, EDITOR)
    named.editors = {"cire.a": OTHER, "cire.c": EDITOR}
    assert pages_of(site) == ["cire.c"]


def test_an_administrator_who_becomes_an_editor_is_one_from_then_on(site, engine, named, archive):
    own_pages(archive, "cire.a", "cire.b")
    signed_in(site, engine)
    assert site.get("/deeds").status_code == 200
    named.administrators.clear()
    named.editors["cire.b"] = ADMIN
    assert (pages_of(site), site.get("/deeds").status_code) == (["cire.b"], 404)


def test_a_link_is_good_for_nobody_who_left_since_it_was_sent(site, engine, named):
    ask(site, EDITOR)
    named.editors = dict.fromkeys(named.editors, OTHER)
    assert press(site, newest_link(engine)).status_code == 404
    assert rows(engine, models.SignedIn) == []


def test_an_editor_keeps_one_name_whatever_pages_come_and_go(site, engine, named, archive):
    own_pages(archive, "cire.a", "cire.b", "cire.0")
    signed_in(site, engine, EDITOR)
    named.editors = {"cire.0": EDITOR, **named.editors}
    assert EDITOR in BeautifulSoup(site.get("/desk").text, "lxml").select_one("nav.staff").get_text()
    signed_in(site, engine, EDITOR)
    assert [deed.person for deed in rows(engine, models.Deed)] == [EDITOR, EDITOR]


def test_an_editor_named_by_a_variable_is_known_by_the_address_it_holds(site, engine, named, monkeypatch):
    monkeypatch.setenv("WEB_EDITOR", EDITOR.upper())
    named.editors = {"cire.a": "${WEB_EDITOR}"}
    signed_in(site, engine, EDITOR)
    assert [deed.person for deed in rows(engine, models.Deed)] == [EDITOR]
    monkeypatch.setenv("WEB_EDITOR", OTHER)
    assert pages_of(site) is None


def test_another_site_cannot_sign_anybody_in_or_out(site, engine):
    signed_in(site, engine)
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert press(site, "/sign-out", headers=foreign).status_code == 403
    assert site.post("/sign-in", data={"address": ADMIN}, headers=foreign).status_code == 403
    assert site.get("/desk").status_code == 200


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fr", "Veille : votre lien pour ouvrir une session"),
        ("nl", "Veille: uw link om in te loggen"),
        ("en", "Veille: your link to sign in"),
    ],
)
def test_the_mail_is_in_the_language_it_was_asked_in(site, engine, language, subject):
    site.post(f"/sign-in?lang={language}", data={"address": EDITOR.upper()})
    (mail,) = rows(engine, models.Delivery)
    assert (mail.subject, f"lang={language}" in link_in(mail)) == (subject, True)


def test_the_ledger_names_an_editor_by_a_page_and_no_subscription(site, engine):
    ask(site, EDITOR)
    (mail,) = rows(engine, models.Delivery)
    assert (mail.route, mail.subscriber, mail.subscriptions) == (EDITOR, "cire.a", [])


def test_nobody_else_keeps_the_pages_of_who_is_signed_in(site, engine):
    signed_in(site, engine)
    answer = site.get("/desk")
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert not BeautifulSoup(answer.text, "lxml").select("script, [style], style")


def test_signing_in_is_in_the_log_of_deeds(site, engine):
    signed_in(site, engine)
    assert [(deed.person, deed.action) for deed in rows(engine, models.Deed)] == [("admin", "sign in")]
    assert "admin" in site.get("/deeds").text
