"""What is read as a value, what it is worth, and what is no value at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import FactType
from differ.facts import facts


def read(text: str, language: str = "fr") -> list[tuple[str, str, str | None, str | None]]:
    return [(fact.type.value, fact.value, fact.unit, fact.role) for fact in facts(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Le droit est fixé à 1.000 euros.", "1000"),
        ("150 €", "150"),
        ("1 000,50 EUR", "1000.5"),
        ("€ 206,-", "206"),
        ("EUR 366", "366"),
        ("2,5 millions d'euros", "2500000"),
        ("mille euros", "1000"),
        ("6.000.000 EUR", "6000000"),
        ("de 200 à 300 euros", "200..300"),
        ("1\N{NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}€", "1000"),
    ],
)
def test_an_amount_is_worth_the_same_however_it_is_written(text: str, value: str) -> None:
    assert read(text) == [("amount", value, "EUR", None)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30 jours ouvrables", "30", "working_day"),
        ("dans un délai de trois mois", "3", "month"),
        ("deux mois et demi", "2.5", "month"),
        ("un an et six mois", "18", "month"),
        ("quatre-vingt-dix jours", "90", "day"),
        ("nonante jours", "90", "day"),
        ("12 à 18 mois", "12..18", "month"),
        ("le 7e jour", "7", "day"),
        ("J+2", "2", "day"),
        ("dans les 48 h", "48", "hour"),
        ("moins de dix-huit ans", "18", "year"),
    ],
)
def test_a_duration_has_its_number_and_its_unit(text: str, value: str, unit: str) -> None:
    assert read(text) == [("duration", value, unit, None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jusqu’au 4 mars 2024", [("2024-03-04", "until")]),
        ("à partir du 02-08-2025", [("2025-08-02", "from")]),
        ("le 1er janvier 2026", [("2026-01-01", None)]),
        ("le 2.10.2026", [("2026-10-02", None)]),
        ("au plus tard le 31 janvier 2024", [("2024-01-31", "deadline")]),
        ("entre le 3 et le 17 mai", [("--05-03", "from"), ("--05-17", "until")]),
        ("valable du 5 mars 2025 au 4 mars 2026", [("2025-03-05", "from"), ("2026-03-04", "until")]),
        ("en mars 2026", [("2026-03", None)]),
        ("dès 2026", [("2026", "from")]),
        ("le 4 mars", [("--03-04", None)]),
    ],
)
def test_a_date_is_iso_8601_with_the_role_its_words_give_it(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(value, role) for _, value, _, role in read(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "la loi du 15 décembre 1980 sur l'accès au territoire",
        "la décision d'exécution (UE) 2022/382 du Conseil du 4 mars 2022",
        "n° 910/2014 du 23 juillet 2014",
        "tél. 02 793 80 00",
        "l'article 9bis, § 3, alinéa 2",
        "dossier 2007011252",
        "ouvert de 8h30 à 17h30",
        "à 20 h",
        "100.000 personnes",
        "le 31 février 2024",
    ],
)
def test_a_number_that_is_no_value_is_not_read_as_one(text: str) -> None:
    assert read(text) == []


def test_a_date_is_never_read_in_pieces() -> None:
    assert read("le 4 mars 2027 et 30 jours") == [("date", "2027-03-04", None, None), ("duration", "30", "day", None)]


def test_a_language_without_data_has_no_facts() -> None:
    assert facts("30 giorni", "it") == ()


@given(st.text(max_size=200))
def test_every_fact_stands_where_it_says(text: str) -> None:
    found = facts(text, "fr")
    for fact in found:
        straight = text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert straight[fact.start : fact.end] == fact.text
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.integers(min_value=1, max_value=9_999_999))
def test_an_amount_written_the_belgian_way_is_read_back(number: int) -> None:
    written = f"{number:,}".replace(",", ".")
    (fact,) = facts(f"La redevance est de {written} €.", "fr")
    assert (fact.type, fact.value) == (FactType.AMOUNT, str(number))


@given(st.dates())
def test_a_numeric_date_is_read_back(day) -> None:
    (fact,) = facts(f"publié le {day.day:02}-{day.month:02}-{day.year:04}", "fr")
    assert fact.value == day.isoformat()


@pytest.mark.parametrize(("text", "value", "unit"), [("résultat en 24h ou plus", "24", "hour"), ("amende de 150EUR", "150", "EUR")])
def test_a_unit_may_touch_its_number(text: str, value: str, unit: str) -> None:
    assert [(found[1], found[2]) for found in read(text)] == [(value, unit)]
