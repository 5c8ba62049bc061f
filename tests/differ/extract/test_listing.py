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


def test_an_act_of_the_moniteur_has_its_section_its_authority_and_its_day(listed: Listed) -> None:
    law, notice = listed("moniteur-2026.html")
    assert law.path == "Lois, décrets, ordonnances et règlements › SERVICE PUBLIC FEDERAL INTERIEUR"
    assert notice.path == "Avis officiels › GRAND CONSEIL DES AVIS"
    assert (law.label, law.identity) == ("17 JUIN 2026. - Loi relative au Conseil du contentieux des étrangers", "numac:2026004052")
    assert {law.dates.published, notice.dates.published} == {"2026-06-19"}


def test_an_edition_of_one_act_is_a_listing_although_more_links_stand_around_it(listed: Listed) -> None:
    assert [item.label for item in listed("moniteur-single.html")] == ["17 JUIN 2026. - Loi"]


def test_a_law_consolidated_again_is_another_item_of_the_list_of_consolidated_texts(listed: Listed) -> None:
    again, decree, before = listed("justel-consolidated-list.html")
    assert again.label == before.label
    assert again.key != before.key
    assert [item.dates.published for item in (again, decree, before)] == ["2025-07-22", "2025-07-22", "2025-07-18"]
    assert again.identity == "dossier:2007011252@2025-07-22"


def test_orders_that_execute_a_law_are_known_by_their_own_numbers(listed: Listed) -> None:
    assert [item.identity for item in listed("justel-orders-list.html")] == ["numac:2025009368", "dossier:1981100831"]
    assert listed("justel-orders-list.html")[0].path == "INTERIEUR"


def test_the_list_of_a_year_in_html_3_gives_title_authority_and_date_without_its_numbers(listed: Listed) -> None:
    first, second = listed("justel-year-list.html")
    assert first.label == "17 JUIN 2026. - Loi relative au Conseil du contentieux (1)"
    assert first.text == f"{first.label} SERVICE PUBLIC FEDERAL INTERIEUR"
    assert (first.path, first.dates.published) == ("SERVICE PUBLIC FEDERAL INTERIEUR", "2026-06-19")
    assert [first.identity, second.identity] == ["numac:2026004052", "numac:2026A04060"]


def test_a_line_break_in_a_title_is_a_blank_and_words_that_are_dressed_stay_whole(listed: Listed) -> None:
    (item,) = listed(
        b"""<div class='list'><div class='list-item'><p class='list-item--subtitle'>SPF INTERIEUR</p>
        <a class='list-item--title' href='/x?numac_search=2025009999'>Accord entre l'Etat et la<br>Communaut\xe9, livre I<sup>er</sup></a>
        <p>Pour l'<b>accueil</b>.</p><p>Pour l'asile.</p></div></div>"""
    )
    assert item.text == "Accord entre l'Etat et la Communauté, livre Ier SPF INTERIEUR Pour l'accueil. Pour l'asile."


def test_an_annex_is_itself_wherever_it_stands_in_the_list(listed: Listed) -> None:
    shorter, longer = listed("annexes-list.html"), listed("annexes-list-longer.html")
    assert [(item.key, item.text) for item in longer[1:]] == [(item.key, item.text) for item in shorter]
    assert [item.dates.published for item in longer] == ["2024-07-11", "2024-05-08", "2024-02-12"]


def test_the_news_of_the_office_des_etrangers_is_read_without_its_pager(listed: Listed) -> None:
    fees, closing = listed("dofi-list.html")
    assert fees.text == "Nouveaux montants de la redevance Les montants changent le 1er janvier 2026."
    assert (fees.dates.published, closing.dates.published) == ("2025-12-19", "2025-12-02")


def test_the_archive_of_the_cgra_is_read_without_what_stands_beside_it(listed: Listed) -> None:
    resumed, untranslated = listed("cgra-archive-list.html")
    assert (resumed.text, resumed.dates.published) == ("Hervatting van de beslissingen voor Syrië", "2025-10-30")
    assert untranslated.identity == "node/2425"


def test_a_selector_of_the_watch_keeps_the_publishers_shape(page: Read) -> None:
    items = page("moniteur-2026.html", listing=True, select="#list-title-1 .list-item").provisions
    assert [(item.label, item.dates.published) for item in items] == [
        ("17 JUIN 2026. - Loi relative au Conseil du contentieux des étrangers", "2026-06-19")
    ]


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
        ("http://www.ejustice.just.fgov.be/eli/loi/2026/06/17/2026004052/justel", "numac:2026004052"),
        ("article.pl?language=fr&lg_txt=f&cn_search=2007011252&caller=SUM", "dossier:2007011252"),
        ("/tsv_pdf/2024/07/11/24104762.pdf", "annex:24104762"),
        ("/en/node/2425", "node/2425"),
        ("/fr/node?page=277", "/fr/node"),
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
        ("2025-13-01", None),
        ("31 février 2025", None),
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
    assert (first.label, first.dates.adopted, first.dates.published) == ("Décision", "2022-03-05", None)
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


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"Query timed out after 60 seconds, please try again later on.", "application/sparql-results+json"),
        (b"<html><body><main><p>The service of the endpoint restarts at noon.</p></main></body></html>", "application/json"),
    ],
)
def test_what_should_be_for_machines_and_is_not_is_unreadable(body: bytes, content_type: str) -> None:
    doubt = read(body, content_type, listing=True)
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.UNREADABLE
