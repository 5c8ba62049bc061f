"""Values of official rules as editors tell them: in their own writing, with what stands before them, and former values told as such."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from alerts.desk.readings import read
from core.values import FactType, Provision

TODAY = date(2026, 11, 22)


def named(*provisions: str | Provision, language: str = "fr", title: str = "") -> list[tuple[str, str]]:
    given = [each if isinstance(each, Provision) else Provision(f"p{number}", "", each) for number, each in enumerate(provisions)]
    return [(doubtful.problem, doubtful.text) for doubtful in audit(given, language, bundled(), TODAY, title)]


def under(heading: str, text: str) -> Provision:
    return Provision("p", heading, text)


def row(head: str, column: str, cell: str) -> Provision:
    return Provision("p", f"Tableau › {head} › {column}", cell, label=head)


@pytest.mark.parametrize(
    ("language", "sentence", "type", "value"),
    [
        ("nl", "Eén jaar na de erkenning.", FactType.DURATION, "1 year"),
        ("nl", "De aanvraag moet binnen 12 mnd. gebeuren.", FactType.DURATION, "12 month"),
        ("nl", "Normaal zijn er vierenveertighonderd dossiers.", FactType.COUNT, "4400 dossiers"),
        ("nl", "Normaal zijn er vierduizend driehonderd dossiers.", FactType.COUNT, "4300 dossiers"),
        ("nl", "In het jaar na je erkenning vraag je dat.", FactType.DURATION, "1 year"),
        ("fr", "La demande se fait dans l’année qui suit la reconnaissance.", FactType.DURATION, "1 year"),
        ("fr", "C'est au numéro 12 de la rue du Moulin.", FactType.CONTACT, "rue du Moulin 12"),
        ("fr", "Présentez-vous 12, rue du Moulin.", FactType.CONTACT, "rue du Moulin 12"),
        ("nl", "Het loket is in de Molenstraat nr. 12.", FactType.CONTACT, "Molenstraat 12"),
    ],
)
def test_what_editors_write_in_their_own_way_is_read(language, sentence, type, value):
    assert [(fact.type, f"{fact.value} {fact.unit or ''}".strip()) for fact in read(sentence, language)] == [(type, value)]


def test_a_number_below_the_head_of_a_column_of_prices_is_an_amount():
    assert [(fact.value, fact.unit, fact.text) for fact in read("150", "fr", "Prix")] == [("150", "EUR", "150")]
    assert [(fact.value, fact.unit) for fact in read("150,00", "fr", "Pièce")] == [("150", "EUR")]
    assert read("150", "fr", "Nombre de demandes") == []


@pytest.mark.parametrize(
    ("language", "title", "provisions", "text"),
    [
        ("fr", "Permis unique", [under("Combien ?", "Cent quarante-quatre euros, à verser d'avance.")], "Cent quarante-quatre euros"),
        ("nl", "Belg worden", [under("Wat kost dat?", "Honderdvijftig euro.")], "Honderdvijftig euro"),
        ("fr", "Ukraine", [under("Statut › Quand la protection prend-elle fin ?", "Le 4 mars 2026.")], "4 mars 2026"),
        ("nl", "Oekraïne", [under("Statuut › Tot wanneer?", "Tot begin maart 2025.")], "maart 2025"),
        ("fr", "Frais", ["La redevance dépend de la catégorie.", "Pour la deuxième, comptez deux cents euros."], "deux cents euros"),
        ("fr", "Réfugiés reconnus", ["Il existe une dispense de ressources.", "Après la reconnaissance, il vous reste un an."], "un an"),
        ("nl", "RvV: termijnen", [under("Versnelde procedure", "vijf dagen")], "vijf dagen"),
        ("fr", "Parcours d'intégration en Wallonie", [under("Délai", "Vous avez deux ans pour aller au bout du parcours.")], "deux ans"),
    ],
)
def test_what_stands_before_a_value_tells_of_what_it_is(language, title, provisions, text):
    assert [found for _, found in named(*provisions, language=language, title=title)] == [text]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Les Ukrainiens s'enregistrent rue du Verregat, à Laeken."),
        ("fr", "Accompagnez la famille ukrainienne au numéro 1 de la rue du Verregat."),
        ("nl", "Voor tijdelijke bescherming ga je naar de Verregatstraat 1 in Brussel."),
    ],
)
def test_the_old_address_is_named_however_it_is_written(language, sentence):
    assert [problem for problem, _ in named(sentence, language=language)] == ["superseded"]


@pytest.mark.parametrize(
    ("language", "provisions"),
    [
        ("fr", ["Le droit d'enregistrement de la nationalité n'est plus de 150 euros."]),
        ("fr", ["Pour la nationalité, payez le tarif indexé au lieu de 1.000 €."]),
        ("nl", ["Het registratierecht voor de nationaliteit bedraagt niet langer 150 euro."]),
        ("fr", ["Le centre d'enregistrement des Ukrainiens a quitté la rue du Verregat 1 pour la place Victor Horta."]),
        ("fr", ["Le salon de l'emploi se tient rue du Verregat 1."]),
        ("fr", ["La protection temporaire des Ukrainiens avait un premier terme, le 4 mars 2023."]),
        ("fr", [row("Redevance, permis unique", "Ancien montant", "144 €")]),
        ("nl", [row("Tijdelijke bescherming", "Vorige einddatum", "4 maart 2026")]),
        ("nl", ["Gezinshereniging van vluchtelingen: voor de vrijstelling van voorwaarden duurt het gemiddeld een jaar."]),
        ("fr", ["Réfugiés, logement : nous accordons un prêt, remboursable en douze mois."]),
    ],
)
def test_a_former_value_told_as_one_and_other_things_with_its_figure_are_left_alone(language, provisions):
    assert named(*provisions, language=language) == []


def test_values_of_one_rule_told_one_after_another_are_its_history_and_only_the_last_is_judged():
    story = [under("Protection temporaire : les prolongations", f"jusqu'au 4 mars {year}") for year in (2023, 2024, 2025, 2026, 2027)]
    assert named(*story) == []
    assert named(*story[:-1]) == [("superseded", "4 mars 2026")]


def test_two_ends_on_a_page_are_no_story():
    first, second = under("Protection temporaire", "Elle vaut jusqu'au 4 mars 2025."), under("Protection temporaire", "Fin : 4 mars 2027.")
    assert ("superseded", "4 mars 2025") in named(first, second)


@pytest.mark.parametrize(
    ("language", "title", "sentence", "text"),
    [
        ("fr", "Permis unique", "La directive 2024/1233 donne 120 jours à l'administration pour décider.", "120 jours"),
        ("nl", "Gecombineerde vergunning", "De herschikte richtlijn laat 120 dagen voor de beslissing.", "120 dagen"),
    ],
)
def test_the_former_value_told_of_the_newer_directive_is_named(language, title, sentence, text):
    assert named(under(title, sentence), language=language, title=title) == [("superseded", text)]


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("fr", "Permis unique", "Le délai de décision est de 120 jours."),
        ("fr", "Permis unique", "L'Europe a réduit le délai de décision à 90 jours."),
        ("nl", "Gecombineerde vergunning", "Europa heeft de behandelingstermijn ingekort tot 90 dagen."),
        ("fr", "Devenir belge", "Préparez la traduction de votre acte : entre 60 et 150 euros."),
        ("nl", "Belg worden", "Het registratierecht lag tot 28 juli 2025 op 150 euro."),
        ("nl", "Tijdelijke bescherming", "De toelage bedraagt 60 euro per maand, gedurende hoogstens 12 maanden."),
    ],
)
def test_a_new_directive_an_estimate_a_former_fee_and_the_length_of_a_payment_are_left_alone(language, title, sentence):
    assert named(under(title, sentence), language=language, title=title) == []
