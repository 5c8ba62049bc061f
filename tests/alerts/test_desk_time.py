"""The editor's desk on what time made wrong: days in words, times told from an update, lists of what is to come, plans that are law."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

TODAY = date(2026, 11, 22)


def named(*given, language="fr", title="", path=""):
    provisions = [Provision(f"p{number}", path, text) for number, text in enumerate(given)]
    return [(each.problem, each.text) for each in audit(provisions, language, bundled(), TODAY, title)]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Inscriptions jusqu'au premier septembre deux mille vingt-six.", "premier septembre deux mille vingt-six"),
        ("fr", "Le centre est fermé jusqu'au vingt et un mars 2026.", "vingt et un mars 2026"),
        ("nl", "Dien je aanvraag in voor eenendertig augustus tweeduizend zesentwintig.", "eenendertig augustus tweeduizend zesentwintig"),
    ],
)
def test_a_day_in_words_is_read_as_in_figures(language, sentence, text):
    assert named(sentence, language=language) == [("expired", text)]


def test_a_day_in_words_that_is_still_to_come_is_right():
    assert named("Inschrijven kan tot vier maart tweeduizend zevenentwintig.", language="nl") == []


@pytest.mark.parametrize(
    ("language", "path", "sentence", "text"),
    [
        ("fr", "Dernière mise à jour : mars 2024", "L'année prochaine, le guichet ouvrira aussi le soir.", "L'année prochaine"),
        ("fr", "Page mise à jour le 3 mai 2025", "Le nouveau site sera en ligne dans six mois.", "six mois"),
        ("fr", "Page mise à jour le 3 mai 2025", "Cet automne, nous ouvrirons une permanence.", "Cet automne"),
        ("nl", "Laatst bijgewerkt: maart 2024", "Volgend jaar komt er een tweede loket.", "Volgend jaar"),
        ("nl", "Laatste update: januari 2024", "Over twee jaar zal het gebouw klaar zijn.", "twee jaar"),
    ],
)
def test_a_time_told_from_the_day_of_an_update_passes(language, path, sentence, text):
    assert named(sentence, language=language, path=path) == [("expired", text)]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("", "L'année prochaine, le guichet ouvrira aussi le soir."),
        ("Dernière mise à jour : novembre 2026", "L'année prochaine, le guichet ouvrira aussi le soir."),
        ("Compte rendu de la réunion du 3 mars 2024", "L'année prochaine, le guichet ouvrira aussi le soir."),
        ("Archives › Dernière mise à jour : mars 2024", "L'année prochaine, le guichet ouvrira aussi le soir."),
        ("Dernière mise à jour : mars 2024", "Vous recevrez votre réponse dans deux mois."),
        ("Dernière mise à jour : mars 2024", "Chaque année, nous publierons le programme de l'année suivante."),
    ],
)
def test_a_time_to_come_without_a_day_to_count_from_or_of_every_reader_is_left_alone(path, sentence):
    assert named(sentence, path=path) == []


def test_the_day_of_the_update_may_stand_below_the_text():
    page = ["L'an prochain, deux logements seront mis à disposition.", "Dernière mise à jour : 12 février 2024"]
    assert named(*page) == [("expired", "L'an prochain")]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Agenda", "12 septembre 2026 : portes ouvertes"),
        ("nl", "Binnenkort", "Benefietconcert op 12 september 2026, 20 uur"),
        ("fr", "", "Il reste des places pour le stage du 12 septembre 2026."),
        ("nl", "", "Nog enkele plaatsen voor de workshop op 12 september 2026!"),
        ("fr", "", "Vous pouvez encore vous inscrire : la formation commence le 12 septembre 2026."),
    ],
)
def test_what_was_on_a_past_day_and_is_told_as_coming_is_expired(language, path, sentence):
    assert [problem for problem, _ in named(sentence, language=language, path=path)] == ["expired"]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Agenda", "12 décembre 2026 : portes ouvertes"),
        ("fr", "Agenda › Événements passés", "12 septembre 2026 : portes ouvertes"),
        ("fr", "Agenda", "12 septembre 2026 : nous avons fêté nos dix ans"),
        ("nl", "Agenda", "De infodagen vonden plaats op 12 september 2026."),
        ("fr", "", "Il faut compter du temps, un chiffre de janvier 2020."),
        ("nl", "", "Vervang uw kaart met einddatum 4 maart 2026 door een nieuwe."),
    ],
)
def test_what_is_still_to_come_or_known_to_be_over_is_not_expired(language, path, sentence):
    assert named(sentence, language=language, path=path) == []


@pytest.mark.parametrize(
    ("language", "path", "sentence", "text"),
    [
        ("fr", "", "La loi du 17 juin 2026 qui fixe ces délais n'est encore qu'un projet.", "n'est encore qu'un projet"),
        ("fr", "", "Le règlement (UE) 2024/1348 entrera bientôt en application.", "bientôt"),
        ("fr", "Pacte › Asile", "Le règlement sur l'asile ne s'applique pas encore.", "ne s'applique pas encore"),
        ("nl", "Verordening 2024/1348", "Voorlopig blijven de oude regels gelden.", "blijven de oude regels gelden"),
        (
            "nl",
            "Open terugkeerplaats",
            "Staat dat in de opvangwet? Nog niet, de tekst ligt in de Kamer.",
            "Nog niet, de tekst ligt in de Kamer",
        ),
    ],
)
def test_a_law_in_force_told_as_a_plan_is_marked_at_the_words_that_tell_the_plan(language, path, sentence, text):
    assert named(sentence, language=language, path=path) == [("announced", text)]


def test_a_definition_of_what_a_proposal_is_tells_of_no_act():
    assert named("Texte qui n'est pas encore du droit.", title="Glossaire du pacte européen", path="Asile › Règlement") == []


def test_a_heading_is_not_named_where_the_text_below_tells_the_same():
    heading = "Loi accueil : article 2, 14°, en débat"
    assert named(heading, "L'article 2, 14°, reste à l'état d'avant-projet.", path=heading) == [("announced", "à l'état d'avant-projet")]


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le Conseil a adopté la proposition COM(2026) 345.", "a adopté la proposition COM(2026) 345"),
        ("fr", "La proposition COM(2026) 345 a été adoptée par le Conseil.", "a été adoptée par le Conseil"),
        ("nl", "Voorstel COM(2026) 345 is aangenomen door de Raad.", "is aangenomen"),
    ],
)
def test_a_proposal_told_as_decided_is_marked_at_the_words_that_say_so(language, sentence, text):
    assert named(sentence, language=language, title="Protection temporaire") == [("announced", text)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La Commission a adopté la proposition COM(2026) 345."),
        ("fr", "Le Conseil n'a pas encore adopté la proposition COM(2026) 345."),
        ("nl", "Als de Raad voorstel COM(2026) 345 goedkeurt, geldt de bescherming langer."),
    ],
)
def test_a_proposal_told_as_a_proposal_is_right(language, sentence):
    assert named(sentence, language=language, title="Protection temporaire") == []
