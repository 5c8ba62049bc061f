"""The editor's desk on sentences that leave half unsaid: the subject above, a day that has passed, a plan that has become law."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

TODAY = date(2026, 11, 22)


def named(*given, language="fr", title="", path=""):
    provisions = [one if isinstance(one, Provision) else Provision(f"p{number}", path, one) for number, one in enumerate(given)]
    return [(each.problem, each.text) for each in audit(provisions, language, bundled(), TODAY, title)]


@pytest.mark.parametrize(
    ("language", "title", "sentence", "text"),
    [
        ("fr", "Devenir belge", "Ce droit s'élève à 150 € et il n'est pas remboursé en cas de refus.", "150 €"),
        ("nl", "Belg worden", "De vergoeding bedraagt 150 euro en wordt niet terugbetaald.", "150 euro"),
        ("fr", "Regroupement familial : revenus", "Le montant de référence est de 2.048,53 € net par mois.", "2.048,53 €"),
        ("nl", "Gezinshereniging", "Vergeet de 198 euro dossierkosten niet.", "198 euro"),
        ("fr", "Étudier en Belgique", "Tu sors 237 € de ta poche.", "237 €"),
    ],
)
def test_an_amount_is_recognised_by_its_figure_and_the_title_where_the_sentence_names_neither(language, title, sentence, text):
    assert named(sentence, language=language, title=title) == [("superseded", text)]


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("fr", "Regroupement familial", "L'échographie de la famille coûte 206 €."),
        ("fr", "Étudier en Belgique", "Un vélo d'occasion revient à 237 €."),
        ("fr", "Étudier en Belgique", "Camp d'été pour étudiants : 237 €"),
        ("nl", "Gezinshereniging", "In de stad kost een kinderwagen 206 euro."),
        ("nl", "Belg worden", "De barbecue voor nieuwe Belgen kost 150 euro."),
        ("fr", "Nationalité", "Pour 150 €, notre école propose un cours d'histoire."),
    ],
)
def test_an_amount_of_which_the_sentence_names_another_bearer_is_left_alone(language, title, sentence):
    assert named(sentence, language=language, title=title) == []


def test_a_cell_is_read_with_the_head_of_its_column_and_what_stands_before_it_in_its_row():
    row = [Provision("a", "Opvangwet › 12 mei 2024 › Wat", "art. 2, 15°: open terugkeerplaats", label="12 mei 2024")]
    row += [Provision("b", "Opvangwet › 12 mei 2024 › Stand", "nog niet in werking", label="12 mei 2024")]
    assert ("announced", "nog niet in werking") in named(*row, language="nl")
    limit = Provision("c", "Nos fiches › Permis unique › Délai de réponse", "90 jours", label="Permis unique")
    assert named(limit) == [("announced", "90 jours")]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le guichet est transféré rue Haute 12 jusqu'au 30 juin 2026.", "30 juin 2026"),
        ("fr", "Merci de rendre la clé du local pour le 30 septembre 2026.", "30 septembre 2026"),
        ("fr", "Date limite : 30 septembre 2026.", "30 septembre 2026"),
        ("fr", "Le centre ferme ses portes le 31 août 2026.", "31 août 2026"),
        ("fr", "À partir du 1er septembre 2026, le guichet sera équipé d'une borne.", "1er septembre 2026"),
        ("fr", "La Belgique adaptera sa loi au printemps 2026.", "printemps 2026"),
        ("nl", "Geef je naam door vóór 1 november 2026 aan Greet.", "1 november 2026"),
        ("nl", "Het nooddorp sluit op 31 augustus 2026.", "31 augustus 2026"),
        ("nl", "In het voorjaar van 2026 zal België zijn wet aanpassen.", "voorjaar van 2026"),
    ],
)
def test_a_day_with_a_role_that_has_passed_is_expired_unless_something_tells_otherwise(language, sentence, text):
    assert named(sentence, language=language) == [("expired", text)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Les demandes introduites avant le 18 octobre 2025 restent soumises à l'ancien délai."),
        ("fr", "La carte délivrée avant le 1er septembre 2026 reste valable."),
        ("fr", "Le bureau a été fermé jusqu'au 15 septembre 2026."),
        ("fr", "Les attestations ne sont plus acceptées : elles valent jusqu'au 30 juin 2026."),
        ("fr", "Résider ici avant le 12 juin 2026 ouvre ce droit."),
        ("fr", "La brochure du 3 mars 2026 ouvre un débat."),
        ("fr", "L'Office accordera finalement les visas le 13 mars 2025."),
        ("fr", "Le CGRA l'évaluait à 4.200 en janvier 2026."),
        ("nl", "Aanvragen die voor 18 oktober 2025 ingediend zijn, vallen er niet onder."),
        ("nl", "Inschrijven kan tot 15 december 2026."),
    ],
)
def test_what_was_done_by_a_day_a_turning_day_and_a_story_are_not_expired(language, sentence):
    assert [each for each in named(sentence, language=language) if each[0] == "expired"] == []


@pytest.mark.parametrize(
    ("language", "title", "sentence", "text"),
    [
        (
            "fr",
            "Recours au CCE",
            "La réforme des délais de recours est toujours au stade de projet à la Chambre.",
            "au stade de projet à la Chambre",
        ),
        ("nl", "Beroep bij de RvV", "De hervorming van de beroepstermijnen is nog niet in werking.", "nog niet in werking"),
    ],
)
def test_a_law_in_force_is_no_plan_even_where_its_reference_is_not_given(language, title, sentence, text):
    assert named(sentence, language=language, title=title) == [("announced", text)]


def test_another_plan_on_a_page_about_appeals_is_left_alone():
    sentence = "Le projet de loi sur les allocations familiales n'est pas encore en vigueur."
    assert named(sentence, title="Recours au CCE", path="Recours") == []


def test_a_standstill_since_a_day_is_told_of_today():
    frozen = Provision("s", "CGRA › Syrie › Traitement", "Décisions gelées depuis la chute du régime, en décembre 2024", label="Syrie")
    assert named(frozen) == [("superseded", "Décisions gelées depuis la chute du régime")]


def test_a_word_that_tells_a_rule_apart_counts_from_its_beginning_and_not_where_it_is_denied():
    longest = "Même après un relogement, la protection temporaire ne peut excéder trois ans au total."
    assert named(longest) == [("superseded", "trois ans")]
    assert named(longest.replace("relogement", "logement")) == []
    fee = "Le droit d'enregistrement : 150 € par dossier, non remboursables."
    assert named(fee, title="Devenir belge") == [("superseded", "150 €")]


def test_two_places_with_limits_of_their_own_do_not_contradict_one_another():
    liege = "Le service juridique de Liège répond à votre demande de rendez-vous dans les dix jours."
    namur = "Le service juridique de Namur répond à une demande de rendez-vous dans les vingt jours."
    assert named(liege, namur) == []
    assert named(liege, namur.replace("Namur", "Liège")) == [("contradiction", "vingt jours")]
