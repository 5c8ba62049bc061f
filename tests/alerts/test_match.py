"""Which Event concerns which Subscription."""

from time import process_time

import pytest

from alerts.match import match
from core.values import Significance


def test_the_reason_names_topic_and_importance_in_the_readers_language(builders):
    said = {
        language: match(builders.news(), builders.subscriber(language=language, topics=["nationalite"]), builders.topics)
        for language in ("fr", "nl", "en")
    }
    assert said == {
        "fr": "Sujet « Nationalité », importance majeure",
        "nl": "Onderwerp ‘Nationaliteit’, groot belang",
        "en": "Topic “Nationality”, major significance",
    }


@pytest.mark.parametrize(
    ("given", "concerned"),
    [
        ({}, True),
        ({"topics": ["nationalite"]}, True),
        ({"topics": ["frais", "nationalite"]}, True),
        ({"topics": ["frais"]}, False),
        ({"sources": ["ejustice"]}, True),
        ({"sources": ["dofi"]}, False),
        ({"watches": ["ejustice.code-enregistrement"]}, True),
        ({"watches": ["dofi.redevance"]}, False),
        ({"topics": ["nationalite"], "sources": ["dofi"]}, False),
        ({"topics": ["frais"], "sources": ["ejustice"]}, False),
        ({"topics": ["nationalite"], "sources": ["ejustice"]}, True),
        ({"significance": "major"}, True),
        ({"frequency": "off"}, False),
        ({"frequency": "weekly"}, True),
    ],
)
def test_kinds_of_filter_all_hold_and_within_a_kind_one_suffices(builders, given, concerned):
    assert bool(match(builders.news(), builders.subscriber(**given), builders.topics)) is concerned


@pytest.mark.parametrize(("wanted", "concerned"), [("none", True), ("editorial", True), ("minor", True), ("major", False)])
def test_significance_is_a_minimum(builders, wanted, concerned):
    minor = builders.recorded(builders.fee_change(significance=Significance.MINOR))
    assert bool(match(builders.news(minor), builders.subscriber(significance=wanted), builders.topics)) is concerned


def test_source_and_watch_must_hold_for_one_change(builders):
    event = builders.news(builders.recorded(), builders.recorded(id=8, watch="dofi.redevance", source="dofi"))
    both = builders.subscriber(sources=["dofi"], watches=["ejustice.code-enregistrement"])
    assert match(event, both, builders.topics) is None


def test_a_technical_change_concerns_nobody(builders):
    assert match(builders.news(builders.recorded(technical=True)), builders.subscriber(), builders.topics) is None


def concerned(builders, event, **given):
    return match(event, builders.subscriber(**given), builders.topics) is not None


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"topics": ["nationalite", "frais"], "match_topics": "any"}, True),
        ({"topics": ["nationalite", "frais"], "match_topics": "all"}, False),
        ({"topics": ["nationalite"], "match_topics": "all"}, True),
        ({"rules": ["fee"]}, True),
        ({"rules": ["deadline", "fee"]}, True),
        ({"rules": ["deadline"]}, False),
        ({"stages": ["in_force"]}, True),
        ({"stages": ["announced", "proposed"]}, False),
        ({"words": ["enregistrement"]}, True),
        ({"words": ["regroupement"]}, False),
        ({"words": ["regroupement", "enregistrement"]}, True),
        ({"rules": ["fee"], "stages": ["in_force"], "sources": ["ejustice"], "words": ["droit"]}, True),
        ({"rules": ["fee"], "stages": ["announced"]}, False),
        ({"rules": ["fee"], "words": ["regroupement"]}, False),
    ],
)
def test_every_kind_of_choice_that_is_given_must_hold(builders, given, is_told):
    assert concerned(builders, builders.news(), **given) is is_told


def test_all_topics_may_come_from_several_pages(builders):
    event = builders.news(builders.recorded(), builders.recorded(id=8, topics=("frais",)))
    assert concerned(builders, event, topics=["nationalite", "frais"], match_topics="all")


