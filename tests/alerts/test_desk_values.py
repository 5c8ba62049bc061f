"""Values and states that a rule never had, the words by which one is named, and what only looks like them."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

TODAY = date(2026, 11, 22)


def named(*provisions: str | Provision, language: str = "fr", title: str = "") -> list[tuple[str, str]]:
    given = [each if isinstance(each, Provision) else Provision(f"p{number}", "", each) for number, each in enumerate(provisions)]
    return [(doubtful.problem, doubtful.text) for doubtful in audit(given, language, bundled(), TODAY, title)]


def under(heading: str, text: str) -> Provision:
    return Provision("p", heading, text)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Visa de long séjour : il coûte 215 €.", "215 €"),
        ("fr", "Conseil du contentieux des étrangers : le recours ordinaire s'introduit dans les 45 jours.", "45 jours"),
        ("nl", "Bij de RvV duurt de gewone beroepstermijn zestig dagen.", "zestig dagen"),
    ],
)
def test_another_value_than_the_only_one_of_a_rule_is_named(language, sentence, text):
    assert named(sentence, language=language) == [("superseded", text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Conseil du contentieux des étrangers : le recours ordinaire s'introduit dans les 30 jours.",
        "Conseil du contentieux des étrangers : le recours ordinaire s'introduit dans les 30 jours, pas dans les 45 jours.",
        "Conseil du contentieux des étrangers : le recours ordinaire est examiné en trois ans.",
    ],
)
def test_its_only_value_a_comparison_with_it_and_another_measure_are_left_alone(sentence):
    assert named(sentence) == []


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le CGRA a repris l'examen des demandes ukrainiennes.", "Le CGRA a repris l'examen des demandes ukrainiennes"),
        (
            "nl",
            "Het CGVS heeft de behandeling van Oekraïense asieldossiers hervat.",
            "Het CGVS heeft de behandeling van Oekraïense asieldossiers hervat",
        ),
    ],
)
def test_the_opposite_of_the_only_state_a_rule_ever_had_is_named(language, sentence, text):
    assert named(sentence, language=language) == [("superseded", text)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le CGRA n'a pas encore repris l'examen des demandes ukrainiennes."),
        ("nl", "Niemand weet wanneer het CGVS de behandeling van Oekraïense dossiers hervat."),
        ("fr", "Les cours de français pour les demandeurs d'asile ukrainiens ont repris."),
    ],
)
def test_what_is_denied_awaited_or_of_something_else_is_no_opposite(language, sentence):
    assert named(sentence, language=language) == []


def test_a_state_that_began_long_ago_is_named_where_it_is_told_to_last():
    began = "Le CGRA a mis en pause tous les dossiers gazaouis en octobre 2023"
    assert named(under("Familles palestiniennes", f"{began}.")) == []
    ((problem, text),) = named(under("Familles palestiniennes", f"{began} et on attend toujours la reprise."))
    assert problem == "superseded"
    assert "pause" in text
    assert text.endswith("on attend toujours la reprise")


def test_a_heading_that_only_names_an_event_says_nothing_of_today():
    assert named(under("Les Syriens dans la procédure d'asile › Gel", "Gel")) == []


def test_a_value_of_the_last_indexation_is_told_as_of_today_and_one_indexed_since_is_not():
    fee = "La redevance pour le regroupement familial est"
    assert named(f"{fee} de 206 € depuis la dernière indexation.") == [("superseded", "206 €")]
    assert named(f"{fee} de 206 €, un montant adapté chaque année.") == []


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Devenir belge › Microcrédit : combien ?", "Un microcrédit de 150 € pour la nationalité."),
        ("Salle des fêtes › Tarifs", "Mariage : 220 € pour la soirée."),
        ("Indexation de 2024 › Résident de longue durée : la redevance", "Avant : 184 €."),
    ],
)
def test_amounts_of_something_else_or_of_another_time_are_left_alone(heading, text):
    assert named(under(heading, text)) == []


def test_what_a_row_is_about_stands_before_the_comma_that_says_for_whom():
    passport = Provision("t", "Devenir belge › Tarif", "150,00 €", label="Passeport en urgence, adulte")
    declaration = Provision("t", "Devenir belge › Tarif", "150,00 €", label="Déclaration de nationalité, adulte")
    assert named("Le droit d'enregistrement de la nationalité se paie d'avance.", passport) == []
    assert named("Le droit d'enregistrement de la nationalité se paie d'avance.", declaration) == [("superseded", "150,00 €")]


@pytest.mark.parametrize(
    ("language", "closed", "hour", "text"),
    [
        ("fr", "Fermé le lundi, ouvert les autres jours.", "Visite guidée chaque lundi à 14h.", "14h"),
        ("nl", "Gesloten op maandag.", "Elke maandag om 14 uur een rondleiding.", "14 uur"),
    ],
)
def test_what_takes_place_on_a_day_on_which_all_is_closed_contradicts_it(language, closed, hour, text):
    assert named(closed, hour, language=language) == [("contradiction", text)]


@pytest.mark.parametrize(
    ("closed", "hour"),
    [
        ("Fermé le mercredi après-midi.", "Visite guidée chaque mercredi à 10h."),
        ("Fermé le mercredi.", "Permanence par téléphone le mercredi à 10h."),
        ("Fermé le mercredi.", "Visite guidée chaque jeudi à 10h."),
        ("Fermé le mercredi, sauf le premier mercredi du mois.", "Visite guidée chaque mercredi à 10h."),
    ],
)
def test_half_a_day_another_day_and_the_telephone_do_not(closed, hour):
    assert named(closed, hour) == []


def test_a_threshold_contradicts_no_time_limit():
    threshold = "Le permis unique sert à travailler en Belgique plus de 90 jours."
    assert named(threshold, "Sans permis unique, vous pouvez travailler en Belgique après quatre mois.") == []
