"""A wrong Change is corrected to exactly those who were told of it, and told to nobody any more."""

import os
import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import stages
from alerts.desk.reviews import review_pages
from alerts.desk.tasks import write_tasks
from alerts.match import match
from alerts.messages.items import headline
from alerts.people.recipients import CHOICES
from alerts.rectifications import hold_back, write_rectifications
from alerts.sending.routes import recipient
from core import models
from core.database import transaction
from core.history import recorded_change, recorded_event
from core.history_records import change_record
from core.values import Provision
from core.watchlist import Page

HOUR = timedelta(hours=1)


class Newsroom:
    """Where Events are told, by alerts and digests as the ledger records them, and Changes rectified."""

    def __init__(self, engine, world, settings, builders) -> None:
        self.engine, self.world, self.settings, self.builders, self.now = engine, world, settings, builders, builders.noon
        self.watchlist = builders.watchlist()

    def people(self, *subscribers):
        self.watchlist = self.builders.watchlist(*subscribers)

    def event(self, change=None, **given):
        return self.world.event(change or self.builders.fee_change(), self.now, **given)

    def tell(self, message_id, events, *subscribers, state="sent", reason=""):
        """One message to each recipient of these Subscriptions, about every Event of ``events`` that its Subscription matched."""
        self.now += HOUR
        with transaction(self.engine) as session:
            for each in subscribers:
                for number in events(each) if callable(events) else events:
                    wanted = {"event_id": number, "revision": 1, "subscription_id": each.id, "frequency": each.frequency}
                    session.add(models.Match(reason="…", created=self.now, message_id=message_id, processed_at=self.now, **wanted))
            for (reader, route), theirs in by_recipient(subscribers, self.settings).items():
                content = {"subject": f"Sujet de {message_id}", "tags": [], "route": route}
                names = {"subscriber": theirs[0].id, "subscriptions": [each.id for each in theirs]}
                sent = self.now if state == "sent" else None
                known = {"message_id": message_id, "recipient": reader, "created": self.now, "state": state, "sent_at": sent}
                session.add(models.Delivery(reason=reason, **content, **names, **known))

    def rectify(self, change=1, kind="withdrawn", note="C'était un projet."):
        self.now += HOUR
        with transaction(self.engine) as session:
            row = session.get_one(models.Change, change)
            rectified = models.Rectification(change=row, kind=kind, note=note, made=self.now, made_by="Marie")
            session.add(rectified)
            session.flush()
            hold_back(session, rectified, self.now)

    def correct(self):
        """Write what waits; how many messages."""
        self.now += HOUR
        with transaction(self.engine) as session:
            return write_rectifications(session, self.watchlist, self.settings, self.now)

    def corrections(self):
        return [each for each in self.world.all(models.Delivery) if each.message_id.startswith("rectification-")]

    def corrected(self):
        return sorted(each.subscriber for each in self.corrections())


def by_recipient(subscribers, settings):
    found = {}
    for each in subscribers:
        for route in each.via:
            found.setdefault((recipient(route, settings, os.environ), route), []).append(each)
    return found


@pytest.fixture
def newsroom(engine, world, settings, builders) -> Newsroom:
    return Newsroom(engine, world, settings, builders)


def test_those_who_got_the_alert_are_told_once_and_nobody_else(newsroom, builders):
    told, other = builders.subscriber("told"), builders.subscriber("other", topics=["frais"])
    newsroom.people(told, other)
    newsroom.tell("event-1-1", [newsroom.event()], told)
    newsroom.tell("event-2-1", [newsroom.event()], other)
    newsroom.rectify()
    assert [newsroom.correct(), newsroom.correct()] == [1, 0]
    assert newsroom.corrected() == ["told"]


