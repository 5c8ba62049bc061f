"""Digests: exact windows, every Match once, silence proven."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from alerts import stages
from core import models
from core.database import transaction
from core.settings import Settings

WEEK = timedelta(days=7)


def match(engine, watchlist, now):
    with transaction(engine) as session:
        stages.match_events(session, watchlist, Settings(), now)


def digest(engine, watchlist, settings, now, frequency="weekly", **given):
    with transaction(engine) as session:
        return stages.write_digests(session, watchlist, settings, frequency, now, **given)


@pytest.fixture
def weekly(builders):
    return builders.watchlist(builders.subscriber("a", frequency="weekly"))


def test_windows_join_exactly_and_every_match_is_in_one_digest(world, engine, builders, settings, weekly):
    for day in (0, 3, 9, 15):
        world.event(builders.fee_change(), builders.noon + timedelta(days=day))
        match(engine, weekly, builders.noon + timedelta(days=day))
        digest(engine, weekly, settings, builders.noon + timedelta(days=day, hours=1))
    windows = [(row.start, row.end) for row in world.all(models.Digest)]
    assert windows[1:] == [(windows[0][1], builders.noon + timedelta(days=9, hours=1))]
    in_digest = {row.event_id: row.digest_id for row in world.all(models.Match)}
    assert in_digest == {1: 1, 2: 2, 3: 2, 4: None}
    for row in world.all(models.Match)[:3]:
        start, end = windows[row.digest_id - 1]
        assert start < row.created <= end


def test_the_first_window_reaches_back_to_the_first_match(world, engine, builders, settings, weekly):
    world.event(builders.fee_change())
    match(engine, weekly, builders.noon)
    late = builders.noon + timedelta(days=20)
    digest(engine, weekly, settings, late)
    (row,) = world.all(models.Digest)
    assert row.start < builders.noon <= row.end == late


def test_a_quiet_week_is_written_too(world, engine, builders, settings, weekly):
    (message,) = digest(engine, weekly, settings, builders.noon)
    assert message.subject.startswith("Votre semaine · aucun changement")
    assert [(row.start, row.end) for row in world.all(models.Digest)] == [(builders.noon - WEEK, builders.noon)]


def test_a_digest_that_is_not_due_is_not_built_again(engine, builders, settings, weekly):
    digest(engine, weekly, settings, builders.noon)
    for later in (timedelta(0), timedelta(days=6), WEEK - timedelta(minutes=61)):
        assert digest(engine, weekly, settings, builders.noon + later) == []
    assert len(digest(engine, weekly, settings, builders.noon + WEEK - timedelta(minutes=59))) == 1


def test_a_preview_renders_and_writes_nothing(world, engine, builders, settings, weekly):
    world.event(builders.fee_change())
    match(engine, weekly, builders.noon)
    (shown,) = digest(engine, weekly, settings, builders.noon, preview=True)
    assert "150 € → 1.000 €" in shown.text
    assert world.all(models.Digest) == world.all(models.Delivery) == []
    (sent,) = digest(engine, weekly, settings, builders.noon)
    assert sent == shown


def test_a_killed_digest_is_built_by_the_next_run(world, engine, builders, settings, weekly):
    world.event(builders.fee_change())
    match(engine, weekly, builders.noon)
    with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
        stages.write_digests(session, weekly, settings, "weekly", builders.noon)
        raise KeyboardInterrupt
    assert len(digest(engine, weekly, settings, builders.noon)) == 1
    assert len(world.all(models.Delivery)) == 1


def test_one_person_with_two_subscriptions_gets_one_digest_of_both(world, engine, builders, settings):
    both = builders.watchlist(
        builders.subscriber("a", frequency="weekly", topics=["nationalite"], via=["anne@example.org"]),
        builders.subscriber("b", frequency="weekly", topics=["frais"], via=["anne@example.org"]),
        builders.subscriber("c", frequency="weekly", topics=["frais"], via=["bob@example.org"]),
    )
    world.event(builders.fee_change())
    world.event(builders.fee_change(summary={"fr": "Visa D : 180 € → 200 €"}), topics=["frais"], watch_id="dofi.redevance")
    match(engine, both, builders.noon)
    digest(engine, both, settings, builders.noon)
    by_route = {row.route: row.text for row in world.all(models.Delivery)}
    assert sorted(by_route) == ["anne@example.org", "bob@example.org"]
    assert "150 € → 1.000 €" in by_route["anne@example.org"]
    assert by_route["anne@example.org"].count("Visa D") == 1
    assert "150 € → 1.000 €" not in by_route["bob@example.org"]


def test_each_frequency_takes_its_own(world, engine, builders, settings):
    several = builders.watchlist(builders.subscriber("a", frequency="weekly"), builders.subscriber("b", frequency="daily"))
    world.event(builders.fee_change())
    match(engine, several, builders.noon)
    digest(engine, several, settings, builders.noon, "daily")
    assert [row.subscriber for row in world.all(models.Delivery)] == ["b"]


def test_coverage_tells_what_was_checked_unchanged_changed_and_unreadable(world, engine, builders, settings, weekly):
    instant = builders.noon - timedelta(days=1)
    with Session(engine) as session, session.begin():
        outcomes = {
            "w.same": "unchanged",
            "w.new": "changed",
            "w.old": "unchanged",
            "w.shut": "incident",
            "w.never": None,
            "own.page": "changed",
        }
        for name, outcome in outcomes.items():
            world.watch(session, name, kind="own" if name == "own.page" else "page", source_name=name)
            when = builders.noon - timedelta(days=8) if name == "w.old" else instant
            if outcome:
                session.add(models.Poll(watch_id=name, instant=when, outcome=outcome, reason=""))
        session.add(models.Incident(watch_id="w.shut", kind="blocked", reason="captcha", opened=instant))
        session.add(models.Incident(watch_id="w.same", kind="error", reason="500", opened=instant, closed=instant))
    (message,) = digest(engine, weekly, settings, builders.noon)
    assert message.subject == "Votre semaine · aucun changement, 1 source illisible"
    assert "2 sources vérifiées, 1 sans changement, 1 modifiée." in message.text
    assert "2 sources n'ont pas été consultées" in message.text
    assert "w.shut, w.shut (accès bloqué), depuis le 3 août 2025" in message.text


def test_matches_of_subscriptions_that_are_gone_or_not_due_are_not_looked_at(world, engine, builders, settings, weekly):
    both = builders.watchlist(builders.subscriber("a", frequency="weekly"), builders.subscriber("gone", frequency="weekly"))
    world.event(builders.fee_change())
    match(engine, both, builders.noon)
    looked_at = []
    event.listen(models.Match, "load", remember := lambda row, _: looked_at.append(row.subscription_id))
    try:
        digest(engine, weekly, settings, builders.noon)
        digest(engine, weekly, settings, builders.noon + timedelta(days=1))
    finally:
        event.remove(models.Match, "load", remember)
    assert looked_at == ["a"]
