"""Which Event concerns which Subscription."""

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
