"""Documents on the website: read as of a day, compared, their values through time, the evidence, sources, weeks, and what is measured."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from api.reading import passages
from api.routes.website import about, comparing
from core import models
from core.compression import compress
from core.database import transaction
from core.values import FactChange, FactType, IncidentKind, Provision, Stated
from tests.api.archive import START, fee_change


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    # Spaces at which no line ends are spaces to whoever reads.
    return BeautifulSoup(answer.text.replace("\u00a0", " "), "lxml")


def stored(engine, body, content_type="text/html; charset=utf-8", final_url="https://example.org/a/b"):
    """A Snapshot with these bytes; its number."""
    with transaction(engine) as session:
        instant = START - timedelta(days=1)
        digest = sha256(body).hexdigest()
        poll = models.Poll(watch_id="loi.fr", instant=instant)
        row = models.Snapshot(watch_id="loi.fr", poll=poll, url=final_url, final_url=final_url, redirects=[], instant=instant, status=200)
        row.headers, row.body = {"content-type": content_type}, models.Body(sha256=digest, size=len(body), data=compress(body))
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def three_versions(archive):
    for number, fee in enumerate(("150", "500", "1000"), 1):
        instant = datetime(2025, number, 10, 12, tzinfo=UTC)
        archive.version("loi.fr", f"Le droit est de {fee} euros.", "Il se paie avant.", number=number, instant=instant)
    return archive


def test_a_document_shows_its_versions_and_what_each_brought(client, archive):
    archive.version("loi.fr", "Texte", number=1)
    archive.change()
    archive.change()
    soup = page(client, "/watches/loi.fr")
    rows = [row.get_text(" ", strip=True) for row in soup.select(".timeline li")]
    assert len(rows) == 5
    assert "1 majeur" in rows[0]
    assert "première lecture" in rows[-1]
    assert soup.select_one(".places").get_text(" ", strip=True) == "Art. 238, al. 1er 2 fois"
    page(client, "/watches/nobody", status=404)


def test_a_document_is_read_as_of_a_day_in_brussels(client, three_versions):
    soup = page(client, "/watches/loi.fr/at?on=2025-02-28")
    assert soup.find("h1").get_text() == "Ce que disait le document le 28 février 2025"
    assert "500 euros" in soup.select_one(".law").get_text()
    assert "500 euros" in page(client, "/watches/loi.fr/at?on=2025-02-10").select_one(".law").get_text()
    assert (
        "n’avait pas encore été lu le 1er janvier 2020" in page(client, "/watches/loi.fr/at?on=2020-01-01").select_one(".note").get_text()
    )
    page(client, "/watches/loi.fr/at?on=yesterday", status=422)
    for extreme in ("0001-01-01", "9999-12-31"):
        page(client, f"/watches/loi.fr/at?on={extreme}")
        page(client, f"/search?since={extreme}&until={extreme}")


def test_any_two_versions_are_compared_the_older_first(client, three_versions):
    for query in ("before=1&after=3", "before=3&after=1"):
        soup = page(client, f"/watches/loi.fr/compare?{query}")
        assert soup.find("h1").get_text() == "De la version 1 à la version 3"
        assert [soup.select_one(f"article {name}").get_text() for name in ("del", "ins")] == [
            "[supprimé : 150]",
            "[ajouté : 1000]",
        ]
    assert "Rien n’a changé" in page(client, "/watches/loi.fr/compare?before=2&after=2").select_one(".none").get_text()
    page(client, "/watches/loi.fr/compare?before=1&after=9", status=404)
    page(client, "/watches/loi.fr/compare?before=0&after=1", status=422)


def test_versions_too_large_to_compare_while_somebody_waits_are_refused(client, three_versions, monkeypatch):
    monkeypatch.setattr(comparing, "LARGEST", 10)
    comparing._compared.cache_clear()
    assert "veille diff" in page(client, "/watches/loi.fr/compare?before=1&after=3").select_one(".none").get_text()
    comparing._compared.cache_clear()


def test_each_place_of_a_document_is_named_once():
    read = [
        ("Redevance", "Redevance"),
        ("Redevance", "Elle se paie avant."),
        ("Redevance › Montants", "Montants"),
        ("Redevance › Montants", "Études"),
        ("Redevance › Montants › Études › Tarif", "237 €"),
        ("Redevance › Montants", "Ils sont indexés."),
        ("Redevance › Paiement › Virement", "Par virement."),
        ("Art. 2, 1°", "demandeur : la personne"),
        ("Préambule", "vu la directive,"),
        ("Préambule", "considérant ce qui suit :"),
        ("Gel des dossiers", "Gel des dossiers Le CGRA suspend"),
    ]
    laid = passages(Provision(str(number), path, text) for number, (path, text) in enumerate(read))
    assert [f"# {each.text}" if each.is_heading else " | ".join(filter(None, (each.label, each.text))) for each in laid] == [
        "# Redevance",
        "Elle se paie avant.",
        "# Montants",
        "Études",
        "Tarif | 237 €",
        "Ils sont indexés.",
        "Paiement › Virement | Par virement.",
        "Art. 2, 1° | demandeur : la personne",
        "Préambule | vu la directive,",
        "considérant ce qui suit :",
        "Gel des dossiers Le CGRA suspend",
    ]


def test_a_long_document_is_read_in_parts(client, archive):
    archive.version("loi.fr", *(f"Disposition {number}." for number in range(1, 502)), number=1)
    first = page(client, "/watches/loi.fr/versions/1")
    second = page(client, f"/watches/loi.fr/versions/1{first.find('a', rel='next')['href']}")
    assert "Disposition 400." in first.get_text() and "Disposition 401." not in first.get_text()
    assert "Disposition 501." in second.get_text() and second.find("a", rel="next") is None


def amount(value):
    return Stated(f"{value} euros", value, "EUR")


def test_a_value_is_drawn_and_tabled_through_time(client, archive):
    archive.version("loi.fr", "Le droit est de 150 euros.", number=1)
    for before, after, day in (("150", "500", "2025-03-01"), ("500", "1000", "2025-07-29")):
        fact = FactChange(FactType.AMOUNT, None, amount(before), amount(after))
        archive.change(fee_change(before, after, key="k1", path="Art. 1", facts=(fact,), effective=day))
    soup = page(client, "/changes/1/values/1")
    assert [cell.get_text() for cell in soup.select("td.after")] == ["1.000 €", "500 €", "150 €"]
    points = soup.select("svg.broad a")
    assert [point["href"] for point in points] == ["/changes/1", "/changes/2"]
    assert points[1]["aria-label"] == "29 juillet 2025 : 1.000 €"
    assert soup.find("figcaption").get_text().startswith("Le 1er janvier 2025 : 150 €. Le 29 juillet 2025 : 1.000 €.")
    assert len({each["id"] for each in soup.select("svg [id]")}) == 4
    listed = page(client, "/watches/loi.fr/values").select_one("tbody tr").get_text(" ", strip=True)
    assert listed == "Art. 1 Montant 150 € 1.000 € 2"
    table = client.get(soup.select_one("a[download]")["href"]).text
    assert len(table.strip().splitlines()) == 4
    page(client, "/changes/1/values/9", status=404)
    page(client, "/watches/loi.fr/values/0123456789abcdef", status=404)


def test_the_stored_page_is_sealed_and_its_bytes_are_those_of_the_hash(client, archive, engine):
    body = b"<html><body><h1>Loi</h1><p onclick=x()>Texte <a href='../c'>lien</a></p><img src=/x.png><script>x()</script></body></html>"
    number = stored(engine, body)
    answer = client.get(f"/snapshots/{number}")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox;")
    soup = BeautifulSoup(answer.text, "lxml")
    assert soup.main.find("a")["href"] == "https://example.org/c"
    assert not soup.find_all(["script", "img", "link", "style"]) and "x()" not in answer.text
    got = client.get(f"/snapshots/{number}/bytes")
    assert sha256(got.content).hexdigest() in soup.find("code").get_text()
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"] == "application/octet-stream"
    page(client, "/snapshots/999", status=404)


@pytest.mark.parametrize(
    ("body", "kind", "shown"),
    [
        (b"%PDF-1.7", "application/pdf", "pas une page de texte (application/pdf)"),
        (b'{"a": "<script>"}', "application/json", '{"a": "<script>"}'),
        ("é\0".encode("latin-1"), "text/plain; charset=iso-8859-1", "é"),
        (b"\xc3 broken", "text/html; charset=utf-8", "broken"),
    ],
)
def test_a_stored_document_that_is_no_page_is_told_as_such(client, archive, engine, body, kind, shown):  # noqa: PLR0917
    assert shown in page(client, f"/snapshots/{stored(engine, body, kind)}").main.get_text()


def test_every_source_says_how_it_stands_and_every_incident_what_to_do(client, archive):
    archive.watch("loi.nl", language="nl")
    archive.incident("loi.nl", kind=IncidentKind.ROBOTS, reason="robots.txt says no")
    row = page(client, "/sources").select_one("tbody tr").get_text(" ", strip=True)
    assert row.startswith("eJustice 2") and row.endswith("1 document non lu")
    box = page(client, "/sources").select_one(".unread").get_text(" ", strip=True)
    assert "n’autorise pas" in box and "accord de l’éditeur" in box and "robots.txt says no" in box
    rows = [row.get_text(" ", strip=True) for row in page(client, "/sources/ejustice").select("tbody tr")]
    assert rows[0].endswith("lu") and "accord de l’éditeur" in rows[1]
    page(client, "/sources/nobody", status=404)


def test_a_week_tells_its_news_and_what_was_checked(client, archive):
    event = archive.event(created=datetime(2025, 7, 30, 8, tzinfo=UTC))
    archive.change(event=event)
    archive.incident(opened=datetime(2025, 7, 31, 6, tzinfo=UTC))
    listed = page(client, "/digests").select_one(".cards li")
    assert listed.get_text(" ", strip=True) == "Du 28 juillet au 3 août 1 nouvelle"
    soup = page(client, listed.find("a")["href"])
    assert soup.h1.get_text() == "Semaine du 28 juillet au 3 août 2025"
    assert [each.get_text(strip=True) for each in soup.select(".change h3")] == ["Droit : 150 euros → 1.000 euros"]
    assert "bloqué" in soup.get_text()
    assert soup.find("a", rel="next") is None
    assert page(client, "/digests/2025-W30").select_one(".none")
    for week in ("2025-W99", "2026-W01", "now", "9999-W52", "0001-W01"):
        page(client, f"/digests/{week}", status=404)


@pytest.mark.parametrize(
    ("day", "language", "told"),
    [
        (datetime(2025, 7, 2, tzinfo=UTC), "fr", ("Du 30 juin au 6 juillet", "Semaine du 30 juin au 6 juillet 2025")),
        (datetime(2024, 7, 3, tzinfo=UTC), "fr", ("Du 1er au 7 juillet", "Semaine du 1er au 7 juillet 2024")),
        (datetime(2024, 7, 3, tzinfo=UTC), "nl", ("Van 1 tot 7 juli", "Week van 1 tot 7 juli 2024")),
        (
            datetime(2024, 12, 30, 12, tzinfo=UTC),
            "en",
            ("30 December 2024 to 5 January 2025", "Week of 30 December 2024 to 5 January 2025"),
        ),
    ],
)
def test_a_week_says_its_month_and_its_year_once(client, archive, day, language, told):
    archive.change(event=archive.event(created=day))
    link = page(client, f"/digests?lang={language}&year={day.year}").select_one(".cards a")
    assert (link.get_text(), page(client, link["href"]).h1.get_text()) == told


def test_topics_say_what_is_followed_for_them(client, archive):
    archive.change()
    assert (
        page(client, "/topics").select_one(".cards li").get_text(" ", strip=True)
        == "Nationalité 1 document suivi · aucun changement jusqu’ici"
    )
    soup = page(client, "/topics/nationalite")
    assert len(soup.select("article")) == 1
    assert soup.select_one("tbody th a")["href"] == "/watches/loi.fr"
    page(client, "/topics/nobody", status=404)


def test_about_shows_numbers_of_the_database_and_every_figure_measured(client, archive, monkeypatch):
    archive.change()
    soup = page(client, "/about")
    numbers = [each.get_text() for each in soup.select(".numbers dd")]
    assert numbers == ["1", "2", "2", "2", "1", "0"]
    figures = {group: set(each) - {"command"} for group, each in about.measured()["figures"].items()}
    assert len(soup.select("tbody tr")) == sum(map(len, figures.values()))
    monkeypatch.setattr(about, "MEASURED", Path("nowhere"))
    about.measured.cache_clear()
    assert not page(client, "/about").select("tbody tr")
    about.measured.cache_clear()


def test_why_a_change_matters_is_said_in_the_readers_language(client, archive):
    change = archive.change(fee_change(reasons=("amount changed", "cue: droit", "nobody has words for this")))
    for language, expected in (("fr", "modification d'un montant"), ("en", "amount changed")):
        said = [each.get_text() for each in page(client, f"/changes/{change}?lang={language}").select("#why ~ ul li")]
        assert said[0] == expected
        assert said[-1] == "nobody has words for this"


def test_the_words_around_a_drawing_are_written_as_they_are_said(client, archive):
    def until(day):
        return Stated(day, day, None)

    for before, after in (("2025-03-04", "2026-03-04"), ("2026-03-04", "2027-03-04")):
        archive.change(fee_change(before, after, key="k1", facts=(FactChange(FactType.DATE, "until", until(before), until(after)),)))
    said = page(client, "/changes/1/values/1").find("figcaption").get_text()
    assert "jusqu'au 4 mars 2025" in said and "jusqu'au 4 mars 2027" in said