def test_who_had_only_another_event_in_the_same_digest_is_not_told(newsroom, builders):
    first, second = newsroom.event(), newsroom.event()
    wrong, right, both = (builders.subscriber(name, frequency="weekly") for name in ("wrong", "right", "both"))
    newsroom.people(wrong, right, both)
    of = {"wrong": [first], "right": [second], "both": [first, second]}
    newsroom.tell("digest-weekly-1", lambda each: of[each.id], wrong, right, both)
    newsroom.rectify()
    newsroom.correct()
    assert newsroom.corrected() == ["both", "wrong"]


def test_the_message_says_what_was_told_what_is_right_and_what_to_do(newsroom, builders):
    reader = builders.subscriber("reader")
    newsroom.people(reader)
    newsroom.tell("event-1-1", [newsroom.event()], reader)
    newsroom.rectify(kind="corrected", note="Le droit est de 180 €.")
    newsroom.correct()
    (message,) = newsroom.corrections()
    headline = "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025"
    assert message.subject == f"Rectification : Nationalité · « {headline} » est corrigé"
    for said in ("Sujet de event-1-1", "Le droit est de 180 €.", "4 août 2025, 13 h 00", "corrigez-le", "/changes/1", CHOICES):
        assert said in " ".join(message.text.split())
        assert said in message.html.replace("&#39;", "'")
    assert "Le droit est de 180 €." in message.markdown
    assert (message.tags, message.subscriptions, message.state) == (["nationalite"], ["reader"], "pending")


def test_each_reads_it_in_their_own_language_by_the_route_that_told_them(newsroom, builders):
    french, dutch = builders.subscriber("fr"), builders.subscriber("nl", language="nl", via=["json://example.org/nl"])
    newsroom.people(french, dutch)
    newsroom.tell("event-1-1", [newsroom.event()], french, dutch)
    newsroom.rectify()
    newsroom.correct()
    by_route = {each.route: each.subject.partition(":")[0].strip() for each in newsroom.corrections()}
    assert by_route == {"fr@example.org": "Rectification", "json://example.org/nl": "Rechtzetting"}


def test_a_person_with_two_subscriptions_gets_one_message_that_names_both_of_ours(newsroom, builders):
    alerts, weekly = (builders.subscriber(name, via=["one@example.org"], frequency=name) for name in ("immediate", "weekly"))
    newsroom.people(alerts, weekly)
    event = newsroom.event()
    newsroom.tell("event-1-1", [event], alerts)
    newsroom.tell("digest-weekly-1", [event], weekly)
    newsroom.rectify()
    assert newsroom.correct() == 1
    (message,) = newsroom.corrections()
    assert "Sujet de event-1-1" in message.text
    assert "Sujet de digest-weekly-1" in message.text


def test_who_has_left_is_not_written_to(newsroom, builders):
    left, removed, moved, stays = (builders.subscriber(name) for name in ("left", "removed", "moved", "stays"))
    newsroom.people(left, removed, moved, stays)
    newsroom.tell("event-1-1", [newsroom.event()], left, removed, moved, stays)
    newsroom.people(left, builders.subscriber("moved", via=["elsewhere@example.org"]), stays)
    with transaction(newsroom.engine) as session:
        ((address, _),) = by_recipient([left], newsroom.settings)
        session.add(models.Ending(subscription_id="left", recipient=address, instant=newsroom.now, reason="unsubscribed"))
    newsroom.rectify()
    newsroom.correct()
    assert newsroom.corrected() == ["stays"]


def test_what_is_still_to_be_sent_is_corrected_and_what_never_arrived_is_not(newsroom, builders):
    states = {"waiting": "pending", "retried": "failed", "lost": "given_up", "partly": "given_up"}
    readers = {name: builders.subscriber(name) for name in states}
    newsroom.people(*readers.values())
    event = newsroom.event()
    for name, state in states.items():
        reason = "sent 1 OK\nfailed 2 no answer" if name == "partly" else "failed 1 no answer"
        newsroom.tell(f"event-{name}", [event], readers[name], state=state, reason=reason)
    newsroom.rectify()
    newsroom.correct()
    assert newsroom.corrected() == ["partly", "retried", "waiting"]


