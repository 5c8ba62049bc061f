"""Long redlines are cut around what changed, never inside a value."""

import pytest

from alerts.messages.redlines import cut, in_words, shortened
from differ.facts import facts

FILLER = "les personnes concernées introduisent leur déclaration auprès de la commune de leur résidence principale "


def test_a_short_redline_stays_whole():
    redline = (("=", "Le droit est de "), ("-", "150"), ("+", "1.000"), ("=", " euros."))
    assert shortened(redline, "fr", 160, 1200) == redline


def test_only_what_surrounds_a_change_is_kept():
    redline = (("=", FILLER * 10), ("-", "150"), ("+", "1.000"), ("=", " " + FILLER * 10), ("-", "a"), ("=", " " + FILLER * 10))
    cut = shortened(redline, "fr", 100, 1200)
    assert [sign for sign, _ in cut] == [sign for sign, _ in redline]
    assert all(len(text) < 500 for _, text in cut)
    assert [("[…]" in text) for sign, text in cut if sign == "="] == [True, True, True]
    assert cut[0][1].endswith("principale ")
    assert cut[-1][1].startswith(" les personnes")


@pytest.mark.parametrize("context", range(60, 110))
def test_no_value_is_ever_cut(context):
    value = "jusqu'au 4 mars 2027 au prix de 1 250 000 euros pendant quatre mois "
    redline = (("=", value * 30), ("-", "x"), ("=", value * 30))
    kept = " ".join(text for _, text in shortened(redline, "fr", context, 1200))
    whole = {fact.identity for fact in facts(value, "fr")}
    assert {fact.identity for fact in facts(kept, "fr")} == whole


def test_a_very_long_insertion_is_cut_in_its_middle():
    ((sign, text),) = shortened((("+", FILLER * 40),), "fr", 160, 400)
    assert sign == "+"
    assert len(text) < 700
    assert "[…]" in text


def test_in_words_every_change_is_named_and_kept_apart():
    redline = (("=", "dans "), ("-", "les 30 jours "), ("+", "les 15 jours "), ("=", "qui suivent"))
    assert in_words(redline, "supprimé : ", "ajouté : ") == "dans [supprimé : les 30 jours] [ajouté : les 15 jours] qui suivent"


@pytest.mark.parametrize("longest", range(10, 90))
def test_a_beginning_ends_before_the_value_that_does_not_fit(longest):
    text = "un délai de 1 250 000 euros jusqu'au 4 mars 2027 pour la demande de séjour introduite à la commune"
    kept = cut(text, longest, "fr").removesuffix(" …")
    assert text.startswith(kept)
    assert len(kept) <= longest
    assert not any(fact.start < len(kept) < fact.end for fact in facts(text, "fr"))


def test_what_fits_is_not_cut():
    assert cut("150 € → 1.000 €", 40, "fr") == "150 € → 1.000 €"
