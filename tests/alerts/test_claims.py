"""Sentences of our own pages, and when one has become wrong."""

import pytest

from alerts.desk.claims import claims, stale
from alerts.sentences import sentences
from core.values import FactChange, FactType, Provision, Stated


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le droit est de 1.000 €. Il est indexé.", 2),
        ("Voir l'art. 10 de la loi. Le délai court.", 2),
        ("Apportez un titre, p. ex. Votre passeport. Puis signez.", 2),
        ("Le n° 12 est fermé. Allez au n° 14.", 2),
        ("Dès le 1er. Janvier est le mois prévu", 1),
        ("Mme A. Dupont répond. Appelez-la !", 2),
        ("Combien ? 150 € par personne. C'est tout.", 3),
        ("Le tarif est de 12.50 EUR.", 1),
        ("« Tout est clos. » Le guichet rouvre.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_they_end(text, count):
    found = sentences(text, "fr")
    assert len(found) == count
    assert " ".join(found) == text


def test_claims_are_facts_with_their_sentence():
    provisions = [Provision("k", "Coût", "Soyez à l'heure. Le droit est de 150 €. Le délai est de 30 jours.")]
    found = claims(provisions, "fr")
    assert [(claim.fact.value, claim.fact.unit, claim.sentence, claim.path) for claim in found] == [
        ("150", "EUR", "Le droit est de 150 €.", "Coût"),
        ("30", "day", "Le délai est de 30 jours.", "Coût"),
    ]
    assert found[0].sentence[found[0].fact.start : found[0].fact.end] == "150 €"


def proposals(text, changes, path="Nos infos"):
    found = [stale(claim, dict(enumerate(changes, 1)), "fr") for claim in claims([Provision("k", path, text)], "fr")]
    return [(each.change_id, each.proposal) for each in found if each]


def deadline_change(builders, before="30", after="15"):
    text = "Le recours doit être introduit dans les {} jours de la notification de la décision."
    fact = FactChange(FactType.DURATION, None, Stated(f"{before} jours", before, "day"), Stated(f"{after} jours", after, "day"))
    return builders.fee_change(
        path="Recours › Délai", before=text.format(before), after=text.format(after), facts=(fact,), effective=None, summary={}
    )


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Le droit d'enregistrement s'élève à 150 €.", "Le droit d'enregistrement s'élève à 1.000 €."),
        ("Les droits d'enregistrement coûtent 150 euros.", "Les droits d'enregistrement coûtent 1.000 euros."),
        ("L'enregistrement de la nationalité : 150,00 EUR", "L'enregistrement de la nationalité : 1.000 EUR"),
    ],
)
def test_the_old_fee_on_a_page_is_stale_and_the_new_one_proposed_in_the_pages_writing(builders, text, proposal):
    assert proposals(text, [builders.fee_change()]) == [(1, proposal)]


@pytest.mark.parametrize(
    "text",
    [
        "La visite médicale coûte 150 €.",
        "Le droit d'enregistrement s'élève à 1.000 €.",
        "Le droit d'enregistrement s'élève à 200 €.",
        "Une loi augmente les droits d'enregistrement, qui passent de 150 € à 1.000 €.",
        "L'amende pour un étranger en séjour irrégulier est de 150 €.",
    ],
)
def test_other_amounts_raise_no_false_alarm(builders, text):
    assert proposals(text, [builders.fee_change()]) == []


def test_a_chain_of_changes_proposes_the_newest_value_once(builders):
    chain = [builders.date_change("2024", "2025"), builders.date_change("2025", "2026"), builders.date_change("2026", "2027")]
    text = "La protection vient d'être prolongée pour une année (jusqu'au 4 mars 2024)."
    assert proposals(text, chain) == [(3, "La protection vient d'être prolongée pour une année (jusqu'au 4 mars 2027).")]
    assert proposals("La protection court jusqu'au 04/03/2025.", chain) == [(3, "La protection court jusqu'au 04/03/2027.")]


def test_a_rule_that_returned_to_what_the_page_says_is_not_stale(builders):
    there_and_back = [builders.fee_change(150, 1000), builders.fee_change(1000, 150)]
    assert proposals("Le droit d'enregistrement est de 150 €.", there_and_back) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Le recours est à introduire dans les 30 jours qui suivent la notification du refus.", True),
        ("Vous avez 30 jours pour payer la redevance.", False),
        ("La commune délivre l'attestation dans les 30 jours de la demande.", False),
        ("La carte est valable 30 jours.", False),
    ],
)
def test_thirty_days_are_stale_only_in_their_own_context(builders, text, wrong):
    assert bool(proposals(text, [deadline_change(builders)])) is wrong


def test_a_date_with_its_year_needs_one_word_in_common(builders):
    change = builders.date_change("2024", "2025")
    assert proposals("Protection acquise jusqu'au 4 mars 2024.", [change])
    assert not proposals("Réunion reportée au 4 mars 2024.", [change])
