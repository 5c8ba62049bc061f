"""Sunset alerts: once for each threshold, without any publication, and not for an end that was put off."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from core import models
from core.database import transaction
from core.values import Provision

END = date(2027, 3, 4)
FRENCH = "La protection temporaire s'applique jusqu'au 4 mars 2027."
TOPIC = ["protection-temporaire"]


def before(days, hour=9):
    return datetime(END.year, END.month, END.day, hour, tzinfo=UTC) - timedelta(days=days)


@pytest.fixture
def says(world):
    def say(text, watch="dofi.page", days=300, **given):
        with Session(world.engine) as session, session.begin():
            world.watch(session, watch, **{"kind": "page", "topics": TOPIC, "source_name": "Office des étrangers", **given})
            world.version(session, watch, before(days), (Provision("p:fin", "Protection temporaire › Durée", text),))

    return say


@pytest.fixture
def look(engine, settings, builders):
    """Both stages at an instant, for these Subscriptions; how many messages they put in the ledger."""

    def run(now, *subscribers):
        watchlist = builders.watchlist(*(subscribers or (builders.subscriber("a"),)))
        with transaction(engine) as session:
            stages.find_sunsets(session, now)
        with transaction(engine) as session:
            return stages.write_sunsets(session, watchlist, settings, now)

    return run


@pytest.fixture
def french(says, world):
    """A world in which one page in French states the end."""
    says(FRENCH)
    return world


def subjects(world):
    return [row.subject for row in world.all(models.Delivery)]


def test_each_threshold_is_told_once_from_a_text_that_never_changed(says, look, world):
    says(FRENCH)
    days = (200, 181, 180, 179, 120, 91, 90, 89, 60, 31, 30, 29, 1, 0, -1)
    assert [each for each in days if look(before(each)) or look(before(each, hour=15))] == [180, 90, 30]
    assert [re.sub(r"-\d+$", "", row.message_id) for row in world.all(models.Delivery)] == [
        "sunset-2027-03-04-180",
        "sunset-2027-03-04-90",
        "sunset-2027-03-04-30",
    ]
    assert subjects(world)[1] == "[ÉCHÉANCE dans 90 jours · 04.03.2027] Protection temporaire : jusqu'au 4 mars 2027"


@pytest.mark.parametrize(("days", "threshold"), [(170, 180), (85, 90), (25, 30), (0, 30)])
def test_at_first_sight_only_the_nearest_threshold_is_told(says, look, world, days, threshold):
    says(FRENCH)
    assert look(before(days)) == 1
    assert [row.threshold for row in world.all(models.Sunset)] == [threshold]


def test_the_message_quotes_the_sentence_with_its_place_source_and_evidence(says, look, world):
    says(FRENCH)
    look(before(90))
    (row,) = world.all(models.Delivery)
    for text in (row.html, row.text):
        plain = " ".join(text.split())
        assert "Protection temporaire › Durée" in plain
        assert "Office des étrangers, français" in plain
        assert f"{1:064x}" in plain
        assert "4 mars 2027 (dans 90 jours)" in plain
    assert f"« {FRENCH} »" in row.markdown


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl", "[VERVALT over 90 dagen · 04.03.2027] Tijdelijke bescherming: tot en met 4 maart 2027"),
        ("en", "[ENDS in 90 days · 4 Mar 2027] Temporary protection: until 4 March 2027"),
    ],
)
def test_it_is_told_in_the_readers_language(french, look, builders, language, subject):
    look(before(90), builders.subscriber("a", language=language))
    assert subjects(french) == [subject]


def test_three_languages_and_a_law_that_tell_one_end_are_one_alert(says, look, world, builders):
    says(FRENCH)
    says("De tijdelijke bescherming geldt tot en met 4 maart 2027.", "dofi.page.nl", language="nl")
    says("Temporary protection applies until 4 March 2027.", "dofi.page.en", language="en")
    says("La protection temporaire reste applicable jusqu'au 4 mars 2027.", "eurlex.acte", kind="law", source_name="EUR-Lex")
    assert look(before(90), builders.subscriber("a"), builders.subscriber("b", language="nl")) == 2
    french, dutch = world.all(models.Delivery)
    assert "EUR-Lex" in french.text
    assert dutch.text.index("De tijdelijke bescherming geldt") < dutch.text.index("La protection temporaire")
    assert len(world.all(models.Sunset)) == 4


def test_a_document_that_tells_it_later_reaches_only_whom_it_newly_concerns(says, look, world, builders):
    people = builders.subscriber("a"), builders.subscriber("b", watches=["dofi.page.nl"])
    says(FRENCH)
    assert look(before(90), *people) == 1
    says("De tijdelijke bescherming geldt tot en met 4 maart 2027.", "dofi.page.nl", language="nl")
    assert look(before(80), *people) == 1
    assert [row.subscriber for row in world.all(models.Delivery)] == ["a", "b"]


def test_what_was_put_off_meanwhile_is_not_told(says, look, world, builders):
    says(FRENCH)
    world.event(builders.date_change("2027", "2028"), before(100), "eurlex.acte", topics=TOPIC)
    assert look(before(90)) == 0


def test_a_sunset_found_and_then_put_off_is_stamped_and_not_told(says, engine, settings, world, builders):
    says(FRENCH)
    with transaction(engine) as session:
        assert stages.find_sunsets(session, before(90)) == 1
    says("La protection temporaire s'applique jusqu'au 4 mars 2028.", days=90)
    with transaction(engine) as session:
        assert stages.write_sunsets(session, builders.watchlist(builders.subscriber("a")), settings, before(89)) == 0
    assert all(row.processed_at for row in world.all(models.Sunset))


def test_what_a_change_told_since_the_threshold_is_not_told_again(says, look, world, builders):
    world.event(builders.date_change("2026", "2027"), before(20), "dofi.page", topics=TOPIC)
    says(FRENCH, days=20)
    assert look(before(20)) == 0


def test_it_goes_at_once_to_those_only_whom_it_concerns(says, look, world, builders):
    says(FRENCH)
    look(
        before(90),
        builders.subscriber("topic", topics=TOPIC),
        builders.subscriber("validity", rules=["validity"]),
        builders.subscriber("word", words=["protection"]),
        builders.subscriber("other-topic", topics=["frais"]),
        builders.subscriber("fees", rules=["fee"]),
        builders.subscriber("other-word", words=["nationalité"]),
        builders.subscriber("elsewhere", sources=["ejustice"]),
        builders.subscriber("digest", frequency="weekly"),
    )
    assert [row.subscriber for row in world.all(models.Delivery)] == ["topic", "validity", "word"]


def test_in_quiet_hours_it_waits_for_their_end(says, look, world, builders):
    says(FRENCH)
    quiet = builders.subscriber("a", quiet_hours="22:00-07:00"), builders.subscriber("b")
    look(before(90, hour=3), *quiet)
    assert [row.next_attempt_at for row in world.all(models.Delivery)] == [before(90, hour=6), None]


def test_a_stage_killed_before_its_commit_tells_all_the_next_time(french, look, engine, settings, builders):
    with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
        stages.find_sunsets(session, before(90))
        stages.write_sunsets(session, builders.watchlist(builders.subscriber("a")), settings, before(90))
        raise KeyboardInterrupt
    assert french.all(models.Sunset) == []
    assert look(before(90)) == 1


def test_a_digest_lists_it_among_the_dates_that_come_near(says, engine, settings, builders):
    says(FRENCH)
    weekly = builders.watchlist(
        builders.subscriber("a", frequency="weekly", topics=TOPIC), builders.subscriber("b", frequency="weekly", topics=["frais"])
    )
    with transaction(engine) as session:
        ours, theirs = stages.write_digests(session, weekly, settings, "weekly", before(90))
    assert "Protection temporaire : jusqu'au 4 mars 2027" in " ".join(ours.text.split())
    assert "4 mars 2027" not in " ".join(theirs.text.split())
