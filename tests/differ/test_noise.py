"""What is no news: other ways of writing, of addressing people and of laying out a page, in four languages."""

import pytest

from core.values import Provision, Significance, Version
from differ.compare import compare


def page(*texts: str) -> Version:
    numbered = enumerate(("Bruxelles", *texts, "Europe"))
    return Version("test", tuple(Provision(str(number), "Page", text) for number, text in numbered))


def significance(language: str, before: list[str], after: list[str]) -> Significance:
    return Significance.highest([change.significance for change in compare(page(*before), page(*after), language)])


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Le coeur de la procédure.", "Le cœur de la procédure."),
        ("fr", "IMPORTANT : PRENEZ RENDEZ-VOUS", "Important : prenez rendez-vous"),
        ("fr", "Les étudiants sont reçus.", "Les étudiant·e·s sont reçu·e·s."),
        ("fr", "Le demandeur est convoqué.", "Le/la demandeur(euse) est convoqué(e)."),
        ("fr", "Il reçoit une attestation.", "Iel reçoit une attestation."),
        ("fr", "Vous devez présenter votre passeport.", "Tu dois présenter ton passeport."),
        ("fr", "La carte est valable 12 mois.", "La carte est valable un an."),
        ("fr", "Une redevance de 1.000 €.", "Une redevance de 1 000 EUR."),
        ("fr", "Le montant est indexé (1) chaque année.", "Le montant est indexé (2) chaque année."),
        ("fr", "Voir l'art. 10 de la loi.", "Voir l'article 10 de la loi."),
        ("fr", "Le CGRA vous convoque.", "Le Commissariat général aux réfugiés et aux apatrides vous convoque."),
        ("fr", "Voir https://exemple.be/a ici.", "Voir https://exemple.be/b ici."),
        ("fr", "Page mise à jour le 3 mars 2025.", "Page mise à jour le 7 avril 2025."),
        ("nl", "U kunt uw dossier inkijken.", "Je kan je dossier inkijken."),
        ("nl", "Hij krijgt een attest.", "Hij/zij krijgt een attest."),
        ("nl", "De kaart is 12 maanden geldig.", "De kaart is één jaar geldig."),
        ("en", "You don't need a visa.", "You do not need a visa."),
        ("en", "He receives a certificate.", "He or she receives a certificate."),
        ("en", "The organisation helps you.", "The organization helps you."),
        ("de", "Sie müssen Ihren Pass zeigen.", "Du musst deinen Pass zeigen."),
        ("de", "Die Studenten werden empfangen.", "Die Student:innen werden empfangen."),
        ("de", "Die Frist beträgt drei Monate.", "Die Frist beträgt 3 Monate."),
    ],
)
def test_the_same_said_otherwise_is_editorial(language: str, before: str, after: str) -> None:
    assert significance(language, [before], [after]) is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("language", "furniture"),
    [
        ("fr", "Lire plus"),
        ("fr", "Ce site utilise des cookies. Tout accepter"),
        ("nl", "Lees meer"),
        ("nl", "Deze website gebruikt cookies."),
        ("en", "Skip to main content"),
        ("de", "Mehr lesen"),
    ],
)
def test_a_pages_own_furniture_comes_and_goes_unsaid(language: str, furniture: str) -> None:
    text = "Commune · Gemeente · Town · Gemeinde"
    for before, after in ([text], [text, furniture]), ([text, furniture], [text]):
        assert significance(language, before, after) is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Un passeport ;", "un acte de naissance ;", "une photo."], ["une photo.", "Un passeport ;", "un acte de naissance ;"]),
        (["La commune enregistre. Elle délivre une attestation."], ["La commune enregistre.", "Elle délivre une attestation."]),
        (["La commune enregistre.", "Elle délivre une attestation."], ["La commune enregistre. Elle délivre une attestation."]),
    ],
)
def test_blocks_that_only_moved_or_were_cut_elsewhere_are_no_news(before: list[str], after: list[str]) -> None:
    assert significance("fr", before, after).rank <= Significance.EDITORIAL.rank


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Le paragraphe (1) s'applique.", "Le paragraphe (2) s'applique."),
        ("fr", "La demande est recevable.", "La demande est irrecevable."),
        ("fr", "Oui", "Non"),
        ("fr", "Vous payez 12 mois.", "Vous payez 13 mois."),
        ("nl", "De aanvraag kan.", "De aanvraag kan niet."),
        ("en", "You need a visa.", "You do not need a visa."),
        ("de", "Eine Gebühr.", "Keine Gebühr."),
    ],
)
def test_what_looks_alike_and_is_not_stays_news(language: str, before: str, after: str) -> None:
    assert significance(language, [before], [after]).rank > Significance.EDITORIAL.rank
