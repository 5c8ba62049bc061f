"""Digests: exact windows, every Match once, silence proven."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from core import models
from core.database import connect, transaction
from core.settings import Settings
from core.watchlist import Page

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
    assert "2 sources vérifiées, 1 sans changement, aucune modifiée, 1 modifiée sans effet sur ce que vous suivez." in " ".join(
        message.text.split()
    )
    assert "2 sources n'ont pas été consultées" in message.text
    assert "w.shut, w.shut (accès bloqué), depuis le 3 août 2025" in message.text


def polled(world, engine, builders, **topics):
    """Watches of these Topics, each polled today with another text than before."""
    with Session(engine) as session, session.begin():
        for name, topic in topics.items():
            world.watch(session, f"dofi.{name}", kind="page", source="dofi", topics=[topic])
            session.add(models.Poll(watch_id=f"dofi.{name}", instant=builders.noon, outcome="changed", reason=""))


def numbers(message):
    return next(line for line in " ".join(message.text.split()).split(". ") if "vérifiée" in line).partition(" VÉRIFIÉ ")[2]


def test_a_digest_counts_what_its_reader_follows_and_as_changed_what_it_tells(world, engine, builders, settings):
    world.event(builders.fee_change(), watch_id="dofi.fee", topics=["frais"])
    polled(world, engine, builders, fee="frais", style="frais", other="nationalite")
    people = builders.watchlist(
        builders.subscriber("fees", frequency="weekly", topics=["frais"]),
        builders.subscriber("quiet", frequency="weekly", topics=["nationalite"]),
        builders.subscriber("page", frequency="weekly", watches=["dofi.style"]),
        builders.subscriber("everything", frequency="weekly"),
    )
    match(engine, people, builders.noon)
    digest(engine, people, settings, builders.noon)
    told = {row.subscriber: numbers(row) for row in world.all(models.Delivery)}
    without = "modifiée sans effet sur ce que vous suivez"
    assert told == {
        "fees": f"2 sources vérifiées, aucune sans changement, 1 modifiée, 1 {without}",
        "quiet": f"1 source vérifiée, aucune sans changement, aucune modifiée, 1 {without}",
        "page": f"1 source vérifiée, aucune sans changement, aucune modifiée, 1 {without}",
        "everything": "3 sources vérifiées, aucune sans changement, 1 modifiée, 2 modifiées sans effet sur ce que vous suivez",
    }


def test_a_listing_whose_items_find_their_topics_is_followed_by_every_topic(world, engine, builders, settings):
    polled(world, engine, builders, list="frais")
    listing = {"id": "dofi.list", "source": "dofi", "kind": "listing", "url": "https://example.org", "language": "fr", "match": "topics"}
    people = builders.watchlist(builders.subscriber("a", frequency="weekly", topics=["nationalite"]), watches=[listing])
    (message,) = digest(engine, people, settings, builders.noon)
    assert numbers(message).startswith("1 source vérifiée")


def test_recipients_to_whom_a_digest_says_the_same_share_one_rendering(world, engine, builders, settings):
    polled(world, engine, builders, fee="frais", other="nationalite")
    same = [builders.subscriber(name, frequency="weekly", watches=[f"dofi.{name}"]) for name in ("fee", "other")]
    digest(engine, builders.watchlist(*same, builders.subscriber("all", frequency="weekly")), settings, builders.noon)
    fee, other, everything = world.all(models.Delivery)
    assert fee.rendering_id == other.rendering_id != everything.rendering_id
    with Session(engine) as session:
        assert session.query(models.Rendering).count() == 2


def test_matches_of_subscriptions_that_are_gone_wait(world, engine, builders, settings, weekly):
    both = builders.watchlist(builders.subscriber("a", frequency="weekly"), builders.subscriber("gone", frequency="weekly"))
    world.event(builders.fee_change())
    match(engine, both, builders.noon)
    digest(engine, weekly, settings, builders.noon)
    assert [(row.subscription_id, row.digest_id) for row in world.all(models.Match)] == [("a", 1), ("gone", None)]


def scheduled(engine, watchlist, settings, now):
    with transaction(engine) as session:
        return stages.write_scheduled_digests(session, watchlist, settings, now)


def windows(world, subscription="a"):
    return [(row.start, row.end) for row in world.all(models.Digest) if row.subscription_id == subscription and row.start < row.end]


MONDAY = datetime(2025, 8, 11, 6, 30, tzinfo=UTC)
"""Half past eight in Brussels, a week after the noon of the builders."""


def test_the_service_waits_for_the_hour_and_the_first_window_opens_when_it_first_looked(world, engine, builders, settings, weekly):
    assert scheduled(engine, weekly, settings, builders.noon) == 0
    world.event(builders.fee_change())
    match(engine, weekly, builders.noon + timedelta(days=1))
    assert scheduled(engine, weekly, settings, MONDAY - timedelta(minutes=1)) == 0
    assert scheduled(engine, weekly, settings, MONDAY) == 1
    assert scheduled(engine, weekly, settings, MONDAY + timedelta(minutes=1)) == 0
    assert windows(world) == [(builders.noon, MONDAY)]
    assert [row.message_id for row in world.all(models.Match)] == [row.message_id for row in world.all(models.Delivery)]


def test_a_match_made_before_the_service_first_looked_is_in_the_first_window(world, engine, builders, settings, weekly):
    world.event(builders.fee_change())
    match(engine, weekly, builders.noon)
    scheduled(engine, weekly, settings, builders.noon)
    scheduled(engine, weekly, settings, MONDAY)
    ((start, end),) = windows(world)
    assert start < world.all(models.Match)[0].created <= end


def test_a_subscription_of_the_website_begins_when_it_was_confirmed(world, engine, builders, settings):
    confirmed = builders.noon + timedelta(days=2)
    with transaction(engine) as session:
        row = {"recipient": "r", "address": "anne@example.org", "choices": {"frequency": "weekly"}, "created": builders.noon}
        session.add(models.Subscription(id="web", confirmed=confirmed, **row))
    nobody = builders.watchlist()
    assert scheduled(engine, nobody, settings, confirmed + timedelta(days=1)) == 0
    assert scheduled(engine, nobody, settings, MONDAY) == 1
    assert windows(world, "web") == [(confirmed, MONDAY)]


def test_after_days_off_one_late_digest_tells_all_and_the_next_keeps_its_hour(world, engine, builders, settings):
    daily = builders.watchlist(builders.subscriber("a", frequency="daily"))
    scheduled(engine, daily, settings, MONDAY - timedelta(hours=20))
    for hours in (0, 6, 30, 54):
        world.event(builders.fee_change(), MONDAY + timedelta(hours=hours))
        match(engine, daily, MONDAY + timedelta(hours=hours))
        if hours in (0, 54):
            scheduled(engine, daily, settings, MONDAY + timedelta(hours=hours))
    assert scheduled(engine, daily, settings, MONDAY + timedelta(days=3)) == 1
    ends = [end - MONDAY for _, end in windows(world)]
    assert ends == [timedelta(0), timedelta(hours=54), timedelta(days=3)]
    assert [row.digest_id for row in world.all(models.Match)] == [2, 3, 3, 3]


def test_each_reader_is_written_to_at_their_own_half_past_eight(world, engine, builders, settings):
    zones = {"a": "Europe/Brussels", "b": "America/New_York", "c": "Asia/Tokyo"}
    people = builders.watchlist(*(builders.subscriber(name, frequency="daily", time_zone=zone) for name, zone in zones.items()))
    for hour in range(-24, 24):
        scheduled(engine, people, settings, MONDAY + timedelta(hours=hour))
    hours = {name: [end - MONDAY for _, end in windows(world, name)] for name in zones}
    assert hours["a"][-1] == timedelta(0)
    assert hours["b"][-1] == timedelta(hours=6)
    assert hours["c"][-1] == timedelta(hours=17)


def test_who_skips_silence_gets_none_and_the_window_goes_on(world, engine, builders, settings):
    skips = builders.watchlist(builders.subscriber("a", frequency="daily", when_nothing_changed="skip"))
    scheduled(engine, skips, settings, MONDAY - timedelta(days=1, minutes=1))
    assert [scheduled(engine, skips, settings, MONDAY + timedelta(days=day)) for day in (-1, 0)] == [0, 0]
    world.event(builders.fee_change(), MONDAY + timedelta(hours=3))
    match(engine, skips, MONDAY + timedelta(hours=3))
    assert scheduled(engine, skips, settings, MONDAY + timedelta(days=1)) == 1
    assert windows(world)[-1] == (MONDAY, MONDAY + timedelta(days=1))
    assert len(windows(world)) == 3


def test_who_moves_between_immediate_and_weekly_is_told_everything_once(world, engine, builders, settings):
    for day, frequency in enumerate(["weekly", "immediate", "immediate", "weekly", "weekly", "daily", "weekly"]):
        now = builders.noon + timedelta(days=day)
        people = builders.watchlist(builders.subscriber("a", frequency=frequency))
        world.event(builders.fee_change(), now)
        match(engine, people, now)
        with transaction(engine) as session:
            stages.write_alerts(session, people, settings, now)
        scheduled(engine, people, settings, now)
    scheduled(engine, people, settings, MONDAY + timedelta(days=7))
    rows = world.all(models.Match)
    assert all(row.processed_at and row.message_id for row in rows)
    assert [row.message_id.split("-")[0] for row in rows] == ["event", "event", "event", *["digest"] * 4]
    assert {row.message_id for row in rows} == {row.message_id for row in world.all(models.Delivery)}


def test_a_digest_shows_its_own_house_which_pages_are_to_be_corrected(world, engine, builders, settings):
    page = Page(id="asbl.page", url="https://asbl.example.org/page", language="fr", topics=["nationalite"])
    people = builders.watchlist(builders.subscriber("a", frequency="weekly", topics=["nationalite"]), pages=(page,))
    with transaction(engine) as session:
        world.watch(session, "asbl.page", kind="own")
        session.add(
            models.Task(page_id="asbl.page", key="k", sentence="…", text="150 €", problem="stale", state="open", opened=builders.noon)
        )
        choices = {"frequency": "weekly", "topics": ["nationalite"]}
        outsider = {"recipient": "r", "address": "outside@example.org", "created": builders.noon, "confirmed": builders.noon}
        session.add(models.Subscription(id="web", choices=choices, **outsider))
    ours, theirs = digest(engine, people, settings, builders.noon)
    assert "asbl.page" in ours.text
    assert "asbl.page" not in theirs.text


def test_two_writers_at_once_on_postgresql_tell_everything_once(new_postgres_address, world, builders, settings):
    engine = connect(new_postgres_address)
    models.Base.metadata.create_all(engine)
    elsewhere = type(world)(engine)
    kinds = {"frequency": "daily"}, {"frequency": "weekly"}, {"frequency": "immediate"}
    people = builders.watchlist(*(builders.subscriber(f"s{number}", **kinds[number % 3]) for number in range(12)))
    try:
        # Windows open with the first pass; which of four at once that is would decide what the first day tells.
        everything(engine, people, settings, MONDAY - timedelta(days=2))
        for day in range(4):
            elsewhere.event(builders.fee_change(), MONDAY + timedelta(days=day - 1))
            with ThreadPoolExecutor(4) as writers:
                works = [
                    writers.submit(everything, engine, people, settings, MONDAY + timedelta(days=day, seconds=each)) for each in range(4)
                ]
            for work in works:
                work.result()
        # What one writer matched a second after another had closed the window stands in the next Digest.
        everything(engine, people, settings, MONDAY + timedelta(days=4))
        matches, deliveries = elsewhere.all(models.Match), elsewhere.all(models.Delivery)
        assert len(matches) == 48
        sent = Counter((row.message_id, each) for row in deliveries for each in row.subscriptions)
        assert set(sent.values()) == {1}
        assert {(row.message_id, row.subscription_id) for row in matches if row.processed_at} <= set(sent)
        windows = [(row.subscription_id, row.start, row.end) for row in elsewhere.all(models.Digest) if row.start < row.end]
        assert Counter(name for name, _, _ in windows) == {f"s{number}": (5, 1)[number % 3] for number in range(12) if number % 3 < 2}
        assert {row.frequency for row in matches if not row.processed_at} == {"weekly"}
    finally:
        engine.dispose()


def everything(engine, watchlist, settings, now):
    match(engine, watchlist, now)
    for stage in (stages.write_alerts, stages.write_scheduled_digests):
        with transaction(engine) as session:
            stage(session, watchlist, settings, now)


def test_the_people_of_the_house_read_what_was_corrected_in_the_window_and_weekly_how_their_pages_stand(world, engine, builders, settings):
    ours, noon = [], builders.noon
    for name, source in (("cire.a", "cire"), ("cire.b", "cire"), ("autre.c", "autre")):
        ours.append(Page(id=name, url=f"https://{name}.example/", language="fr", topics=["nationalite"], source=source))
    with transaction(engine) as session:
        for page in ours:
            world.watch(session, page.id, kind="own", source=page.source, source_name=page.source.upper())
        shared = {"text": "150 €", "problem": "stale"}
        for number, (state, closed) in enumerate([("done", noon), ("done", noon - 2 * WEEK), ("open", None), ("disagreed", noon)]):
            opened = noon - timedelta(days=20 + number)
            sentence = f"Phrase {number} : 150 €."
            session.add(
                models.Task(page_id="cire.a", key=str(number), sentence=sentence, state=state, opened=opened, closed=closed, **shared)
            )
    readers = [builders.subscriber(each, frequency=each) for each in ("daily", "weekly")]
    watchlist = builders.watchlist(*readers, pages=tuple(ours))
    (weekly,) = digest(engine, watchlist, settings, noon)
    assert "cire.a : 1 phrase corrigée" in weekly.text
    assert "- CIRE : 2 pages, aucune affirmation, 1 phrase à revoir, fausses depuis 22 jours en moyenne" in " ".join(weekly.text.split())
    assert "- AUTRE : 1 page, aucune affirmation, aucune phrase à revoir" in weekly.text
    (daily,) = digest(engine, watchlist, settings, noon, "daily")
    assert "cire.a : 1 phrase corrigée" in daily.text
    assert "CIRE" not in daily.text


def task(number, sentence, text, state, opened, **given):
    fields = {"page_id": "asbl.page", "key": str(number), "problem": "stale", "opened": opened}
    return models.Task(sentence=sentence, text=text, state=state, **(fields | given))


def test_corrected_is_what_was_read_so_each_sentence_once_and_not_while_it_is_wrong_again(world, engine, builders, settings):
    noon, early = builders.noon, builders.noon - timedelta(days=3)
    page = Page(id="asbl.page", url="https://asbl.example.org/page", language="fr", topics=["nationalite"])
    people = builders.watchlist(builders.subscriber("a", frequency="weekly"), pages=(page,))
    with transaction(engine) as session:
        world.watch(session, "asbl.page", kind="own")
        session.add_all(
            [
                task(1, "Le droit est de 150 €.", "150 €", "done", early, closed=early + timedelta(hours=1)),
                task(2, "Le droit est de 1.000 €.", "1.000 €", "done", early, closed=early + timedelta(hours=2)),
                task(3, "La carte coûte 20 €.", "20 €", "done", early, closed=noon, recheck=True),
                task(4, "Vous avez 30 jours.", "30 jours", "done", early, closed=noon),
                task(5, "Vous avez 10 jours.", "10 jours", "open", noon),
                task(6, "La taxe est de 5 €.", "5 €", "done", early, closed=noon - WEEK - timedelta(hours=1)),
                task(7, "Le droit est de 2.000 €.", "2.000 €", "done", early, closed=noon - 2 * WEEK),
            ]
        )
        session.flush()
        # Called corrected just before the window, read so within it.
        session.add(models.TaskAction(task_id=6, action="confirmed", made=early, made_by=""))
    (message,) = digest(engine, people, settings, noon)
    assert "asbl.page : 2 phrases corrigées" in message.text


def test_the_people_of_the_house_read_which_of_their_own_pages_could_not_be_read(world, engine, builders, settings):
    pages = tuple(
        Page(id=f"asbl.{topic}", url=f"https://asbl.example.org/{topic}", language="fr", topics=[topic]) for topic in builders.topics
    )
    people = builders.watchlist(builders.subscriber("a", frequency="weekly", topics=["nationalite"]), pages=pages)
    with transaction(engine) as session:
        for page, kind in zip(pages, ("gone", "blocked", "collapsed"), strict=True):
            world.watch(session, page.id, kind="own", source_name="Asbl", topics=page.topics)
            session.add(models.Incident(watch_id=page.id, kind=kind, reason="…", opened=builders.noon))
        outsider = {"recipient": "r", "address": "outside@example.org", "created": builders.noon, "confirmed": builders.noon}
        session.add(models.Subscription(id="web", choices={"frequency": "weekly", "topics": ["nationalite"]}, **outsider))
    ours, theirs = digest(engine, people, settings, builders.noon)
    assert ours.subject.endswith("1 source illisible")
    for said in (ours.text, ours.html, ours.markdown):
        text = " ".join(said.replace("\\", "").split())
        assert "Nos propres pages que nous n'avons pas pu lire" in text.replace("&#39;", "'")
        assert "asbl.nationalite" in text
        assert "asbl.frais" not in text
        assert "Toutes les sources suivies ont pu être lues" not in text
    assert theirs.subject.endswith("aucune source illisible")
    assert "asbl" not in theirs.text