def test_who_was_told_of_the_event_before_the_change_joined_it_is_not_told(newsroom, builders):
    early, late = builders.subscriber("early"), builders.subscriber("late")
    newsroom.people(early, late)
    event = newsroom.event()
    newsroom.tell("event-1-1", [event], early)
    with transaction(newsroom.engine) as session:
        joined = newsroom.now + HOUR
        more = newsroom.world.change(
            session, builders.date_change("2026", "2027"), newsroom.builders.noon, "ejustice.code-enregistrement", event,
            topics=["nationalite"], processed_at=joined,
        )  # fmt: skip
    newsroom.tell("event-1-2", [event], late)
    newsroom.rectify(more)
    newsroom.correct()
    assert newsroom.corrected() == ["late"]


def test_a_second_rectification_is_told_again_and_says_what_it_replaces(newsroom, builders):
    reader = builders.subscriber("reader")
    newsroom.people(reader)
    newsroom.tell("event-1-1", [newsroom.event()], reader)
    newsroom.rectify()
    newsroom.correct()
    newsroom.rectify(kind="corrected", note="180 €.")
    assert newsroom.correct() == 1
    first, second = newsroom.corrections()
    assert "remplace celle du" not in first.text
    assert "Cette rectification remplace celle du 4 août 2025, 14 h 00." in second.text


def test_what_is_withdrawn_is_told_to_nobody_any_more(newsroom, builders):
    event = newsroom.event()
    with transaction(newsroom.engine) as session:
        wanted = {"event_id": event, "revision": 1, "subscription_id": "weekly", "frequency": "weekly"}
        session.add(models.Match(reason="…", created=newsroom.now, **wanted))
    newsroom.rectify()
    with transaction(newsroom.engine) as session:
        assert session.scalars(select(models.Match.id).where(models.Match.processed_at.is_(None))).all() == []
        assert match(recorded_event(session, event), builders.subscriber(), builders.topics) is None
        assert session.get_one(models.Change, 1).took_effect is not None


def test_an_event_goes_on_telling_what_was_not_withdrawn(newsroom, builders):
    event = newsroom.event()
    with transaction(newsroom.engine) as session:
        kept = newsroom.world.change(
            session, builders.date_change("2026", "2027"), newsroom.now, "ejustice.code-enregistrement", event, topics=["nationalite"]
        )
        wanted = {"event_id": event, "revision": 1, "subscription_id": "weekly", "frequency": "weekly"}
        session.add(models.Match(reason="…", created=newsroom.now, **wanted))
    newsroom.rectify()
    with transaction(newsroom.engine) as session:
        assert len(session.scalars(select(models.Match.id).where(models.Match.processed_at.is_(None))).all()) == 1
        assert [each.id for each in recorded_event(session, event).tellable] == [kept]


def test_what_is_corrected_is_told_with_the_correction(newsroom):
    newsroom.event()
    newsroom.rectify(kind="corrected", note="Le droit est de 180 €.")
    with transaction(newsroom.engine) as session:
        assert headline(recorded_change(session, 1), "nl") == "Rechtgezet: Le droit est de 180 €."


def test_the_history_says_what_was_said_last(newsroom):
    newsroom.event()
    newsroom.rectify()
    newsroom.rectify(kind="corrected", note="180 €.")
    with transaction(newsroom.engine) as session:
        shown = change_record(recorded_change(session, 1))["rectified"]
    assert shown == {"kind": "corrected", "note": "180 €.", "made": "2025-08-04T12:00:00Z"}


