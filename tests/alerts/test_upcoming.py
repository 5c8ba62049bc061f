"""The days that come near: ends that rules set themselves, and what begins to apply."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from alerts.coming.upcoming import ahead, came_near, line
from core.database import reading
from core.values import Kind, Provision, Significance, Stage

NOW = datetime(2026, 12, 4, 9, tzinfo=UTC)
PROTECTION = "La protection temporaire s'applique jusqu'au 4 mars 2027."


@pytest.fixture
def says(world):
    """Has a Watch say these sentences from a day on."""

    def say(*sentences, watch="dofi.page", instant=NOW - timedelta(days=100), path="Protection temporaire › Durée", stage=None, **given):
        provisions = tuple(Provision(f"p:{number}", path, text, stage=stage) for number, text in enumerate(sentences))
        with Session(world.engine) as session, session.begin():
            world.watch(session, watch, **{"kind": "page", "topics": ["protection-temporaire"], "source_name": "Office", **given})
            world.version(session, watch, instant, provisions)

    return say


@pytest.fixture
def near(engine):
    def find(now=NOW, language="fr"):
        with reading(engine) as session:
            return [(each.kind, each.day.isoformat(), line(each, language, now.date()).says) for each in ahead(session, now)]

    return find


def test_an_end_that_a_page_states_comes_near_though_nothing_ever_changed(says, near):
    says(PROTECTION)
    assert near() == [("ends", "2027-03-04", "Protection temporaire : jusqu'au 4 mars 2027")]
    assert near(language="nl")[0][2] == "Tijdelijke bescherming: tot en met 4 maart 2027"


def test_only_the_next_180_days_count_and_no_day_that_is_past(says, near):
    says(PROTECTION)
    assert near(datetime(2026, 9, 4, 9, tzinfo=UTC)) == []
    assert len(near(datetime(2026, 9, 5, 9, tzinfo=UTC))) == 1
    assert len(near(datetime(2027, 3, 4, 22, tzinfo=UTC))) == 1
    assert near(datetime(2027, 3, 4, 23, 30, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Nos bureaux sont fermés jusqu'au 4 janvier 2027.",
        "Le guichet est accessible sur rendez-vous jusqu'au 4 janvier 2027.",
        "Inscriptions ouvertes jusqu'au 15 janvier 2027 : vous pouvez vous inscrire en ligne.",
        "Vacance d'emploi : postuler jusqu'au 15 janvier 2027.",
        "L'exposition dure jusqu'au 30 janvier 2027.",
        "Dernière mise à jour : 4 janvier 2027.",
        "La protection temporaire a été prolongée jusqu'au 4 mars 2025.",
        "La loi du 4 mars 2027 prolonge la protection temporaire.",
    ],
)
def test_the_days_of_offices_and_occasions_and_past_days_are_none(says, near, sentence):
    says(sentence)
    assert near() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Les cartes A restent valables jusqu'au 31 décembre 2026.",
        "Un versement à l'ancien tarif est encore admis jusqu'au 31 décembre 2026.",
        "Le traitement des demandes est suspendu jusqu'au 31 décembre 2026.",
        "Les demandeurs peuvent travailler sans autorisation jusqu'au 31/12/2026.",
    ],
)
def test_validities_fees_suspensions_and_conditions_end(says, near, sentence):
    says(sentence, path="Questions")
    assert [each[:2] for each in near()] == [("ends", "2026-12-31")]


def test_a_law_needs_no_cue(says, near):
    says(
        "Le présent arrêté cesse de produire ses effets: il s'applique jusqu'au 31 décembre 2026.",
        watch="ejustice.loi",
        kind="law",
        path="Art. 3",
    )
    assert [each[:2] for each in near()] == [("ends", "2026-12-31")]


def test_what_is_annulled_ends_no_more(says, near):
    says(PROTECTION, stage=Stage.ANNULLED)
    assert near() == []


def test_several_documents_that_tell_one_end_on_one_topic_are_one_line(says, near):
    says(PROTECTION)
    says("De tijdelijke bescherming geldt tot en met 4 maart 2027.", watch="dofi.page.nl", language="nl")
    says("Temporary protection applies until 4 March 2027.", watch="dofi.page.en", language="en")
    says("La protection temporaire est applicable jusqu'au 4 mars 2027.", watch="eurlex.acte", kind="law")
    says("Les cartes A restent valables jusqu'au 4 mars 2027.", watch="dofi.autre", topics=["sejour"])
    assert sorted(near()) == [
        ("ends", "2027-03-04", "Carte : jusqu'au 4 mars 2027"),
        ("ends", "2027-03-04", "Protection temporaire : jusqu'au 4 mars 2027"),
    ]


def test_the_last_of_two_ends_in_a_sentence_counts(says, near):
    says("La protection temporaire, qui courait jusqu'au 1er février 2027, est prolongée jusqu'au 4 mars 2028.")
    assert near() == []


def test_an_end_that_a_change_put_off_is_none_whichever_page_still_tells_it(says, near, world, builders):
    says("De tijdelijke bescherming geldt tot en met 4 maart 2027.", watch="dofi.page.nl", language="nl")
    assert len(near()) == 1
    world.event(builders.date_change("2027", "2028"), NOW - timedelta(days=1), "dofi.fr", topics=["protection-temporaire"])
    assert near() == []


def test_an_end_that_another_page_tells_prolonged_is_none(says, near):
    says(PROTECTION)
    says("La protection temporaire est prolongée jusqu'au 4 mars 2028.", watch="eurlex.acte", kind="law")
    assert near() == []


def test_the_end_of_another_subject_stands_beside_a_prolongation(says, near):
    says("Les cartes A restent valables jusqu'au 4 mars 2027.", "La protection temporaire est prolongée jusqu'au 4 mars 2028.")
    assert near() == [("ends", "2027-03-04", "Carte : jusqu'au 4 mars 2027")]


def test_what_was_announced_begins_to_apply(near, world, builders):
    world.event(builders.fee_change(effective="2027-01-01"), NOW - timedelta(days=3))
    world.event(builders.fee_change(effective="2026-12-01"), NOW - timedelta(days=3))
    world.event(builders.fee_change(effective="2027-12-01"), NOW - timedelta(days=3))
    assert [each[:2] for each in near()] == [("applies", "2027-01-01")]


def test_what_was_announced_and_replaced_before_its_day_does_not_apply(near, world, builders):
    announced = builders.fee_change(effective="2027-01-01")
    world.event(announced, NOW - timedelta(days=3))
    world.event(builders.fee_change(before=announced.after, after="…", effective="2027-02-01"), NOW - timedelta(days=2))
    assert [each[:2] for each in near()] == [("applies", "2027-02-01")]


def test_a_digest_for_who_skips_silence_is_broken_by_an_end_that_came_within_a_threshold(says, engine):
    says(PROTECTION)
    with reading(engine) as session:
        days = ahead(session, NOW)
    assert came_near(days, date(2026, 12, 3), date(2026, 12, 4))
    assert not came_near(days, date(2026, 12, 4), date(2026, 12, 11))
    assert came_near(days, date(2026, 12, 4), date(2027, 2, 2))


def test_our_own_pages_and_pages_that_are_followed_no_more_tell_no_end(says, near):
    says(PROTECTION, watch="asbl.page", kind="own")
    says(PROTECTION, watch="dofi.old", active=False)
    assert near() == []


def test_an_end_matches_like_a_major_change_of_a_validity(says, engine):
    says(PROTECTION)
    with reading(engine) as session:
        (found,) = ahead(session, NOW)
    (told,) = found.event.changes
    assert (found.event.significance, told.change.rule, told.change.kind) == (Significance.MAJOR, "validity", Kind.INSERTION)
    assert (told.change.after, told.source_name, told.after.sha256) == (PROTECTION, "Office", f"{1:064x}")
