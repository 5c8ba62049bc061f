"""Pins: a person says which rule a sentence repeats, in the page's markup or on the desk, and no words outweigh it."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.decisions import AS_THE_WORDS_SAY, Decision, decided, values_beside
from alerts.desk.links import links
from alerts.desk.official import rules_of
from alerts.desk.pins import forgotten
from alerts.desk.statements import statements
from alerts.sentences import subject_words
from core.values import FactType, Provision
from differ.compare import compare
from differ.extract import read

TODAY = date(2026, 11, 22)
RULES = rules_of(
    {
        "essai": {
            "topic": "frais",
            "type": "amount",
            "label": {"fr": "taxe d'essai", "nl": "proefbelasting", "en": "trial tax"},
            "about": {"fr": [["taxe d'essai"]]},
            "history": [{"value": "7", "unit": "EUR"}, {"value": "9", "unit": "EUR", "from": "2026-01-01", "source": "le Moniteur"}],
        },
        "fin": {
            "topic": "frais",
            "type": "date",
            "role": "until",
            "label": {"fr": "fin", "nl": "einde", "en": "end"},
            "about": {"fr": [["essai"]]},
            "history": [{"value": "2024-03-04"}, {"value": "2027-03-04", "from": "2026-01-01", "source": "le Moniteur"}],
        },
    }
)


def page(*paragraphs, title="Titre"):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return read(f"<html lang='fr'><body><main><h1>{title}</h1>{body}</main></body></html>".encode(), "text/html", language="fr")


def found(*paragraphs):
    version = page(*paragraphs)
    return [(each.problem, each.text, each.proposal) for each in audit(version.provisions, "fr", RULES, TODAY, version.title)]


def pinned(text, rule="essai"):
    return f'<span data-veille-rule="{rule}">{text}</span>'


def test_a_pin_beats_words_that_say_nothing():
    assert found("Cela coûte 7 € par personne.") == []
    assert found(f"Cela coûte {pinned('7 €')} par personne.") == [("superseded", "7 €", "Cela coûte 9 € par personne.")]


def test_a_pin_holds_for_every_sentence_within_its_element_and_for_none_outside():
    section = '<div data-veille-rule="essai"><p>Comptez 7 €.</p><ul><li>Ou bien 7 € à la poste.</li></ul></div><p>Le repas coûte 7 €.</p>'
    assert [proposal for _, _, proposal in found(section)] == ["Comptez 9 €.", "Ou bien 9 € à la poste."]


def test_of_two_values_in_a_sentence_the_one_within_the_element_is_meant():
    assert found(f"Le repas coûte 7 €, le dossier {pinned('7 €')}.") == [("superseded", "7 €", "Le repas coûte 7 €, le dossier 9 €.")]


def test_a_value_that_the_rule_never_had_is_found_by_the_pin_alone():
    assert found("La taxe d'essai est de 8 €.") == []
    assert found(pinned("La taxe d'essai est de 8 €.")) == [("superseded", "8 €", "La taxe d'essai est de 9 €.")]


def test_of_two_dates_the_one_of_the_rules_role_is_meant():
    sentence = pinned("Valable du 4 mars 2022 au 4 mars 2024.", "fin")
    assert [text for _, text, _ in found(sentence)] == ["4 mars 2024"]


def test_a_pinned_sentence_that_is_right_is_left_alone():
    assert found(f"Cela coûte {pinned('9 €')} par personne.") == []


def test_a_rule_that_nobody_knows_is_told_with_the_one_that_was_probably_meant():
    version = page(f"Cela coûte {pinned('7 €', 'essais')}.", f"Et {pinned('5 €', 'essais')}.")
    (doubtful,) = audit(version.provisions, "fr", RULES, TODAY)
    assert (doubtful.problem, doubtful.text, doubtful.proposal) == ("pin", "7 €", None)
    assert "« essais »" in doubtful.reason
    assert "« essai »" in doubtful.reason


def test_an_element_without_a_value_of_its_rule_is_told():
    version = page(f"Voici {pinned('le tarif du dossier')} : voyez plus bas.")
    (doubtful,) = audit(version.provisions, "fr", RULES, TODAY)
    assert (doubtful.problem, doubtful.text) == ("pin", "le tarif du dossier")
    assert "aucune valeur" in doubtful.reason


def astray(*paragraphs):
    return [text for problem, text, _ in found(*paragraphs) if problem == "pin"]


def test_each_element_without_a_value_is_told_though_another_of_the_page_has_one():
    assert astray(f"Comptez {pinned('9 €')}.", f"Voici {pinned('le tarif')}.", f"Et {pinned('le prix')} aussi.") == ["le tarif", "le prix"]


def test_an_element_of_several_texts_needs_a_value_in_one_of_them():
    section = '<div data-veille-rule="essai"><p>Les frais.</p><ul><li>Comptez 9 €.</li><li>Payez au guichet.</li></ul></div>'
    assert astray(section) == []
    assert astray(section, "<p>Suite.</p>", pinned("Rien ici.")) == ["Rien ici."]


UNKNOWN = rules_of(
    {
        "essai": {
            "topic": "frais",
            "type": "amount",
            "label": {"fr": "taxe d'essai", "nl": "proefbelasting", "en": "trial tax"},
            "about": {"fr": [["taxe d'essai"]]},
            "history": [{"value": "200", "unit": "EUR", "from": "2024-01-01"}, {"from": "2026-01-01", "indexed": True}],
        }
    }
)


@pytest.mark.parametrize(("text", "told"), [("999 €", True), ("150 €", True), ("212 €", False), ("200 €", True)])
def test_a_pinned_value_the_rule_never_had_is_to_be_checked_unless_todays_may_be_just_that(text, told):
    version = page(f"Cela coûte {pinned(text)} par personne.")
    doubts = audit(version.provisions, "fr", UNKNOWN, TODAY)
    assert [(each.text, each.proposal) for each in doubts] == ([(text, None)] if told else [])
    assert all("dernière valeur connue 200 €" in each.reason for each in doubts)


HOLDERS = [
    "<p data-veille-rule='x'>Un texte de 7 € et sa suite.</p>",
    "<p>Un  texte <b data-veille-rule='x'> de 7 € </b> et sa suite.</p>",
    "<p data-veille-rule='x'><b>Un titre gras.</b></p><p>Suite.</p>",
    "<h2 data-veille-rule='x'>Chapitre</h2><p>Suite de 7 €.</p>",
    "<table data-veille-rule='x'><tr><th>Cas</th><th>Prix</th></tr><tr><td>a</td><td>7 €</td></tr><tr><td>b</td><td>8 €</td></tr></table>",
    "<dl data-veille-rule='x'><dt>Prix du dossier entier</dt><dd>7 € à payer<br><br>8 € à la poste</dd></dl>",
]


@pytest.mark.parametrize("markup", HOLDERS)
def test_a_pin_changes_nothing_of_what_is_read_but_makes_a_new_version(markup):
    with_pin, without = page(markup), page(markup.replace(" data-veille-rule='x'", ""))
    said = lambda version: [(each.key, each.path, each.text, each.label) for each in version.provisions]  # noqa: E731
    assert said(with_pin) == said(without)
    assert with_pin.provisions != without.provisions
    assert all(each.text[pin.start : pin.end].strip() for each in with_pin.provisions for pin in each.pins)
    assert compare(without, with_pin, "fr") == []


SENTENCE = "Pour le dossier complet, le guichet demande 8 € à chaque personne."
REWORDED = "Le guichet demande à chaque personne 8 € pour le dossier."


def test_of_two_values_in_a_sentence_the_one_that_was_chosen_is_meant():
    sentence = "Notre accompagnement est gratuit, mais nous demandons 10 € pour les copies."
    chosen = Decision(
        FactType.AMOUNT,
        subject_words(sentence.replace("10 €", ""), "fr"),
        "essai",
        values_beside(sentence, "10 €", FactType.AMOUNT, "fr"),
    )
    for text, meant in ((sentence, "10 €"), (sentence.replace("10", "12"), "12 €")):
        links = decided(statements([Provision("p", "", text)], "fr"), [], [chosen], RULES)
        assert [link.statement.text for link in links] == [meant]


def decision(rule, text=SENTENCE):
    return Decision(FactType.AMOUNT, subject_words(text.replace("8 €", ""), "fr"), rule)


def linked(text, *decisions):
    stated = statements([Provision("p", "", text)], "fr")
    return [(link.rule.id, link.position) for link in decided(stated, links(stated, RULES), decisions, RULES)]


def test_a_pin_by_hand_holds_whatever_the_value_and_survives_rewording():
    assert linked(SENTENCE) == []
    assert linked(SENTENCE, decision("essai")) == linked(REWORDED, decision("essai")) == [("essai", None)]
    assert linked("Le repas coûte 8 € à midi.", decision("essai")) == []


def test_what_was_decided_last_holds_and_can_be_taken_back():
    assert linked("La taxe d'essai est de 7 €.", decision(None, "La taxe d'essai est de 8 €.")) == []
    taken_back = [decision(rule, "La taxe d'essai est de 8 €.") for rule in (None, AS_THE_WORDS_SAY)]
    assert linked("La taxe d'essai est de 7 €.", *taken_back) == [("essai", 0)]


def test_an_editor_outweighs_the_markup():
    (provision,) = (each for each in page(pinned(SENTENCE)).provisions if each.pins)
    stated = statements([provision], "fr")
    assert decided(stated, links(stated, RULES), [decision(None)], RULES) == []


def test_a_pin_by_hand_to_a_rule_that_is_known_no_more_is_told():
    stated = statements([Provision("p", "", SENTENCE)], "fr")
    (doubtful,) = forgotten(stated, [decision("disparue")], RULES, "fr")
    assert (doubtful.problem, doubtful.text) == ("pin", "8 €")