def test_what_the_stages_told_is_what_is_corrected(newsroom, builders):
    alerted, weekly = builders.subscriber("alerted", topics=["nationalite"]), builders.subscriber("weekly", frequency="weekly")
    other = builders.subscriber("other", frequency="weekly", topics=["frais"])
    newsroom.people(alerted, weekly, other)
    newsroom.event()
    newsroom.event(topics=["frais"])
    where = (newsroom.watchlist, newsroom.settings)
    for stage, *more in ((stages.match_events,), (stages.write_alerts,), (stages.write_digests, "weekly")):
        newsroom.now += HOUR
        with transaction(newsroom.engine) as session:
            stage(session, *where, *more, newsroom.now)
    newsroom.rectify(1)
    newsroom.correct()
    assert newsroom.corrected() == ["alerted", "weekly"]


def test_a_rectification_waits_for_the_end_of_the_quiet_hours(newsroom, builders):
    awake, asleep = builders.subscriber("awake"), builders.subscriber("asleep", quiet_hours="12:00-18:00")
    newsroom.people(awake, asleep)
    newsroom.tell("event-1-1", [newsroom.event()], awake, asleep)
    newsroom.rectify()
    newsroom.correct()
    waits = {each.subscriber: each.next_attempt_at for each in newsroom.corrections()}
    assert waits == {"awake": None, "asleep": builders.noon.replace(hour=16)}


def test_a_change_that_nobody_was_told_of_is_rectified_in_silence(newsroom, builders):
    newsroom.people(builders.subscriber())
    newsroom.event()
    newsroom.rectify()
    assert newsroom.correct() == 0


@pytest.mark.parametrize("seed", range(8))
def test_exactly_the_people_who_received_it_are_told(newsroom, builders, seed):
    chance = random.Random(seed)
    people = [f"p{number}@example.org" for number in range(6)]
    subscribers = [
        builders.subscriber(f"s{number}", via=chance.sample(people, chance.randint(1, 2)), frequency=chance.choice(["immediate", "weekly"]))
        for number in range(10)
    ]
    newsroom.people(*subscribers)
    events = [newsroom.event() for _ in range(3)]
    wants = {each.id: [event for event in events if chance.random() < 0.5] for each in subscribers}
    weekly = [each for each in subscribers if each.frequency == "weekly"]
    newsroom.tell("digest-weekly-1", lambda each: wants[each.id], *weekly)
    for event in events:
        newsroom.tell(f"event-{event}-1", [event], *(each for each in subscribers if each not in weekly and event in wants[each.id]))
    newsroom.rectify(2)
    newsroom.correct()
    received = {address for each in subscribers if 2 in wants[each.id] for address in each.via}
    assert sorted(each.route for each in newsroom.corrections()) == sorted(received)


# Our own pages


def test_the_editor_who_was_sent_to_correct_a_page_is_told_and_the_task_rests_on_what_else_is_known(newsroom, builders, world):
    page = Page(
        id="cire.ukraine", url="https://example.org/ukraine", language="nl", topics=["protection-temporaire"], editor="web@example.org"
    )
    newsroom.watchlist = builders.watchlist(pages=(page,))
    with transaction(newsroom.engine) as session:
        world.watch(session, page.id, kind="own", topics=list(page.topics))
        world.version(session, page.id, newsroom.now, (Provision("p1", "Ukraine", "De bescherming loopt tot 4 maart 2026."),))
    newsroom.event(builders.date_change("2026", "2027"), watch_id="dofi.ukraine", topics=["protection-temporaire"])

    def review():
        with transaction(newsroom.engine) as session:
            review_pages(session, newsroom.watchlist, newsroom.now)
        with transaction(newsroom.engine) as session:
            return write_tasks(session, newsroom.watchlist, newsroom.settings, newsroom.now)

    assert review() == 1
    newsroom.rectify()
    assert newsroom.correct() == 1
    review()
    (task,) = world.all(models.Task)
    assert (task.state, task.problem, task.change_id) == ("open", "superseded", None)
    (message,) = newsroom.corrections()
    assert (message.subscriber, message.subscriptions, message.subject[:12]) == ("cire.ukraine", [], "Rechtzetting")
