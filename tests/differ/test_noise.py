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
        ("fr", "Si vous avez le covid, restez chez vous.", "Si vous avez la covid, restez chez vous."),
        ("nl", "Neem de formulier mee.", "Neem het formulier mee."),
        ("en", "Bring a original document.", "Bring an original document."),
        ("de", "Der Formular liegt bei.", "Das Formular liegt bei."),
        ("fr", "nouveau Un guichet ouvre à la gare.", "Un guichet ouvre à la gare."),
        ("nl", "Het loket is open.", "Nieuw: Het loket is open."),
        ("nl", "De minister, A. vanDael", "De minister, A. van Dael"),
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


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Temps de lecture : 4 min", "Temps de lecture : 5 min"),
        ("fr", "Publié le 3 mars 2025 | Temps de lecture : 4 minutes", "Publié le 3 mars 2025 | Temps de lecture : 1 minute"),
        ("fr", "Page 2 sur 5", "Page 2 sur 6"),
        ("fr", "© 2025 Service public", "© 2026 Service public"),
        ("fr", "Nous sommes le jeudi 12 mars 2026", "Nous sommes le vendredi 13 mars 2026"),
        ("fr", "12 personnes ont trouvé cette page utile", "31 personnes ont trouvé cette page utile."),
        ("fr", "En savoir plus", "Découvrir"),
        ("nl", "Leestijd: 1 minuut", "Leestijd: 3 minuten"),
        ("nl", "Vandaag is het donderdag 12 maart 2026", "Vandaag is het vrijdag 13 maart 2026"),
        ("nl", "Deze pagina werd 120 keer bekeken", "Deze pagina werd 1.340 keer bekeken"),
        ("nl", "© 2025 Overheidsdienst", "© 2026 Overheidsdienst"),
        ("en", "4 min read", "5 min read"),
        ("en", "Today is 12 March 2026", "Today is 13 March 2026"),
        ("de", "Lesezeit: 4 Minuten", "Lesezeit: 5 Minuten"),
        ("de", "Heute ist Donnerstag, der 12. März 2026", "Heute ist Freitag, der 13. März 2026"),
    ],
)
def test_what_a_page_counts_or_dates_of_itself_is_editorial(language: str, before: str, after: str) -> None:
    for old, new in ([before], [after]), ([], [after]), ([before], []):
        assert significance(language, old, new) is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Vous avez jusqu'au 12 mars 2026.", "Vous avez jusqu'au 13 mars 2026."),
        (
            "fr",
            "À partir d'aujourd'hui, 12 mars 2026, la redevance est due.",
            "À partir d'aujourd'hui, 14 mars 2026, la redevance est due.",
        ),
        ("fr", "Le centre accueille 120 visiteurs par jour.", "Le centre accueille 140 visiteurs par jour."),
        ("fr", "Le dossier compte 4 pages.", "Le dossier compte 5 pages."),
        ("fr", "Lundi", "Mardi"),
        ("nl", "Maandag", "Dinsdag"),
        ("nl", "U krijgt 4 minuten.", "U krijgt 5 minuten."),
        ("en", "The test takes 4 minutes.", "The test takes 5 minutes."),
    ],
)
def test_a_figure_or_a_date_within_a_rule_stays_news(language: str, before: str, after: str) -> None:
    assert significance(language, [before], [after]).rank > Significance.EDITORIAL.rank
