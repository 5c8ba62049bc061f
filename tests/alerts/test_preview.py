"""What choices would have sent: the same as what is then sent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as examples
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from alerts import stages
from alerts.preview import preview
from core import models
from core.database import transaction
from core.values import Rule, Significance, Stage
from core.watchlist import Choices

TOPICS = ["nationalite", "frais", "protection-temporaire"]
SOURCES = ["ejustice", "dofi", "cgra"]
WORDS = ["enregistrement", "ENREG", "regroupement", "Ukraine", "oe"]

several = {"max_size": 2, "unique": True}
choices = strategies.builds(
    Choices,
    language=strategies.sampled_from(["fr", "nl", "en"]),
    topics=strategies.lists(strategies.sampled_from(TOPICS), **several),
    match_topics=strategies.sampled_from(["any", "all"]),
    sources=strategies.lists(strategies.sampled_from(SOURCES), **several),
    watches=strategies.lists(strategies.sampled_from(["ejustice.loi", "dofi.page"]), max_size=1),
    rules=strategies.lists(strategies.sampled_from([Rule.FEE, Rule.VALIDITY, Rule.STATUS]), **several),
    stages=strategies.lists(strategies.sampled_from([Stage.IN_FORCE, Stage.ANNOUNCED]), max_size=1),
    words=strategies.lists(strategies.sampled_from(WORDS), max_size=1),
    significance=strategies.sampled_from(list(Significance)),
    frequency=strategies.sampled_from(["immediate", "daily", "weekly", "monthly", "off"]),
    when_nothing_changed=strategies.sampled_from(["send", "skip"]),
)


@pytest.fixture
def history(world, builders):
    """Nine Events on three days, of three Topics, Sources, rules, stages and significances."""
    for number in range(9):
        change = builders.fee_change() if number % 2 else builders.date_change("2026", "2027")
        changed = {"rule": [Rule.FEE, Rule.VALIDITY, Rule.STATUS][number % 3], "significance": list(Significance)[1 + number % 3]}
        change = builders.fee_change(**{**vars(change), **changed})
        topics = TOPICS[number % 3 : number % 3 + 1 + number % 2]
        watch = ["ejustice.loi", "dofi.page", "cgra.page"][(number // 2) % 3]
        instant = builders.noon + timedelta(days=number // 3)
        stage = ["in_force", "announced", None][(number // 3) % 3]
        world.event(change, instant, watch, topics=topics, stage=stage, technical=number == 7)
    return world


def told(engine, watchlist, settings, now):
    """What is really matched, for every Event, and forgotten again."""
    with Session(engine) as session:
        stages.match_events(session, watchlist, settings, now)
        found = {row.event_id: row.reason for row in session.query(models.Match)}
        session.rollback()
    return found


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=choices)
def test_the_preview_equals_what_is_then_sent(history, engine, settings, builders, wanted):
    now = builders.noon + timedelta(days=30)
    watchlist = builders.watchlist(builders.subscriber("a", **wanted.model_dump(mode="json")))
    with Session(engine) as session:
        foreseen = preview(session, watchlist, settings, wanted, now)
    assert {each.event.id: each.reason for each in foreseen.matches} == told(engine, watchlist, settings, now)
    assert sum(week.news for week in foreseen.weeks) == len(foreseen.matches)


def foresee(engine, builders, settings, now, **given):
    with Session(engine) as session:
        return preview(session, builders.watchlist(), settings, Choices(**given), now)


def test_it_looks_back_ninety_days_and_no_further(world, engine, builders, settings):
    now = builders.noon
    inside = world.event(builders.fee_change(), now - timedelta(days=89, hours=23))
    world.event(builders.fee_change(), now - timedelta(days=90))
    world.event(builders.fee_change(), now + timedelta(seconds=1))
    assert [each.event.id for each in foresee(engine, builders, settings, now).matches] == [inside]


def test_an_event_told_again_counts_when_it_was_told_last(world, engine, builders, settings):
    event = world.event(builders.fee_change(), builders.noon - timedelta(days=200))
    with transaction(engine) as session:
        session.execute(update(models.Event).values(revision=2, revised=builders.noon - timedelta(days=1)))
    assert [each.event.id for each in foresee(engine, builders, settings, builders.noon).matches] == [event]


def test_the_subjects_are_those_of_the_messages_newest_first(world, engine, builders, settings):
    world.event(builders.fee_change(), builders.noon - timedelta(days=2))
    world.event(builders.fee_change(150, 300), builders.noon - timedelta(days=1))
    watchlist = builders.watchlist(builders.subscriber("a"))
    with transaction(engine) as session:
        stages.match_events(session, watchlist, settings, builders.noon)
        stages.write_alerts(session, watchlist, settings, builders.noon)
    foreseen = foresee(engine, builders, settings, builders.noon)
    assert [each.says for each in foreseen.subjects] == [row.subject for row in reversed(world.all(models.Delivery))]
    assert [each.change for each in foreseen.subjects] == [2, 1]


@pytest.mark.parametrize(
    ("given_", "messages"),
    [
        ({"frequency": "immediate"}, 4),
        ({"frequency": "daily", "when_nothing_changed": "skip"}, 3),
        ({"frequency": "weekly", "when_nothing_changed": "skip"}, 2),
        ({"frequency": "monthly", "when_nothing_changed": "skip"}, 2),
        ({"frequency": "daily"}, 90),
        ({"frequency": "weekly"}, 13),
        ({"frequency": "monthly"}, 3),
        ({"frequency": "off"}, 0),
    ],
)
def test_the_number_of_messages_follows_from_the_rhythm(world, engine, builders, settings, given_, messages):  # noqa: PLR0917 - most are fixtures
    # A Tuesday at noon; what was told after the hour of one digest comes with the next.
    now = datetime(2025, 11, 4, 12, tzinfo=UTC)
    for days, hour in ((40, 6), (40, 7), (40, 20), (8, 6)):
        world.event(builders.fee_change(), (now - timedelta(days=days)).replace(hour=hour))
    foreseen = foresee(engine, builders, settings, now, **given_)
    assert foreseen.messages == messages
    assert [week.monday for week in foreseen.weeks] == sorted({week.monday for week in foreseen.weeks})
    assert all(week.monday.weekday() == 0 for week in foreseen.weeks)


def test_what_is_not_due_yet_counts_as_the_next_message(world, engine, builders, settings):
    now = datetime(2025, 11, 4, 12, tzinfo=UTC)
    world.event(builders.fee_change(), now - timedelta(hours=1))
    assert foresee(engine, builders, settings, now, frequency="weekly", when_nothing_changed="skip").messages == 1


def test_an_empty_history_foresees_nothing(engine, builders, settings):
    with transaction(engine) as session:
        session.execute(delete(models.Event))
    foreseen = foresee(engine, builders, settings, builders.noon)
    assert (foreseen.matches, foreseen.subjects, foreseen.messages) == ((), (), 0)
