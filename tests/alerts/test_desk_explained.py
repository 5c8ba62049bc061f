"""What an editor is told beside the proposal: where to check, what to do where there is none, by which words a rule was recognised."""

from datetime import date
from types import SimpleNamespace

import pytest

from alerts.desk.authorities import act_of, authority_of, source_in_words
from alerts.desk.instead import instead
from alerts.desk.official import bundled
from alerts.desk.recognised import Recognised, recognised
from core import models

TODAY = date(2026, 11, 22)
NATIONALITY = "droit-enregistrement-nationalite"


@pytest.mark.parametrize(
    ("reference", "language", "name", "url"),
    [
        (
            "be:ar:1981-10-08",
            "fr",
            "arrêté royal du 8 octobre 1981",
            "https://www.ejustice.just.fgov.be/eli/arrete/1981/10/08/1981001949/justel",
        ),
        ("be:loi-programme:2025-07-18", "nl", "programmawet van 18 juli 2025", "https://www.ejustice.just.fgov.be/eli/wet/2025/07/18"),
        (
            "be:loi:2007-01-12+2007002066#art:4/§1",
            "en",
            "act of 12 January 2007",
            "https://www.ejustice.just.fgov.be/eli/loi/2007/01/12/2007002066/justel",
        ),
        (
            "celex:32001L0055#art:4/par1",
            "nl",
            "richtlijn 2001/55",
            "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32001L0055",
        ),
        ("celex:32014R0910", "fr", "règlement 910/2014", "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32014R0910"),
    ],
)
def test_an_act_is_named_in_the_readers_words_and_linked_where_it_is_official(reference, language, name, url):
    found = act_of(reference, language)
    assert (found.name, found.url) == (name, url)


def test_what_refers_to_no_act_leads_nowhere():
    assert act_of("", "fr") is None
    assert act_of("une loi", "fr") is None


def test_every_act_of_the_bundled_history_can_be_looked_up_in_every_language():
    references = {step.reference for rule in bundled() for step in rule.history if step.reference}
    assert references
    assert all(act_of(reference, language) for reference in references for language in ("fr", "nl", "en"))


def test_every_source_of_the_bundled_history_has_its_name_in_every_language():
    sources = {step.source for rule in bundled() for step in rule.history if step.source}
    assert [source for source in sources if "seed" in source] == []
    dutch = {source: source_in_words(source, "nl") for source in sources}
    assert dutch["Journal officiel de l'Union européenne"] == "Publicatieblad van de Europese Unie"
    proper = {"RTBF", "Justel"}
    assert [source for source, named in dutch.items() if named == source and source not in proper] == []


def test_a_rule_leads_to_the_act_that_binds_now_else_to_who_publishes_it():
    assert authority_of(NATIONALITY, "fr", TODAY).name == "loi-programme du 18 juillet 2025"
    assert authority_of("charge-de-travail-cgra", "nl", TODAY).name == "CGVS"
    assert authority_of("a page's own words", "fr", TODAY) is None
    assert authority_of(None, "fr", TODAY) is None


def task(problem, rule=None):
    return models.Task(problem=problem, rule=rule)


def test_a_day_that_has_passed_is_no_value_to_check():
    assert instead(task("expired"), "fr", TODAY) == "Retirez la phrase, ou mettez-la au passé."


def test_only_where_todays_value_is_not_known_it_is_to_be_checked():
    told = {rule: instead(task("superseded", rule), "fr", TODAY) for rule in (NATIONALITY, "fin-protection-temporaire")}
    assert "n'est pas connue" in told[NATIONALITY]
    assert told["fin-protection-temporaire"].startswith("Réécrivez la phrase")


@pytest.mark.parametrize("problem", ["stale", "superseded", "expired", "contradiction", "announced", "dead", "pin"])
@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_problem_says_what_to_do_in_every_language(problem, language):
    assert instead(task(problem), language, TODAY)


def claim(sentence, *reasons, path=""):
    return SimpleNamespace(sentence=sentence, path=path, reasons=list(reasons))


def test_words_are_quoted_as_they_stand_in_the_sentence_or_above_it_and_no_others():
    stated = claim("U betaalt voor de Bescherming 150 euro.", "bescherm", "kost", "retributie", path="Wat kost het?")
    assert recognised(stated) == Recognised(("Bescherming",), ("kost",))


def test_an_expression_is_quoted_whole_with_its_own_apostrophe():
    stated = claim("Le droit d’enregistrement est de 150 €.", "droit d'enregistrement")
    assert recognised(stated).said == ("droit d’enregistrement",)


def test_what_a_person_chose_is_no_word():
    assert recognised(claim("Cela coûte 150 €.", "editor")) == Recognised(by_hand=True)
    assert recognised(claim("Cela coûte 150 €.", "data-veille-rule")) == Recognised(by_page=True)
