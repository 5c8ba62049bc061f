"""The editor's desk on pages that say of themselves that they are no longer right."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

OUTDATED = {
    "fr": "Le droit d'enregistrement de l'acquisition de la nationalité est de 150 €.",
    "nl": "Het registratierecht voor de nationaliteit bedraagt 150 euro.",
    "en": "The registration fee for nationality is 150 euros.",
}


def named(notice, language):
    texts = ["Archives de la maison", notice, OUTDATED[language]]
    provisions = [Provision(f"p{number}", "", text) for number, text in enumerate(texts)]
    return [each.problem for each in audit(provisions, language, bundled(), date(2026, 11, 22))]


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("fr", "Archive. Ce billet date de 2023."),
        ("fr", "Page d'archive : les montants ont changé."),
        ("fr", "Attention, cet article n'est plus à jour."),
        ("fr", "Ces informations ne sont plus actualisées depuis 2024."),
        ("fr", "Le texte est conservé uniquement pour mémoire."),
        ("nl", "Let op: deze tekst is verouderd."),
        ("nl", "Dit bericht wordt niet meer bijgewerkt."),
        ("nl", "Archiefstuk van 8 december 2023."),
        ("nl", "We bewaren het hier als archief."),
        ("en", "This page is no longer maintained."),
    ],
)
def test_nothing_is_named_on_a_page_that_says_on_top_that_it_is_out_of_date(language, notice):
    assert named(notice, language) == []


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("fr", "Cette page est mise à jour chaque mois."),
        ("fr", "La brochure de l'Office n'est plus disponible sur papier."),
        ("fr", "Nos archives sont ouvertes le mardi."),
        ("nl", "Deze pagina wordt elke maand bijgewerkt."),
        ("nl", "Het archief is open op dinsdag."),
        ("en", "This page is up to date."),
    ],
)
def test_another_notice_excuses_nothing(language, notice):
    assert named(notice, language) == ["superseded"]


def test_a_notice_further_down_speaks_of_something_else():
    texts = [OUTDATED["fr"], *(f"Paragraphe {number}." for number in range(9)), "Cet article n'est plus à jour."]
    provisions = [Provision(f"p{number}", "", text) for number, text in enumerate(texts)]
    assert [each.problem for each in audit(provisions, "fr", bundled(), date(2026, 11, 22))] == ["superseded"]
