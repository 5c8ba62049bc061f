"""Listings: items known by what they are, never by where they stand."""

import json
from collections.abc import Callable

import pytest

from core.values import Doubt, IncidentKind, Provision, Version
from differ.extract import read
from differ.extract.dates import date_in
from differ.extract.items import identity_of

Read = Callable[..., Version]


@pytest.fixture
def listed(page: Read) -> Callable[[str | bytes], list[Provision]]:
    return lambda source: list(page(source, listing=True, address="https://www.example.be/fr/actualite").provisions)


Listed = Callable[[str | bytes], list[Provision]]


def test_a_drupal_7_listing_gives_title_teaser_date_and_address(listed: Listed) -> None:
    first, second = listed("cgra-list.html")
    assert first.path == first.label == "Suspension des décisions pour la Syrie"
    assert first.text == "Suspension des décisions pour la Syrie Le CGRA ne prend plus de décision."
    assert first.url == "https://www.example.be/fr/actualite/suspension-syrie"
    assert (first.firm, first.dates.published) == (True, "2024-12-09")
    assert second.dates.published == "2025-10-30"


def test_a_teaser_printed_twice_is_one_item(listed: Listed) -> None:
    assert [item.label for item in listed("fedasil-list.html")] == ["Nieuw opvangcentrum", "Sluiting van een centrum"]


def test_the_summary_of_the_moniteur_is_keyed_by_numac(listed: Listed) -> None:
    first, second = listed("moniteur.html")
    assert first.text == "14 JUILLET 2025. - Loi modifiant la loi sur l'accueil SERVICE PUBLIC FEDERAL INTERIEUR"
    assert first.key != second.key
    moved = listed(
        b"""<html><main><h1>Moniteur</h1><div class='list'><div class='list-item'><a class='list-item--title'
        href='/cgi/article.pl?language=fr&numac_search=2025005555&s_editie=2'>14 JUILLET 2025. - Loi</a></div>
        <div class='list-item'><a class='list-item--title' href='/x?numac_search=2025009999'>Autre</a></div></div></main></html>"""
    )
    assert moved[0].key == first.key


def test_order_and_position_do_not_matter(listed: Listed) -> None:
    links = [f"<li><a href='/nouvelles/{number}'>Une nouvelle numéro {number}</a></li>" for number in "abc"]
    source = "<html><main><h1>Les nouvelles</h1><ul>{}</ul></main></html>"
    one, other = (listed(source.format("".join(each)).encode()) for each in (links, links[::-1]))
    assert {item.key for item in one} == {item.key for item in other}
    assert len(one) == 3


def test_chrome_around_a_listing_is_no_item(listed: Listed) -> None:
    assert all("Procédure" not in item.label for item in listed("cgra-list.html"))


@pytest.mark.parametrize(
    ("link", "identity"),
    [
        ("https://www.cgra.be/fr/actualite/gel/?utm_source=x&page=2#haut", "/fr/actualite/gel"),
        ("http://cgvs.be/fr/actualite/gel", "/fr/actualite/gel"),
        ("article.pl?language=fr&numac_search=2025A05555&sum_date=2025-07-23", "numac:2025A05555"),
        ("https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX%3A32022D0382", "celex:32022D0382"),
        ("/detail?id=7&lang=fr", "/detail?id=7&lang=fr"),
    ],
)
def test_the_identity_of_a_link_is_what_it_stands_for(link: str, identity: str) -> None:
    assert identity_of(link) == identity


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2025-02-17T00:00:00+01:00", "2025-02-17"),
        ("17 février 2025", "2025-02-17"),
        ("1er août 2025", "2025-08-01"),
        ("4 maart 2025", "2025-03-04"),
        ("March 4th, 2025", "2025-03-04"),
        ("4. März 2025", "2025-03-04"),
        ("17.02.2025", "2025-02-17"),
        ("Tue, 04 Mar 2025 10:00:00 GMT", "2025-03-04"),
        ("32/13/2025", None),
        ("bientôt", None),
    ],
)
def test_dates_in_figures_and_in_words(words: str, date: str | None) -> None:
    assert date_in(words) == date


def _row(celex: str, title: str, date: str, language: str = "fr") -> dict[str, dict[str, str]]:
    return {
        "celex": {"type": "literal", "value": celex},
        "title": {"type": "literal", "xml:lang": language, "value": title},
        "date": {"type": "literal", "value": date},
    }


def test_sparql_results_give_one_item_for_each_celex_with_its_latest_date() -> None:
    rows = [
        _row("32022D0382", "Decision", "2022-03-04", "en"),
        _row("32022D0382", "Décision", "2022-03-05"),
        _row("32024D1836", "Prolongation", "2024-06-25"),
    ]
    body = json.dumps({"results": {"bindings": rows}}).encode()
    version = read(body, "application/sparql-results+json", language="fr", listing=True)
    assert isinstance(version, Version)
    first, second = version.provisions
    assert (first.label, first.dates.published) == ("Décision", "2022-03-05")
    assert first.url == "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32022D0382"
    assert second.text == "Prolongation"


def test_atom_and_rss_entries_are_keyed_by_their_identifiers() -> None:
    atom = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><title>Nieuws</title>
      <entry><id>urn:1</id><title>Een bericht</title><link rel="alternate" href="/nl/1"/><published>2025-03-04T10:00:00Z</published>
      <summary type="html">&lt;p&gt;De &lt;b&gt;tekst&lt;/b&gt;&lt;/p&gt;</summary></entry></feed>"""
    rss = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>A &amp;amp; B</title><link>https://x.be/1</link>
      <guid>urn:1</guid><pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate></item></channel></rss>"""
    one, other = (read(body, address="https://x.be/feed", listing=True) for body in (atom, rss))
    assert isinstance(one, Version)
    assert isinstance(other, Version)
    assert one.provisions[0].text == "Een bericht De tekst"
    assert one.provisions[0].url == "https://x.be/nl/1"
    assert other.provisions[0].text == "A & B"
    assert one.provisions[0].key == other.provisions[0].key
    assert {each.provisions[0].dates.published for each in (one, other)} == {"2025-03-04"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"results": {"bindings": []}}',
        b"<html><body><main><h1>Actualites</h1><p>Aucune nouvelle pour le moment.</p></main></body></html>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Vide</title></feed>',
    ],
)
def test_an_empty_listing_is_a_doubt(body: bytes) -> None:
    doubt = read(body, listing=True)
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.EMPTY


def test_json_that_is_no_sparql_result_is_unreadable() -> None:
    doubt = read(b'{"error": "timeout"}', listing=True)
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.UNREADABLE
