"""From Event to ledger: nothing lost, nothing doubled, whatever happens in between."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from core import models
from core.database import transaction
from core.values import Significance


def run(engine, watchlist, settings, now):
    with transaction(engine) as session:
        stages.match_events(session, watchlist, settings, now)
    with transaction(engine) as session:
        return stages.write_alerts(session, watchlist, settings, now)


def test_an_event_is_matched_once_with_everyone_it_concerns(world, engine, builders, settings):
    event = world.event(builders.fee_change())
    watchlist = builders.watchlist(
        builders.subscriber("a"), builders.subscriber("b", topics=["frais"]), builders.subscriber("c", frequency="weekly")
    )
    for _ in range(2):
        with transaction(engine) as session:
            stages.match_events(session, watchlist, settings, builders.noon)
    assert [(row.event_id, row.revision, row.subscription_id, row.frequency) for row in world.all(models.Match)] == [
        (event, 1, "a", "immediate"),
        (event, 1, "c", "weekly"),
    ]
    assert world.all(models.Event)[0].processed_at == builders.noon


def test_a_stage_killed_before_its_commit_leaves_nothing_and_the_next_run_does_it_all(world, engine, builders, settings):
    world.event(builders.fee_change())
    watchlist = builders.watchlist(builders.subscriber("a"), builders.subscriber("b"))
    for stage in (
        lambda session: stages.match_events(session, watchlist, settings, builders.noon),
        lambda session: stages.write_alerts(session, watchlist, settings, builders.noon),
    ):
        with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
            stage(session)
            raise KeyboardInterrupt
        with transaction(engine) as session:
            stage(session)
    assert sorted(row.subscriber for row in world.all(models.Delivery)) == ["a", "b"]
    assert run(engine, watchlist, settings, builders.noon) == 0


def test_one_person_with_two_subscriptions_gets_one_message_with_both_reasons(world, engine, builders, settings, monkeypatch):
    monkeypatch.setenv("ANNE", "Anne@example.org")
    world.event(builders.fee_change())
    watchlist = builders.watchlist(
        builders.subscriber("topic", topics=["nationalite"], via=["anne@example.org", "${ANNE}"]),
        builders.subscriber("source", sources=["ejustice"], via=["${ANNE}"]),
    )
    assert run(engine, watchlist, settings, builders.noon) == 1
    (delivery,) = world.all(models.Delivery)
    assert delivery.message_id == "event-1-1"
    assert "Sujet « Nationalité », importance majeure" in delivery.text
    assert "source « eJustice », importance majeure" in delivery.text
    assert "anne" not in (delivery.recipient + delivery.html + delivery.text).lower()
    assert delivery.tags == ["nationalite"]


def test_a_subscription_without_its_variable_still_stands_in_the_ledger(world, engine, builders, settings, monkeypatch):
    monkeypatch.delenv("ABSENT", raising=False)
    world.event(builders.fee_change())
    run(engine, builders.watchlist(builders.subscriber("a", via=["${ABSENT}"])), settings, builders.noon)
    assert [row.route for row in world.all(models.Delivery)] == ["${ABSENT}"]


def test_a_new_revision_is_told_again_and_overtakes_one_still_waiting(world, engine, builders, settings):
    event = world.event(builders.fee_change())
    watchlist = builders.watchlist(builders.subscriber("a"))
    run(engine, watchlist, settings, builders.noon)
    for revision in (2, 3):
        with Session(engine) as session, session.begin():
            row = session.get_one(models.Event, event)
            row.revision, row.processed_at = revision, None
            stages.match_events(session, watchlist, settings, builders.noon)
    run(engine, watchlist, settings, builders.noon)
    assert [row.message_id for row in world.all(models.Delivery)] == ["event-1-1", "event-1-3"]
    assert all(row.processed_at for row in world.all(models.Match))


def test_who_moves_from_digests_to_immediate_loses_nothing(world, engine, builders, settings):
    world.event(builders.fee_change())
    with transaction(engine) as session:
        stages.match_events(session, builders.watchlist(builders.subscriber("a", frequency="weekly")), settings, builders.noon)
    assert run(engine, builders.watchlist(builders.subscriber("a")), settings, builders.noon) == 1


def test_who_left_gets_nothing_and_blocks_nothing(world, engine, builders, settings):
    world.event(builders.fee_change())
    with transaction(engine) as session:
        stages.match_events(session, builders.watchlist(builders.subscriber("a"), builders.subscriber("b")), settings, builders.noon)
    assert run(engine, builders.watchlist(builders.subscriber("b")), settings, builders.noon) == 1
    assert all(row.processed_at for row in world.all(models.Match))


def test_a_minor_change_does_not_reach_who_wants_major_ones(world, engine, builders, settings):
    world.event(builders.fee_change(significance=Significance.MINOR))
    assert run(engine, builders.watchlist(builders.subscriber("a", significance="major")), settings, builders.noon) == 0


def test_a_second_event_is_a_second_message(world, engine, builders, settings):
    watchlist = builders.watchlist(builders.subscriber("a"))
    for days in (0, 1):
        world.event(builders.fee_change(), builders.noon + timedelta(days=days))
        run(engine, watchlist, settings, builders.noon + timedelta(days=days))
    assert [row.message_id for row in world.all(models.Delivery)] == ["event-1-1", "event-2-1"]


NIGHT = {"quiet_hours": "22:00-07:00"}


def at_night(builders, hour):
    return builders.noon.replace(hour=hour, minute=0)


def revise(engine, event, watchlist, settings, now):
    with transaction(engine) as session:
        row = session.get_one(models.Event, event)
        row.revision, row.revised, row.processed_at = row.revision + 1, now, None
    return run(engine, watchlist, settings, now)


def test_in_quiet_hours_an_alert_waits_for_their_end_and_others_do_not(world, engine, builders, settings):
    world.event(builders.fee_change())
    watchlist = builders.watchlist(builders.subscriber("a", **NIGHT), builders.subscriber("b"))
    assert run(engine, watchlist, settings, at_night(builders, 1)) == 1
    assert run(engine, watchlist, settings, at_night(builders, 4)) == 0
    assert run(engine, watchlist, settings, at_night(builders, 5)) == 1
    assert [(row.subscriber, row.message_id) for row in world.all(models.Delivery)] == [("b", "event-1-1"), ("a", "event-1-1")]


def test_what_was_revised_during_quiet_hours_is_told_once_and_is_no_update_then(world, engine, builders, settings):
    event = world.event(builders.fee_change())
    watchlist = builders.watchlist(builders.subscriber("a", **NIGHT), builders.subscriber("b"))
    run(engine, watchlist, settings, at_night(builders, 1))
    revise(engine, event, watchlist, settings, at_night(builders, 2))
    run(engine, watchlist, settings, at_night(builders, 6))
    by_subscriber = [(row.subscriber, row.message_id, "Mise à jour" in row.subject) for row in world.all(models.Delivery)]
    assert by_subscriber == [("b", "event-1-1", False), ("b", "event-1-2", True), ("a", "event-1-2", False)]
    assert all(row.processed_at for row in world.all(models.Match))


def test_one_person_with_a_quiet_and_a_wakeful_subscription_is_told_once(world, engine, builders, settings):
    world.event(builders.fee_change())
    mine = {"via": ["anne@example.org"]}
    watchlist = builders.watchlist(builders.subscriber("a", **NIGHT, **mine), builders.subscriber("b", **mine))
    assert [run(engine, watchlist, settings, at_night(builders, hour)) for hour in (1, 6)] == [1, 0]
    assert all(row.processed_at for row in world.all(models.Match))


def test_a_reader_whom_a_later_revision_does_not_concern_is_told_the_first_all_the_same(world, engine, builders, settings):
    event = world.event(builders.fee_change())
    run(engine, builders.watchlist(builders.subscriber("a", **NIGHT)), settings, at_night(builders, 1))
    watchlist = builders.watchlist(builders.subscriber("a", topics=["frais"], **NIGHT), builders.subscriber("b", **NIGHT))
    revise(engine, event, watchlist, settings, at_night(builders, 2))
    run(engine, watchlist, settings, at_night(builders, 6))
    assert [(row.subscriber, row.message_id) for row in world.all(models.Delivery)] == [("a", "event-1-2"), ("b", "event-1-2")]
