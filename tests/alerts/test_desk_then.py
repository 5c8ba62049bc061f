"""What was right when it was so is left alone; what disagrees with a rule, or promises a day that is past, is named."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

TODAY = date(2026, 11, 22)


def named(*provisions: str | Provision, language: str = "fr", title: str = "") -> list[tuple[str, str]]:
    given = [each if isinstance(each, Provision) else Provision(f"p{number}", "", each) for number, each in enumerate(provisions)]
    return [(doubtful.problem, doubtful.text) for doubtful in audit(given, language, bundled(), TODAY, title)]


def cell(row: str, column: str, text: str, heading: str = "Redevance de l'Office des étrangers") -> Provision:
    return Provision(f"{row}/{column}", f"{heading} › {row} › {column}", text, label=row)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "En 2023, la redevance pour le regroupement familial s'élève à 198 €."),
        ("fr", "Au 1er juin 2019, les catégories de la redevance passent à 62, 204 et 358 €."),
        ("fr", "Qui prouve un paiement avant le 29 juillet 2025 ne paie que 150 € pour devenir belge."),
        ("fr", "La loi porte le droit d'enregistrement pour la nationalité de 150 € à 1.000 € à partir du 29 juillet 2025."),
        ("fr", "Une décision d'octobre 2023 ajoute un an à la protection temporaire, jusqu'au 4 mars 2025."),
        ("nl", "In januari 2024 gaat de retributie voor gezinshereniging naar 206 euro."),
        ("nl", "Wie vóór 29 juli 2025 betaalt voor de nationaliteit, komt er met 150 euro vanaf."),
    ],
)
def test_a_value_that_was_right_on_the_day_it_is_told_of_is_left_alone(language, sentence):
    assert named(sentence, language=language) == []


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Depuis le 1er janvier 2024, la redevance pour le regroupement familial est de 206 €.", "206 €"),
        ("fr", "En 2026, la redevance pour le regroupement familial est de 206 €.", "206 €"),
        ("nl", "Sinds januari 2024 betaal je voor gezinshereniging een retributie van 206 euro.", "206 euro"),
    ],
)
def test_a_value_that_is_told_as_of_today_is_named_whatever_day_stands_beside_it(language, sentence, text):
    assert named(sentence, language=language) == [("superseded", text)]


def test_the_head_of_a_column_tells_of_when_its_values_are():
    past, present = cell("Regroupement familial", "Avant 2024", "198 €"), cell("Regroupement familial", "Aujourd'hui", "198 €")
    assert named(past, present) == [("superseded", "198 €")]


def test_an_entry_of_a_diary_is_judged_by_its_day_and_an_archive_not_at_all():
    text = "La protection court jusqu'au 4 mars 2024."
    assert named(Provision("p", "Carnets d'Ukraine › 12 septembre 2023", text)) == []
    assert named(Provision("p", "Ukraine › Archives", text)) == []
    assert named(Provision("p", "Carnets d'Ukraine › Aujourd'hui", text)) == [("superseded", "4 mars 2024")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Devenir belge : une consultation chez l'avocat coûte 150 €.",
        "Nationalité : traduction d'un acte, comptez 150 € à payer au traducteur.",
        "Le droit d'enregistrement pour la nationalité est de 1.000 €, et suit l'index depuis 2026.",
        "Redevance pour étudiants : le minerval, lui, est de 228 € par an.",
    ],
)
def test_other_prices_of_the_same_figure_and_prices_said_to_be_indexed_are_left_alone(sentence):
    assert named(sentence) == []


def test_a_time_limit_that_the_rule_never_had_contradicts_the_one_that_the_page_also_gives():
    right = "Devant le CCE, le recours ordinaire s'introduit dans les trente jours."
    wrong = "Retenez que pour un recours en procédure ordinaire, on a soixante jours."
    assert named(right, wrong) == [("contradiction", "soixante jours")]
    assert named(wrong, right) == [("contradiction", "soixante jours")]
    assert named(wrong) == []


@pytest.mark.parametrize(
    "other",
    [
        "Le recours en extrême urgence s'introduit dans les dix jours.",
        "Contre une décision du CPAS, le recours va au tribunal du travail dans les trois mois.",
        "Nous vous rappelons dans les quatorze jours.",
        "En moyenne, le recours prend 90 jours.",
    ],
)
def test_another_time_limit_beside_it_is_no_contradiction(other):
    assert named("Devant le CCE, le recours ordinaire s'introduit dans les trente jours.", other) == []


def test_an_end_that_nobody_decided_contradicts_the_one_that_was():
    right, wrong = (
        "La protection temporaire vaut jusqu'au 4 mars 2027.",
        "Grâce à la prolongation, votre protection court jusqu'au 4 mars 2028.",
    )
    assert named(right, wrong) == [("contradiction", "4 mars 2028")]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le groupe du soir démarrera le 14 septembre 2026.", "14 septembre 2026"),
        ("fr", "À partir du 1er septembre 2026, le guichet sera équipé d'un terminal.", "1er septembre 2026"),
        ("fr", "Déposez vos manteaux jusqu'au 31 octobre 2026 : nous en manquons.", "31 octobre 2026"),
        ("fr", "La Belgique a jusqu'au 21 mai 2026 pour la transposer.", "21 mai 2026"),
        ("nl", "Tegen 21 mei 2026 moeten de lidstaten ze omzetten.", "21 mei 2026"),
        ("nl", "De nieuwe procedure wordt vanaf juni 2026 van toepassing.", "juni 2026"),
        ("nl", "Wanneer de verordening op 12 juni 2026 van start gaat, zal België zijn opvang herzien.", "12 juni 2026"),
    ],
)
def test_a_promise_whose_day_is_past_is_named(language, sentence, text):
    assert named(sentence, language=language) == [("expired", text)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Les cartes valables jusqu'au 31 décembre 2025 ne sont plus acceptées."),
        ("fr", "Depuis le 12 juin 2026, chaque demande sera examinée plus vite."),
        ("fr", "La loi du 17 juin 2026 s'appliquera à votre dossier."),
        ("nl", "Sinds 12 juni 2026 zal elke aanvraag sneller worden onderzocht."),
    ],
)
def test_what_is_said_to_be_over_or_to_have_begun_promises_nothing(language, sentence):
    assert named(sentence, language=language) == []


@pytest.mark.parametrize(
    ("language", "heading", "text"),
    [
        ("fr", "Dossiers syriens au CGRA", "gelés jusqu'à nouvel ordre"),
        ("nl", "Syrische dossiers bij het CGVS", "voorlopig opgeschort"),
    ],
)
def test_an_entry_of_a_list_states_a_status_without_a_verb(language, heading, text):
    assert [problem for problem, _ in named(Provision("p", heading, text), language=language)] == ["superseded"]


def test_the_town_of_an_address_may_be_written_in_either_language():
    for sentence in (
        "L'enregistrement se fait rue du Verregat 1 à 1020 Bruxelles.",
        "L'enregistrement se fait à la Rue du Verregat 1, 1020 Brussel.",
    ):
        assert [problem for problem, _ in named(sentence)] == ["superseded"]
