"""Subscribing on the website, as a browser without JavaScript would, and as those who mean no good."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.people.recipients import addressed, tokens
from api.app import create_app
from api.limits import Limit
from core import models
from core.database import transaction
from core.settings import Settings
from core.values import Rule
from core.watchlist import Watchlist
from tests.api.archive import START, fee_change
from tests.api.conftest import NOW

WHO = "anne@example.org"
RECENT = NOW - timedelta(days=2)
LANGUAGES = ("fr", "nl", "en")


@pytest.fixture
def watchlist():
    return Watchlist.model_validate({"subscribers": [{"id": "equipe", "via": [WHO], "frequency": "weekly"}]})


@pytest.fixture
def site(engine, archive, watchlist):
    """The website with a watchlist, a history of two Events, and a visitor who may post as often as a test needs."""
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    for rule in ("fee", "deadline"):
        archive.change(fee_change(rule=Rule(rule), summary={"fr": f"Droit ({rule})"}), event=archive.event(created=RECENT))
    app = create_app(
        engine, now=lambda: NOW, site="https://veille.example", watchlist=watchlist, settings=Settings(contact="mailto:a@b.org")
    )
    object.__setattr__(app.state.surroundings, "limit", Limit(most=1000))
    return TestClient(app, raise_server_exceptions=False)


def rows(engine, kind):
    with Session(engine) as session:
        return session.scalars(select(kind)).all()


def post(site, path, status=200, **fields):
    answer = site.post(path, data=fields)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "lxml")


def get(site, path, status=200):
    answer = site.get(path)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "lxml")


def subscribed(site, engine, **fields):
    """Somebody asks and confirms; the token of the recipient and the id of the Subscription."""
    post(site, "/subscribe", **{"act": "subscribe", "address": WHO, **fields})
    token, number = link_to_confirm(engine)
    post(site, f"/confirm/{token}/{number}", act="confirm")
    return token, number


def link_to_confirm(engine):
    row = rows(engine, models.Delivery)[-1]
    with transaction(engine) as session:
        token = tokens(session, [row.recipient], NOW)[row.recipient]
    text = addressed(row.text, token, "https://veille.example")
    return re.search(r"https://veille.example/confirm/(\S+)/(\S+)", text).groups()


def filled_in(soup):
    """What a browser sends of the form as it stands."""
    form = soup.select_one("form.choices")
    fields = {}
    for each in form.select("input, textarea, select"):
        if each.get("type") in ("checkbox", "radio") and not each.has_attr("checked"):
            continue
        chosen = each.find("option", selected=True).get_text() if each.name == "select" else each.get("value", each.get_text())
        fields.setdefault(each["name"], []).append(chosen)
    return fields


def choices_of(engine):
    return rows(engine, models.Subscription)[-1].choices


def test_the_form_offers_every_choice_and_each_has_a_label(site):
    form = get(site, "/subscribe").select_one("form.choices")
    names = {each["name"] for each in form.select("input, textarea, select")}
    assert names == {
        "address", "topics", "match_topics", "significance", "sources", "rules", "stages", "words", "frequency", "when_nothing_changed",
        "quiet_from", "quiet_until", "time_zone", "language",
    }  # fmt: skip
    for each in form.select("input, textarea, select"):
        assert each.find_parent("label") or form.find("label", attrs={"for": each["id"]}), each
    assert [box["value"] for box in form.select("input[name=topics]")] == ["nationalite", "frais"]
    assert form.select_one("input[name=sources]").find_parent("label").get_text(strip=True) == "eJustice"


def test_who_subscribes_confirms_and_is_written_to(site, engine):
    post(
        site,
        "/subscribe",
        act="subscribe",
        address="Anne@Example.org",
        topics="nationalite",
        rules="fee",
        quiet_from="22:00",
        quiet_until="07:00",
    )
    (subscription,) = rows(engine, models.Subscription)
    assert (subscription.address, subscription.confirmed) == (WHO, None)
    chosen = subscription.choices
    assert (chosen["topics"], chosen["rules"], chosen["quiet_hours"], chosen["language"]) == (["nationalite"], ["fee"], "22:00-07:00", "fr")
    token, number = link_to_confirm(engine)
    page = get(site, f"/confirm/{token}/{number}")
    assert "Nationalité" in page.get_text()
    assert page.select_one("form[method=post] button")
    assert rows(engine, models.Subscription)[0].confirmed is None
    assert post(site, f"/confirm/{token}/{number}", act="confirm").h1.get_text() == "Abonnement confirmé"
    assert rows(engine, models.Subscription)[0].confirmed == NOW


def test_the_preview_shows_what_would_have_been_sent_and_keeps_the_form(site, engine):
    fields = {
        "act": "preview",
        "topics": ["nationalite"],
        "rules": ["fee"],
        "words": "droit\nune phrase",
        "frequency": "weekly",
        "address": "a@b",
    }
    page = post(site, "/subscribe", **{**fields, "address": ""})
    preview = page.select_one("#preview").get_text(" ", strip=True)
    assert "1 nouvelle, en 14 messages." in preview
    assert "Droit (fee)" in preview
    assert "Droit (deadline)" not in preview
    kept = filled_in(page)
    assert (kept["topics"], kept["rules"], kept["frequency"]) == (["nationalite"], ["fee"], ["weekly"])
    assert kept["words"] == ["droit\nune phrase"]
    assert rows(engine, models.Subscription) == rows(engine, models.Delivery) == []


def test_choices_that_find_nothing_are_told_so(site):
    page = post(site, "/subscribe", act="preview", topics="frais", frequency="immediate")
    assert "Rien. Ces choix" in page.select_one("#preview").get_text()
    page = post(site, "/subscribe", act="preview", topics="frais", frequency="weekly")
    assert "pour dire que rien n’a changé" in page.select_one("#preview").get_text()


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(site, engine):
    first = site.post("/subscribe", data={"act": "subscribe", "address": WHO}).text
    for _ in range(5):
        assert site.post("/subscribe", data={"act": "subscribe", "address": WHO}).text == first
    assert len(rows(engine, models.Delivery)) == 3
    assert site.post("/subscribe", data={"act": "subscribe", "address": "new@example.org"}).text == first.replace(WHO, "new@example.org")


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"address": ""}, "#address", "L’adresse n’est pas complète"),
        ({"address": "anne@example.org\r\nBcc: bob@example.org"}, "#address", "L’adresse n’est pas complète"),
        ({"address": "mmost://localhost/3ccdd113474722377935511fc85d3dd4"}, "#address", "réseau privé"),
        ({"address": "json://example.org/"}, "#address", "ce service"),
        ({"words": "a"}, "#words", "de 2 à 100 signes"),
        ({"quiet_from": "22:00"}, "#quiet_from", "les deux heures"),
        ({"time_zone": "Mars/Olympus"}, "#time_zone", "fuseau horaire"),
        ({"topics": "<script>"}, "#topics", "Un des sujets"),
        ({"rules": "price"}, "#topics", "parmi ceux"),
        ({"frequency": "hourly"}, "#topics", "parmi ceux"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_kept(site, engine, fields, where, said):
    page = post(site, "/subscribe", 422, **{"act": "subscribe", "address": WHO, **fields})
    link = page.select_one(".mistakes a")
    assert link["href"] == where
    assert said.casefold() in link.get_text().casefold()
    assert page.select_one(where)
    assert page.find("script") is None
    for field in page.select("[aria-invalid=true]"):
        assert [page.find(id=each) for each in field["aria-describedby"].split()].count(None) == 0
    assert rows(engine, models.Subscription) == rows(engine, models.Delivery) == []


def test_what_is_given_is_shown_again_as_text(site):
    hostile = '"><script>alert(1)</script>'
    page = post(site, "/subscribe", 422, act="subscribe", address=hostile, words=hostile, quiet_from=hostile, time_zone=hostile)
    assert page.find("script") is None
    assert page.find(id="address")["value"] == hostile
    assert page.find(id="words").get_text() == hostile


def test_the_page_of_choices_shows_those_of_the_website_and_of_the_watchlist(site, engine):
    token, number = subscribed(site, engine, topics="frais")
    page = get(site, f"/choices/{token}")
    shown = page.get_text(" ", strip=True)
    for expected in ("fait sur ce site", "Redevances", "fait par votre organisation (equipe)", "une fois par semaine"):
        assert expected in shown
    assert page.select_one(f"a[href='/choices/{token}/{number}']")


def test_choices_are_changed_without_a_password(site, engine):
    token, number = subscribed(site, engine, topics="frais", words="droit", quiet_from="22:00", quiet_until="07:00", frequency="daily")
    page = get(site, f"/choices/{token}/{number}")
    as_they_are = filled_in(page)
    post(site, f"/choices/{token}/{number}", act="keep", **as_they_are)
    assert choices_of(engine) | {"topics": ["frais"]} == choices_of(engine)
    assert (choices_of(engine)["words"], choices_of(engine)["quiet_hours"], choices_of(engine)["frequency"]) == (
        ["droit"],
        "22:00-07:00",
        "daily",
    )
    changed = {**as_they_are, "topics": ["nationalite"], "frequency": ["weekly"]}
    assert post(site, f"/choices/{token}/{number}", **{**changed, "act": "preview"}).select_one("#preview")
    assert choices_of(engine)["topics"] == ["frais"]
    assert post(site, f"/choices/{token}/{number}", **{**changed, "act": "keep"}).select_one(".done")
    assert (choices_of(engine)["topics"], choices_of(engine)["frequency"]) == (["nationalite"], "weekly")
    post(site, f"/choices/{token}/{number}", 422, **{**changed, "act": "keep", "words": "a"})
    assert choices_of(engine)["words"] == ["droit"]


def test_a_pause_and_an_end_are_one_button_each(site, engine):
    token, number = subscribed(site, engine)
    post(site, f"/choices/{token}", act="pause", subscription=number)
    assert choices_of(engine)["frequency"] == "off"
    assert "Pour reprendre, changez les choix et donnez un rythme." in get(site, f"/choices/{token}").get_text()
    page = post(site, f"/choices/{token}", act="end", subscription=number)
    over = page.select_one("details.over")
    assert over.summary.get_text() == "Un abonnement arrêté"
    assert "arrêté le 1er août 2025" in over.get_text()
    assert over.find("button", value="take_up")
    assert not over.has_attr("open")
    assert [(row.subscription_id, row.reason) for row in rows(engine, models.Ending)] == [(number, "ended on the page of choices")]
    get(site, f"/choices/{token}/{number}", 404)


def test_what_the_organisation_listed_is_ended_and_taken_up_again(site, engine):
    token, _ = subscribed(site, engine)
    post(site, f"/choices/{token}", act="end", subscription="equipe")
    assert [row.subscription_id for row in rows(engine, models.Ending)] == ["equipe"]
    post(site, f"/choices/{token}", act="take_up", subscription="equipe")
    assert rows(engine, models.Ending) == []


def test_what_ended_on_the_website_asks_for_confirmation_again(site, engine):
    token, number = subscribed(site, engine)
    post(site, f"/choices/{token}", act="end_all")
    assert {row.subscription_id for row in rows(engine, models.Ending)} == {number, "equipe"}
    assert "confirmation" in post(site, f"/choices/{token}", act="take_up", subscription=number).select_one(".done").get_text()
    assert [bool(row.confirmed) for row in rows(engine, models.Subscription) if row.id != number] == [False]


def test_opening_a_link_confirms_nothing_and_ends_nothing(site, engine):
    token, number = subscribed(site, engine)
    post(site, "/subscribe", act="subscribe", address=WHO)
    for path in (
        f"/confirm/{token}/{link_to_confirm(engine)[1]}",
        f"/unsubscribe/{token}",
        f"/unsubscribe/{token}?of=confirm-{number}",
        f"/choices/{token}",
    ):
        for method in ("GET", "HEAD"):
            assert site.request(method, path).status_code == 200
    assert rows(engine, models.Ending) == []
    assert [row.confirmed for row in rows(engine, models.Subscription)].count(None) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b"", "headers": {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}},
    ],
    ids=["form", "multipart", "nothing, from elsewhere"],
)
def test_one_click_ends_what_the_message_was_written_for(site, engine, sent):
    token, number = subscribed(site, engine)
    answer = site.post(f"/unsubscribe/{token}?of=confirm-{number}", follow_redirects=False, **sent)
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert [row.subscription_id for row in rows(engine, models.Ending)] == [number]
    assert site.post(f"/unsubscribe/{token}?of=confirm-{number}", **sent).status_code == 200


def test_unsubscribing_by_a_forgotten_message_ends_everything(site, engine):
    token, number = subscribed(site, engine)
    post(site, f"/unsubscribe/{token}?of=event-1-1")
    assert {row.subscription_id for row in rows(engine, models.Ending)} == {number, "equipe"}


def test_the_button_of_the_page_does_what_one_click_does(site, engine):
    token, number = subscribed(site, engine)
    form = get(site, f"/unsubscribe/{token}?of=confirm-{number}&lang=nl").find("form")
    button = form.find("button")
    assert (button["name"], button["value"], form["method"]) == ("List-Unsubscribe", "One-Click", "post")
    page = post(site, form["action"], **{button["name"]: button["value"]})
    assert (page.html["lang"], page.h1.get_text()) == ("nl", "U bent uitgeschreven")
    assert [row.subscription_id for row in rows(engine, models.Ending)] == [number]


@pytest.mark.parametrize("path", ["/choices/{0}", "/confirm/{0}/web-1", "/unsubscribe/{0}", "/choices/{0}/web-1"])
def test_a_link_that_is_nobodys_says_nothing(site, path):
    for token in ("x", "a" * 43, "%2e%2e", "é"):
        assert site.get(path.format(token)).status_code == 404
        assert site.post(path.format(token), data={"act": "end_all"}).status_code == 404


def test_one_recipient_cannot_touch_what_another_has(site, engine):
    token, _ = subscribed(site, engine)
    _, other = subscribed(site, engine, address="other@example.org", topics="frais")
    post(site, f"/choices/{token}", 404, act="end", subscription=other)
    post(site, f"/choices/{token}/{other}", 404, act="keep")
    post(site, f"/confirm/{token}/{other}", 404, act="confirm")
    get(site, f"/choices/{token}/{other}", 404)
    assert rows(engine, models.Ending) == []
    assert choices_of(engine)["topics"] == ["frais"]


def test_pages_with_a_secret_are_kept_by_nobody(site, engine):
    token, number = subscribed(site, engine)
    for path in (f"/choices/{token}", f"/choices/{token}/{number}", f"/confirm/{token}/{number}", f"/unsubscribe/{token}"):
        headers = site.get(path).headers
        assert (headers["cache-control"], headers["referrer-policy"], headers["x-robots-tag"]) == ("no-store", "no-referrer", "noindex")
        assert "etag" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://veille.example"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://veille.example.evil.example"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(site, engine, headers, status):
    assert site.post("/subscribe", data={"act": "subscribe", "address": WHO}, headers=headers).status_code == status
    assert len(rows(engine, models.Delivery)) == (status == 200)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"address": WHO}}, 415),
        ({"files": {"address": (None, WHO)}}, 415),
        ({"data": {"words": "x" * 40_000}}, 413),
        ({"content": b"\xff=%ff", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"&".join(b"topics=a" for _ in range(600)), "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused(site, sent, status):
    assert site.post("/subscribe", **sent).status_code == status


def test_one_client_posts_twenty_times_a_minute_and_no_more(engine, archive):
    clock = [NOW]
    client = TestClient(create_app(engine, now=lambda: clock[0]), raise_server_exceptions=False)
    answers = [client.post("/subscribe", data={"act": "preview"}).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    refused = client.post("/subscribe", data={"act": "preview"})
    assert refused.headers["retry-after"] == "60"
    told = BeautifulSoup(refused.text, "lxml").main.get_text(" ", strip=True)
    assert "Réessayez dans une minute." in told
    assert "Votre formulaire n’est pas perdu" in told
    assert client.get("/subscribe").status_code == 200
    clock[0] += timedelta(minutes=1)
    assert client.post("/subscribe", data={"act": "preview"}).status_code == 200


def test_networks_of_ipv6_count_as_one_client_and_old_clients_are_forgotten():
    limit = Limit(most=1)
    assert limit.allows("2001:db8::1", START)
    assert not limit.allows("2001:db8::2", START)
    assert limit.allows("2001:db8:0:1::1", START)
    assert all(limit.allows(f"10.{number // 65536}.{number // 256 % 256}.{number % 256}", START) for number in range(10_001))
    assert limit.allows("2001:db8::2", START + timedelta(minutes=2))
    assert len(limit._posts) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_subscribing_can_be_used_by_everyone(site, engine, language):
    token, number = subscribed(site, engine, words="droit")
    post(site, f"/choices/{token}", act="end", subscription="equipe")
    post(site, "/subscribe", act="subscribe", address=WHO)
    waiting = link_to_confirm(engine)[1]
    asked = {"act": "preview", "frequency": "weekly", "significance": "minor"}
    pages = [
        *(get(site, f"{path}?lang={language}") for path in ("/subscribe", "/privacy", f"/choices/{token}", f"/choices/{token}/{number}")),
        *(
            get(site, f"{path}?lang={language}")
            for path in (f"/confirm/{token}/{number}", f"/confirm/{token}/{waiting}", f"/unsubscribe/{token}")
        ),
        post(site, f"/subscribe?lang={language}", **asked),
        post(site, f"/subscribe?lang={language}", 422, act="subscribe", words="a", quiet_from="22:00", time_zone="x"),
        post(site, f"/subscribe?lang={language}", act="subscribe", address=WHO),
        post(site, f"/choices/{token}/{number}?lang={language}", **asked),
        post(site, f"/choices/{token}?lang={language}", act="pause", subscription=number),
        post(site, f"/unsubscribe/{token}?of=confirm-{number}&lang={language}"),
    ]
    for soup in pages:
        assert soup.html["lang"] == language
        assert len(soup.find_all("h1")) == 1
        assert not soup.find_all(["script", "img", "style"])
        identifiers = [each["id"] for each in soup.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers))
        for attribute in ("aria-labelledby", "aria-describedby"):
            named = [name for each in soup.find_all(attrs={attribute: True}) for name in each[attribute].split()]
            assert set(named) <= set(identifiers)
        levels = [int(each.name[1]) for each in soup.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(each.find("legend") for each in soup.find_all("fieldset"))
        assert all(each.get_text(strip=True) for each in soup.find_all(["a", "button", "legend", "label"]))


def test_the_privacy_note_says_what_is_kept_how_long_and_whom_to_ask(site):
    page = get(site, "/privacy")
    text = page.get_text(" ", strip=True)
    for shown in ("7 jours", "28 jours", "Aucun cookie", "SHA-256", "consentement", "a@b.org"):
        assert shown in text
    assert page.select_one("a[href='mailto:a@b.org']")


def test_every_page_leads_to_subscribing_and_to_the_privacy_note(site):
    page = get(site, "/?lang=nl")
    links = [link["href"] for link in page.select("footer a")]
    assert {"/subscribe?lang=nl", "/privacy?lang=nl"} <= set(links)
    assert page.select_one("main a.button[href='/subscribe?lang=nl']")
