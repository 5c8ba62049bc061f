"""Sentences of our own pages, and when one has become wrong."""

from datetime import date

import pytest

from alerts.desk.links import links
from alerts.desk.official import bundled
from alerts.desk.stale import Asked, stale
from alerts.desk.statements import statements
from alerts.sentences import sentences
from core.values import FactChange, FactType, Provision, Stated

TODAY = date(2025, 8, 4)


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
    found = [
        each.claim
        for each in statements([Provision("k", "Coût", "Soyez à l'heure. Le droit est de 150 €. Le délai est de 30 jours.")], "fr")
    ]
    assert [(claim.fact.value, claim.fact.unit, claim.sentence, claim.path) for claim in found] == [
        ("150", "EUR", "Le droit est de 150 €.", "Coût"),
        ("30", "day", "Le délai est de 30 jours.", "Coût"),
    ]
    assert found[0].sentence[found[0].fact.start : found[0].fact.end] == "150 €"


def doubts(text, changes, path="Nos infos", language="fr", rules=()):
    stated = statements([Provision("k", path, text)], language)
    by_statement = {id(link.statement): link for link in links(stated, rules)}
    found = [stale(Asked(each, by_statement.get(id(each)), rules), dict(enumerate(changes, 1)), TODAY) for each in stated]
    return [each for each in found if each]


def proposals(text, changes, path="Nos infos"):
    return [(each.change_id, each.proposal) for each in doubts(text, changes, path)]


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


APPEAL = "Le recours devant le Conseil du contentieux des étrangers contre une décision du CGRA doit être introduit dans les {} jours."


def appeal_change(builders):
    """The time limit of an appeal against one authority alone, 30 → 10 days."""
    fact = FactChange(FactType.DURATION, None, Stated("30 jours", "30", "day"), Stated("10 jours", "10", "day"))
    return builders.fee_change(
        path="Séjour et nationalité : montants et délais › Recours",
        before=APPEAL.format(30),
        after=APPEAL.format(10),
        facts=(fact,),
        effective=None,
        summary={"fr": "Recours : 30 jours → 10 jours", "nl": "Beroep: 30 dagen → 10 dagen"},
    )


def test_a_decision_of_another_authority_is_not_the_one_that_changed(builders):
    sentence = (
        "Vous avez 30 jours pour un recours devant le Conseil du contentieux des étrangers contre la décision de l'Office des étrangers."
    )
    assert doubts(sentence, [appeal_change(builders)], "Asile › Recours", rules=bundled()) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Recours : vous disposez de 30 jours pour contester la décision du CGRA devant le CCE.",
        "Le recours contre une décision du Commissariat général doit être introduit dans les 30 jours devant le Conseil du contentieux.",
    ],
)
def test_the_same_authority_by_another_name_is_the_one_that_changed(builders, sentence):
    (doubt,) = doubts(sentence, [appeal_change(builders)])
    assert doubt.proposal == sentence.replace("30", "10")
    assert 0.5 <= doubt.confidence <= 0.9


def test_a_sentence_that_leaves_open_whose_decision_it_is_is_to_be_checked(builders):
    sentence = "Vous avez 30 jours pour introduire un recours devant le Conseil du contentieux des étrangers."
    (doubt,) = doubts(sentence, [appeal_change(builders)], rules=bundled())
    assert (doubt.proposal, doubt.confidence) == (None, 0.36)
    assert doubt.reason.startswith("À vérifier : le texte officiel dit maintenant 10 jours au lieu de 30 jours")


def test_a_sentence_that_says_the_new_value_of_another_case_is_wrong_all_the_same(builders):
    sentence = "Si le CGRA rejette votre demande, vous avez 30 jours pour faire appel ; en centre fermé, 10 jours."
    (doubt,) = doubts(sentence, [appeal_change(builders)], "Le CCE › Recours", rules=bundled())
    assert (doubt.claim.fact.text, doubt.proposal) == ("30 jours", sentence.replace("30", "10"))
    assert doubts("Le délai est passé de 30 à 10 jours pour un recours au CCE contre le CGRA.", [appeal_change(builders)]) == []


def test_how_sure_it_is_follows_from_what_is_shared(builders):
    said = [
        "Le recours doit être introduit dans les 30 jours de la notification de la décision.",
        "Le recours est à introduire dans les 30 jours qui suivent la notification du refus.",
    ]
    sure = [doubt.confidence for text in said for doubt in doubts(text, [deadline_change(builders)])]
    assert len(sure) == 2
    assert 0.9 == sure[0] > sure[1]


def test_what_a_sentence_tells_of_the_past_or_quotes_is_left_alone(builders):
    assert doubts("En 2023, le droit d'enregistrement était de 150 €.", [builders.fee_change()]) == []
    later = [builders.fee_change(1000, 1020)]
    sentence = "Jusqu'au 28 juillet 2025, devenir belge coûtait 150 € ; depuis, le droit d'enregistrement est de 1.000 €."
    assert [each.proposal for each in doubts(sentence, [builders.fee_change(), *later])] == [sentence.replace("1.000", "1.020")]


def test_a_sentence_in_another_language_is_recognised_by_the_rule_that_both_are_about(builders):
    sentence = "Wie de Belgische nationaliteit aanvraagt, betaalt een registratierecht van 150 euro."
    (doubt,) = doubts(sentence, [builders.fee_change()], language="nl", rules=bundled())
    assert (doubt.proposal, doubt.confidence) == (sentence.replace("150", "1.000"), 0.9)


def test_a_value_of_a_rule_that_shares_words_with_the_one_that_changed_is_left_alone(builders):
    assert doubts("L'enregistrement du bail coûte 150 €.", [builders.fee_change()], rules=bundled()) == []
