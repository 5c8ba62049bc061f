"""Listings for machines: SPARQL results of CELLAR, as they are on good days and on others."""

import json
from collections.abc import Callable
from typing import Any

from core.values import Version

Read = Callable[..., Version]


def acts(page: Read, language: str = "fr") -> list[tuple[str, str | None, str]]:
    """The acts of the page by title, with date and address."""
    version = page("eu-new-acts.json", content_type="application/sparql-results+json", language=language, listing=True)
    return [(provision.label, provision.dates.adopted, provision.url) for provision in version.provisions]


def answer(*rows: dict[str, Any]) -> bytes:
    terms = [{name: {"type": "literal", **term} for name, term in row.items()} for row in rows]
    return json.dumps({"head": {}, "results": {"bindings": terms}}).encode()


def test_an_act_is_listed_once_whatever_the_type_of_its_number_and_however_many_rows_it_has(page: Read) -> None:
    titles = [title for title, _, _ in acts(page)]
    assert titles == [
        "32026D1234",
        "Décision du Conseil qui prolonge la protection temporaire d'un an",
        "Proposal to prolong temporary protection",
    ]


def test_the_latest_of_an_acts_dates_counts_and_its_address_is_for_people(page: Read) -> None:
    _, date, url = acts(page)[1]
    assert date == "2025-07-24"
    assert url == "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32025D1460"


def test_a_title_is_in_the_language_of_the_watch_where_there_is_one(page: Read) -> None:
    assert acts(page, "nl")[1][0] == "Besluit van de Raad dat de tijdelijke bescherming met een jaar verlengt"
    assert acts(page, "en")[1][0] == "Council decision that prolongs temporary protection by a year"
    assert acts(page, "nl")[2][0] == "Proposal to prolong temporary protection"


def test_titles_told_apart_by_their_language_alone_are_chosen_alike(page: Read) -> None:
    rows = [{"celex": {"value": "32025D1460"}, "title": {"value": f"Title in {each}", "xml:lang": each}} for each in ("en", "nl", "fr")]
    for order in (rows, rows[::-1]):
        (provision,) = page(answer(*order), content_type="application/json", language="nl", listing=True).provisions
        assert provision.text == "Title in nl"


def test_an_act_whose_metadata_are_late_keeps_its_key_when_its_title_comes(page: Read) -> None:
    number = {"celex": {"value": "32026D1234"}}
    early, late = (
        page(answer(row), content_type="application/json", language="fr", listing=True).provisions
        for row in (number, {**number, "title_fr": {"value": "Décision tardive"}, "date": {"value": "2026-06-30"}})
    )
    assert [provision.key for provision in early] == [provision.key for provision in late]
    assert [provision.text for provision in (*early, *late)] == ["32026D1234", "Décision tardive"]


def test_an_empty_title_is_no_title(page: Read) -> None:
    row = {"celex": {"value": "32026D1234"}, "title_fr": {"value": " "}, "title_en": {"value": "A late decision"}}
    (provision,) = page(answer(row), content_type="application/json", language="fr", listing=True).provisions
    assert provision.text == "A late decision"