def test_rule_stage_source_and_word_must_hold_for_one_change(builders):
    status = builders.fee_change(rule="status", path="Art. 9", before="a", after="b", summary={})
    event = builders.news(builders.recorded(), builders.recorded(status, id=8, source="dofi", stage="announced"))
    assert concerned(builders, event, rules=["status"], sources=["dofi"], stages=["announced"])
    for apart in (
        {"rules": ["status"], "sources": ["ejustice"]},
        {"rules": ["fee"], "stages": ["announced"]},
        {"stages": ["announced"], "words": ["enregistrement"]},
        {"sources": ["dofi"], "words": ["enregistrement"]},
    ):
        assert not concerned(builders, event, **apart)


def test_a_technical_change_meets_no_choice_of_rule_or_word(builders):
    event = builders.news(builders.recorded(technical=True), builders.recorded(builders.date_change("2026", "2027"), id=8))
    assert not concerned(builders, event, rules=["fee"])
    assert not concerned(builders, event, words=["enregistrement"])
    assert concerned(builders, event, rules=["validity"], words=["ukraine"])


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("regroupement", "Le Regroupement familial", True),
        ("REGROUPEMENT FAMILIAL", "le regroupement  familial", True),
        ("Séjour", "une carte de sejour", True),
        ("sejour", "Un SÉJOUR limité", True),
        ("regroup", "les regroupements familiaux", True),
        ("groupement", "le regroupement", False),
        ("asile", "l’asile", True),
        ("l'asile", "l’asile", True),
        ("OE", "l’OE décide", True),
        ("OE", "une œuvre", False),
        ("carte A", "la carte A est délivrée", True),
        ("carte A", "la carte annuelle", False),
        ("cœur", "au coeur", True),
        ("40ter", "art. 40ter, § 1er", True),
        ("9bis", "l'art. 19bis", False),
        ("art. 10 (*", "art. 10 (*)", True),
        ("--", "un tiret -- ici", True),
    ],
)
def test_a_word_is_found_whole_or_at_the_beginning_of_another_whatever_its_accents(builders, word, text, found):
    event = builders.news(builders.recorded(builders.fee_change(path="", before=None, after=text, summary={})))
    assert concerned(builders, event, words=[word]) is found


def test_words_are_looked_for_in_the_place_both_texts_and_every_summary(builders):
    change = builders.fee_change(
        path="Chapitre Tarifs", before="ancien texte", after="nouveau texte", summary={"fr": "Taxe", "nl": "Belasting"}
    )
    event = builders.news(builders.recorded(change))
    assert all(concerned(builders, event, words=[word]) for word in ("tarifs", "ancien", "nouveau", "taxe", "belasting"))


def test_the_reason_names_everything_that_applied_and_nothing_else(builders):
    wanted = {
        "topics": ["nationalite", "frais"],
        "sources": ["ejustice"],
        "rules": ["fee", "status"],
        "stages": ["in_force"],
        "words": ["droit", "regroupement"],
    }
    readers = (builders.subscriber(language=language, **wanted) for language in ("fr", "nl", "en"))
    assert {reader.language: match(builders.news(), reader, builders.topics) for reader in readers} == {
        "fr": "Sujet « Nationalité », source « eJustice », règle « redevance », stade « en vigueur », mot « droit », importance majeure",
        "nl": "Onderwerp ‘Nationaliteit’, bron ‘eJustice’, regel ‘retributie’, stadium ‘van kracht’, woord ‘droit’, groot belang",
        "en": "Topic “Nationality”, source “eJustice”, rule “fee”, stage “in force”, word “droit”, major significance",
    }  # fmt: skip


def test_several_of_a_kind_are_named_together(builders):
    reason = match(builders.news(), builders.subscriber(words=["droit", "euros"]), builders.topics)
    assert reason == "mots « droit », « euros », importance majeure"


def test_ten_thousand_subscriptions_are_matched_in_well_under_a_second(builders):
    long = builders.fee_change(after="Le droit d'enregistrement est fixé à 1.000 euros. " * 60)
    event = builders.news(*(builders.recorded(long, id=number) for number in range(5)))
    kinds = ({"topics": ["nationalite"]}, {"rules": ["deadline"]}, {"words": ["regroupement familial", "asile"]}, {"words": ["euros"]}, {})
    subscribers = [builders.subscriber(f"s{number}", **kinds[number % len(kinds)]) for number in range(10_000)]
    start = process_time()
    found = sum(match(event, subscriber, builders.topics) is not None for subscriber in subscribers)
    assert process_time() - start < 1
    assert found == 6_000
