"""The website, read as a browser would."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import create_app
from api.limits import Limit
from api.pages import LANGUAGES, words
from core import models
from core.database import transaction
from core.settings import Settings
from core.values import FactType, IncidentKind, Kind, Rule, Significance
from tests.api.archive import fee_change
from tests.api.conftest import NOW


def page(client, path, status=200, **kwargs):
    answer = client.get(path, **kwargs)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    # Spaces at which no line ends are spaces to whoever reads.
    return BeautifulSoup(answer.text.replace("\u00a0", " "), "lxml")


def titles(soup):
    return [title.get_text(strip=True) for title in soup.select("article h3")]


def test_the_front_page_tells_the_news_by_topic_major_first(client, archive):
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.watch("dofi", topics=["frais"])
    archive.change(fee_change(summary={"fr": "Horaire"}, significance=Significance.MINOR), watch="dofi")
    archive.change()
    archive.change(fee_change(summary={"fr": "Adresse"}, significance=Significance.MINOR))
    archive.change(fee_change(summary={"fr": "Virgule"}, significance=Significance.EDITORIAL))
    soup = page(client, "/")
    assert soup.find("h1").get_text() == "Ce qui a changé dans les règles"
    assert [each.get_text() for each in soup.select("h2.day")] == ["Nationalité", "Redevances"]
    assert titles(soup) == ["Droit : 150 euros → 1.000 euros", "Adresse", "Horaire"]
    article = soup.find("article").get_text(" ", strip=True)
    for shown in ("Changement majeur", "Frais", "Nationalité", "eJustice", "29 juillet 2025", "1er janvier 2025"):
        assert shown in article


def test_one_event_is_one_piece_of_news_in_the_readers_language(client, archive):
    archive.watch("loi.nl", language="nl")
    event = archive.event()
    archive.change(event=event)
    archive.change(fee_change(rule=Rule.VALIDITY, summary={"fr": "Dès juillet"}), event=event)
    archive.change(fee_change(summary={"nl": "Recht: 150 → 1.000"}), watch="loi.nl", event=event)
    assert titles(page(client, "/")) == ["Droit : 150 euros → 1.000 euros"]
    assert "et 2 autres changements de la même nouvelle" in page(client, "/").find("article").get_text()
    assert titles(page(client, "/?lang=nl")) == ["Recht: 150 → 1.000"]


def test_the_front_page_leaves_out_what_was_withdrawn(client, archive, engine):
    change = archive.change()
    rectify(engine, change, "withdrawn", "Ce montant valait pour 2024.")
    assert titles(page(client, "/")) == []
    note = page(client, f"/changes/{change}").select_one(".rectified-note").get_text(" ", strip=True)
    assert note.startswith("Retiré le 31 juillet 2025") and note.endswith("Ce montant valait pour 2024.")


def test_the_front_page_says_how_much_is_followed(client, archive):
    assert "Dernière lecture : 1er janvier 2025 à 9 h 00" in page(client, "/").get_text()


def test_without_changes_the_page_says_so(client, archive):
    assert "point de départ" in page(client, "/").select_one(".none").get_text()
    assert "critères" in page(client, "/search?q=rien").select_one(".none").get_text()


def test_what_comes_near_is_told_with_the_days_that_are_left(client, archive):
    archive.version("loi.fr", "La protection temporaire est valable jusqu'au 4 septembre 2025.")
    coming = page(client, "/").select_one(".coming li").get_text(" ", strip=True)
    for shown in ("4 septembre 2025", "dans 34 jours", "prend fin"):
        assert shown in coming
    assert page(client, "/coming").select_one(".coming a")["href"] == "/watches/loi.fr"
    assert page(client, "/topics/nationalite").select_one(".coming")


def test_the_form_filters_without_javascript(client, archive):
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.watch("dofi", topics=["frais"], source="dofi", source_name="Office des étrangers")
    archive.change()
    archive.change(fee_change(summary={"fr": "Redevance étudiante"}), watch="dofi")
    archive.change(fee_change(summary={"fr": "Virgule"}, significance=Significance.EDITORIAL))
    soup = page(client, "/search?topic=frais&significance=minor&q=&rule=&since=&until=&language=&source=&watch=")
    assert titles(soup) == ["Redevance étudiante"]
    assert soup.select_one(".count").get_text() == "1 changement trouvé"
    form = soup.find("form")
    assert (form["method"], form["action"]) == ("get", "/search")
    assert form.find("option", selected=True)["value"] == "frais"
    assert all(form.find("label", attrs={"for": field["id"]}) for field in form.select("select, input:not([type=hidden])"))
    assert len(titles(page(client, "/search?significance=none"))) == 3
    for query in ("q=REDEVANCE+etudiante", "source=dofi&rule=fee", "watch=dofi&language=fr", "since=2025-01-01&q=redevance"):
        assert titles(page(client, f"/search?{query}")) == ["Redevance étudiante"], query
    assert titles(page(client, "/search?until=2024-12-31")) == []


def test_older_changes_are_one_link_away(client, archive):
    for _ in range(31):
        archive.change()
    soup = page(client, "/search?lang=en")
    older = soup.find("a", rel="next")["href"]
    assert len(titles(soup)) == 30
    assert soup.select_one(".count").get_text() == "31 changes found"
    second = page(client, f"/search{older}")
    assert len(titles(second)) == 1
    assert second.find("html")["lang"] == "en"


def test_what_could_not_be_read_is_said_in_words(client, archive):
    archive.incident(opened=datetime(2025, 7, 31, 6, tzinfo=UTC))
    archive.incident(kind="gone", closed=datetime(2025, 7, 31, 6, tzinfo=UTC))
    box = page(client, "/").select_one(".unread").get_text(" ", strip=True)
    for shown in ("Ce qui n’a pas pu être lu", "eJustice", "31 juillet 2025 à 8 h 00", "bloqué", "captcha"):
        assert shown in box
    assert "n’existe plus" not in box


def test_one_change_shows_everything_about_it(client, archive):
    change = archive.change()
    soup = page(client, f"/changes/{change}")
    assert soup.title.get_text() == "Droit : 150 euros → 1.000 euros · Veille législative"
    assert soup.find("h1").get_text(strip=True) == "Droit : 150 euros → 1.000 euros"
    assert [cell.get_text(strip=True) for cell in soup.select("table.facts tbody td")] == ["150 euros", "1.000 euros"]
    assert soup.select_one("table.facts tbody a")["href"] == f"/changes/{change}/values/1"
    assert soup.select_one("table.facts caption").get_text() == "Ce qui change"
    assert "29 juillet 2025" in soup.select_one(".effective").get_text()
    assert soup.select_one("a.button")["href"] == "https://example.org/loi.fr"
    text = soup.get_text(" ", strip=True)
    for shown in ("Art. 238, al. 1er", "En vigueur", "loi.fr", "1er janvier 2025 à 11 h 00"):
        assert shown in text
    evidence = client.get(f"/api/v1/changes/{change}").json()["snapshots"]
    hashes = [code.get_text() for code in soup.select("#evidence ~ dl code") if len(code.get_text()) == 64]
    assert hashes == [evidence["before"]["sha256"], evidence["after"]["sha256"]]


def test_a_change_names_the_document_and_leads_to_its_topics(client, archive, engine):
    change = archive.change()
    with transaction(engine) as session:
        for version in session.scalars(select(models.Version)):
            version.title = "Code des droits d’enregistrement"
    soup = page(client, f"/changes/{change}")
    assert soup.select_one(".where").get_text(" › ") == "Code des droits d’enregistrement › Art. 238, al. 1er"
    assert soup.select_one("#details ~ dl a[href='/watches/loi.fr']").get_text() == "Code des droits d’enregistrement"
    assert soup.select_one(".badges a")["href"] == "/topics/nationalite"
    assert f"https://veille.example/changes/{change}" in soup.select_one(".printed").get_text()
    value = page(client, client.get(f"/changes/{change}/values/1").url.path)
    assert value.select_one(".lead a").get_text() == "Code des droits d’enregistrement"


def test_the_redline_is_readable_without_colours(client, archive):
    soup = page(client, f"/changes/{archive.change()}")
    redline = soup.select_one("p.redline")
    assert redline.get_text() == "Le droit est de [supprimé : 150 euros] [ajouté : 1.000 euros]."
    assert redline["lang"] == "fr"
    for said in redline.select(".said"):
        said.decompose()
    assert redline.get_text() == "Le droit est de 150 euros 1.000 euros."


def test_changes_that_tell_the_same_news_are_linked(client, archive):
    archive.watch("loi.nl", language="nl")
    event = archive.event()
    french, dutch = archive.change(event=event), archive.change(fee_change(summary={"nl": "Recht"}), watch="loi.nl", event=event)
    link = page(client, f"/changes/{french}").select_one("#tongues ~ ul a")
    assert link["href"] == f"/changes/{dutch}"
    assert link.find(lang="nl").get_text() == "Recht"


@pytest.mark.parametrize(
    ("params", "headers", "language"),
    [
        ({}, {}, "fr"),
        ({"lang": "nl"}, {"Accept-Language": "en"}, "nl"),
        ({}, {"Accept-Language": "de-DE, en-GB;q=0.5, nl;q=0.8"}, "nl"),
        ({}, {"Accept-Language": "en-US,en;q=0.9"}, "en"),
        ({}, {"Accept-Language": "nl;q=0, ;q=x"}, "fr"),
        ({"lang": "xx"}, {}, "fr"),
    ],
)
def test_the_page_speaks_the_readers_language(client, archive, params, headers, language):
    soup = page(client, "/", params=params, headers={"Accept-Language": "", **headers})
    assert soup.find("html")["lang"] == language
    assert soup.find("h1").get_text() == words(language)["home"]["title"]
    assert soup.select_one(".tongues [aria-current]")["lang"] == language


def test_a_chosen_language_is_kept_on_the_way(client, archive):
    change = archive.change()
    soup = page(client, "/search?lang=nl&significance=none")
    assert soup.select_one("article h3 a")["href"] == f"/changes/{change}?lang=nl"
    assert soup.select_one("form input[name=lang]")["value"] == "nl"
    assert soup.select_one(".tongues a[lang=en]")["href"] == "?lang=en&significance=none"
    redirected = client.get(f"/changes/{change}/values/1?lang=nl", follow_redirects=False)
    assert redirected.headers["location"].endswith("?lang=nl")


def rectify(engine, change, kind, note):
    with transaction(engine) as session:
        made = datetime(2025, 7, 31, 6, tzinfo=UTC)
        session.add(models.Rectification(change_id=change, kind=kind, note=note, made=made, made_by="admin"))


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/?lang=nl",
            "/?lang=en",
            "/changes/1",
            "/changes/1?lang=nl",
            "/changes/1?lang=en",
            "/docs",
            "/nothing",
            "/search",
            "/coming",
        ),
        *("/topics", "/topics/nationalite", "/sources", "/sources/ejustice", "/watches/loi.fr", "/watches/loi.fr/values", "/about"),
        *("/watches/loi.fr/versions/1", "/watches/loi.fr/compare?before=1&after=2", "/changes/1/values/1", "/digests", "/digests/2025-W01"),
    ],
)
def test_every_page_can_be_used_by_everyone(client, archive, path):
    archive.change()
    archive.incident()
    soup = page(client, path, status=404 if path == "/nothing" else 200)
    assert soup.html["lang"]
    assert soup.title.get_text(strip=True)
    assert len(soup.find_all("h1")) == 1
    assert soup.find("a")["href"] == "#content"
    assert soup.find(id="content").name == "main"
    assert soup.find("meta", attrs={"name": "viewport"})
    identifiers = [each["id"] for each in soup.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))
    assert all(set(each["aria-labelledby"].split()) <= set(identifiers) for each in soup.find_all(attrs={"aria-labelledby": True}))
    levels = [int(each.name[1]) for each in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "built-in" not in soup.get_text()
    assert not soup.find_all(style=True)
    assert not soup.find_all("script")
    assert all(each["href"].startswith("/") for each in soup.find_all("link"))


@pytest.mark.parametrize(
    ("path", "feed", "calendar"),
    [
        ("/", "all", ""),
        ("/topics/nationalite", "nationalite", "?topic=nationalite"),
        ("/sources/ejustice", "source/ejustice", ""),
        ("/watches/loi.fr", "watch/loi.fr", ""),
        ("/changes/1", "watch/loi.fr", ""),
        ("/search?q=droit", "all", ""),
        ("/search?source=ejustice", "source/ejustice", ""),
        ("/search?source=ejustice&topic=nationalite", "all", ""),
        ("/search?topic=nobody", "all", ""),
    ],
)
def test_readers_of_feeds_and_calendars_find_what_a_page_tells(client, archive, path, feed, calendar):
    archive.change()
    links = {each["type"]: each["href"] for each in page(client, path).select("link[rel=alternate]")}
    told = "lang=fr&q=droit" if "q=" in path else "lang=fr"
    assert links["application/atom+xml"] == f"/feeds/{feed}.atom?{told}"
    assert links["application/feed+json"] == f"/feeds/{feed}.json?{told}"
    assert links["text/calendar"] == f"/calendar.ics{calendar + '&' if calendar else '?'}lang=fr"
    assert [client.get(each).status_code for each in links.values()] == [200, 200, 200]


def test_a_change_in_another_language_than_the_readers_says_so(client, archive):
    archive.watch("loi.nl", language="nl")
    archive.change(watch="loi.nl")
    assert "néerlandais" in page(client, "/search").find("article").get_text(" ", strip=True)
    assert "Nederlands" not in page(client, "/search?lang=nl").find("article").get_text(" ", strip=True)


def test_an_error_is_told_in_the_readers_language(client, archive):
    soup = page(client, "/changes/99?lang=nl", status=404)
    assert soup.find("h1").get_text() == "Pagina niet gevonden"
    assert soup.select_one("main a")["href"] == "/?lang=nl"
    assert soup.select_one("main form[role=search] input[name=lang]")["value"] == "nl"
    page(client, "/search?cursor=nonsense", status=400)


def test_what_was_not_understood_is_named(client, archive):
    soup = page(client, "/search?significance=huge&since=demain", status=422)
    assert soup.h1.get_text() == "Adresse non comprise"
    assert [each.get_text() for each in soup.select("main code")] == ["significance", "since"]


@pytest.mark.parametrize(
    ("language", "told", "again"),
    [("fr", "Réessayez dans 5 secondes.", "Réessayer"), ("nl", "Probeer het over 5 seconden opnieuw.", "Opnieuw proberen")],
)
def test_who_asks_too_often_is_told_how_long_to_wait_and_where_to_ask_again(engine, archive, language, told, again):
    app = create_app(engine, now=lambda: NOW)
    object.__setattr__(app.state.surroundings, "reads", Limit(1))
    client = TestClient(app, client=("192.0.2.7", 1))
    soup = [page(client, f"/search?lang={language}&q=frais", status=status) for status in (200, 429)][1]
    assert soup.select_one("main strong").get_text() == told
    link = soup.select_one("main a.button")
    assert (link.get_text(), link["href"]) == (again, f"?lang={language}&q=frais")


def test_a_fault_of_ours_says_that_it_is_ours_and_whom_to_write_to(engine, archive):
    settings = Settings(contact="mailto:it@example.org")
    app = create_app(engine, now=lambda: 1 / 0, settings=settings)
    soup = page(TestClient(app, raise_server_exceptions=False), "/", status=500)
    assert soup.h1.get_text() == "Une erreur chez nous"
    assert soup.select_one("main a[href='mailto:it@example.org']").get_text() == "it@example.org"
    assert "division" not in soup.get_text()


def test_every_word_of_the_glossary_has_a_word_for_people():
    said = words("fr")
    for name, members in {"significance": Significance, "kind": Kind, "rule": Rule, "fact": FactType, "incident": IncidentKind}.items():
        assert set(said[name]) == {member.value for member in members}
    assert set(LANGUAGES) == {"fr", "nl", "en"}


def test_the_docs_name_every_operation(client):
    soup = page(client, "/docs")
    calls = [call.get_text() for call in soup.select("h3 code")]
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        assert {f"{method.upper()} {path}" for method in methods} <= set(calls)
    targets = {each["id"] for each in soup.find_all(id=True)}
    assert all(link["href"][1:] in targets for link in soup.select("a[href^='#']"))


@pytest.mark.parametrize("number", [10**20, "abc", 0])
def test_at_an_absurd_number_there_is_nothing(client, archive, number):
    assert page(client, f"/changes/{number}", status=404).h1.get_text() == "Page introuvable"
