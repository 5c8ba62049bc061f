"""Who may be written to: the watchlist's people and the website's, how they come, change and leave, and what is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import stages
from alerts.ledger import Addressees, enter
from alerts.messages import Message
from alerts.people.addresses import AddressError, accepted
from alerts.people.choices import Deployed, change, confirm, end, subscribe, take_up, unsubscribe
from alerts.people.choices_in_words import choices_in_words
from alerts.people.erasure import erase
from alerts.people.recipients import CONFIRM
from alerts.people.subscriptions import active
from alerts.sending.routes import recipient
from core import models
from core.database import transaction
from core.values import Rule, Stage
from core.watchlist import Choices

WHO = "anne@example.org"
INVOKED = "triggers/manual/paths/invoke"


@pytest.fixture
def ids(engine, settings, builders):
    def found(*subscribers):
        with Session(engine) as session:
            return {each.id: each.via for each in active(session, builders.watchlist(*subscribers), settings)}

    return found


def add(engine, *rows):
    with Session(engine) as session, session.begin():
        session.add_all(rows)


def from_the_website(settings, builders, **given):
    fields = {"id": "web.1", "recipient": recipient(WHO, settings, {}), "address": WHO, "choices": {"topics": ["frais"]}}
    return models.Subscription(**({"created": builders.noon, "confirmed": builders.noon} | fields | given))


def test_a_confirmed_subscription_of_the_website_stands_beside_those_of_the_watchlist(engine, settings, builders, ids):
    add(engine, from_the_website(settings, builders))
    assert ids(builders.subscriber("a", via=["b@example.org"])) == {"a": ["b@example.org"], "web.1": [WHO]}


@pytest.mark.parametrize("given", [{"confirmed": None}, {"address": None}, {"choices": {"frequency": "off"}}])
def test_who_has_not_confirmed_or_is_erased_or_wants_a_pause_is_not_written_to(engine, settings, builders, ids, given):
    add(engine, from_the_website(settings, builders, **given))
    assert ids() == {}


def test_an_ending_takes_away_one_route_of_one_subscription_and_no_other(engine, settings, builders, ids):
    add(engine, models.Ending(subscription_id="a", recipient=recipient(WHO, settings, {}), instant=builders.noon, reason="unsubscribed"))
    both, only, other = (builders.subscriber(name, via=via) for name, via in (("a", [WHO, "c@example.org"]), ("a", [WHO]), ("b", [WHO])))
    assert ids(both, other) == {"a": ["c@example.org"], "b": [WHO]}
    assert ids(only, other) == {"b": [WHO]}


@pytest.fixture
def asked(engine, settings, builders):
    """Ask for a Subscription on the website at an instant; its id."""

    def ask(address=WHO, now=builders.noon, **choices):
        with transaction(engine) as session:
            return subscribe(session, address, Choices(**choices), deployed(settings, builders), now)

    return ask


def deployed(settings, builders, *subscribers):
    return Deployed(builders.watchlist(*subscribers), settings, {"ejustice": "eJustice"})


def acting(engine, act, *arguments):
    with transaction(engine) as session:
        return act(session, *arguments)


def identity(settings, address=WHO):
    return recipient(address, settings, {})


def test_who_asks_is_sent_one_message_to_confirm_and_nothing_else(world, settings, builders, asked, ids):
    number = asked(topics=["nationalite"], rules=["fee"])
    (row,) = world.all(models.Delivery)
    assert (row.message_id, row.route, row.subscriptions) == (f"confirm-{number}", WHO, [number])
    for shown in (f"{CONFIRM}{number}", "Nationalité", "redevance", "7 jours"):
        assert shown in row.html
        assert shown in row.text.replace("\n", " ")
    assert ids() == {}


@pytest.mark.parametrize(("language", "said"), [("fr", "Confirmez"), ("nl", "Bevestig"), ("en", "Confirm")])
def test_the_message_to_confirm_is_in_the_language_that_was_chosen(world, asked, language, said):
    asked(language=language)
    assert world.all(models.Delivery)[0].text.startswith(said)


def test_confirming_lets_it_begin_for_its_own_recipient_only(engine, settings, builders, asked, ids):
    number = asked()
    assert not acting(engine, confirm, identity(settings, "other@example.org"), number, builders.noon)
    assert ids() == {}
    assert acting(engine, confirm, identity(settings), number, builders.noon)
    assert ids() == {number: [WHO]}


def test_one_recipient_is_asked_three_times_a_day_and_again_on_the_next(world, settings, builders, asked):
    assert [bool(asked(now=builders.noon + timedelta(hours=hour))) for hour in range(5)] == [True, True, True, False, False]
    assert asked("other@example.org")
    assert asked(now=builders.noon + timedelta(days=1))
    assert len(world.all(models.Delivery)) == len(world.all(models.Subscription)) == 5


def test_changed_choices_hold_from_then_on(engine, world, settings, builders, asked):
    number = asked(topics=["nationalite"])
    acting(engine, confirm, identity(settings), number, builders.noon)
    assert acting(engine, change, identity(settings), number, Choices(topics=["frais"], frequency="weekly"))
    assert not acting(engine, change, identity(settings, "other@example.org"), number, Choices())
    with Session(engine) as session:
        (found,) = active(session, builders.watchlist(), settings)
    assert (found.topics, found.frequency) == (["frais"], "weekly")


def test_what_ended_is_kept_with_its_reason_and_ends_once(engine, world, settings, builders, asked, ids):  # noqa: PLR0917 - each is a fixture
    number = asked()
    acting(engine, confirm, identity(settings), number, builders.noon)
    for _ in range(2):
        acting(engine, end, identity(settings), [number, number], "why", builders.noon)
    assert [(row.subscription_id, row.reason) for row in world.all(models.Ending)] == [(number, "why")]
    assert acting(engine, confirm, identity(settings), number, builders.noon)
    assert ids() == {}


def test_what_the_website_ended_is_taken_up_by_a_new_confirmation(engine, world, settings, builders, asked, ids):  # noqa: PLR0917 - each is a fixture
    number = asked(topics=["frais"])
    acting(engine, confirm, identity(settings), number, builders.noon)
    acting(engine, end, identity(settings), [number], "why", builders.noon)
    acting(engine, take_up, identity(settings), number, deployed(settings, builders), builders.noon)
    assert ids() == {}
    new = world.all(models.Delivery)[-1].subscriptions[0]
    acting(engine, confirm, identity(settings), new, builders.noon)
    assert new != number
    assert ids() == {new: [WHO]}


def test_what_the_watchlist_says_is_taken_up_at_once(engine, settings, builders, ids):
    subscriber = builders.subscriber("a", via=[WHO])
    acting(engine, end, identity(settings), ["a"], "why", builders.noon)
    assert ids(subscriber) == {}
    assert not acting(
        engine, take_up, identity(settings, "other@example.org"), "a", deployed(settings, builders, subscriber), builders.noon
    )
    assert acting(engine, take_up, identity(settings), "a", deployed(settings, builders, subscriber), builders.noon)
    assert ids(subscriber) == {"a": [WHO]}


def test_unsubscribing_ends_what_the_message_was_written_for_and_only_that(engine, world, settings, builders):
    a, b, other = (builders.subscriber(name, via=[via]) for name, via in (("a", WHO), ("b", WHO), ("c", "other@example.org")))
    world.event(builders.fee_change())
    with transaction(engine) as session:
        stages.match_events(session, builders.watchlist(a, other), settings, builders.noon)
    with transaction(engine) as session:
        stages.write_alerts(session, builders.watchlist(a, other), settings, builders.noon)
    known = deployed(settings, builders, a, b, other)
    assert acting(engine, unsubscribe, identity(settings), "event-1-1", known, builders.noon) == ["a"]
    assert [(row.subscription_id, row.recipient) for row in world.all(models.Ending)] == [("a", identity(settings))]


def test_unsubscribing_by_a_message_no_longer_known_ends_everything(engine, world, settings, builders, asked, ids):  # noqa: PLR0917 - each is a fixture
    number = asked()
    a, other = builders.subscriber("a", via=[WHO, "other@example.org"]), builders.subscriber("b", via=["other@example.org"])
    acting(engine, confirm, identity(settings), number, builders.noon)
    ended = acting(engine, unsubscribe, identity(settings), "event-9-9", deployed(settings, builders, a, other), builders.noon)
    assert set(ended) == {number, "a"}
    assert ids(a, other) == {"a": ["other@example.org"], "b": ["other@example.org"]}


def forget(engine, settings, builders, now, *subscribers):
    return acting(engine, erase, builders.watchlist(*subscribers), settings, now)


def test_who_does_not_confirm_is_deleted_after_seven_days(engine, world, settings, builders, asked):
    asked()
    assert forget(engine, settings, builders, builders.noon + timedelta(days=7) - timedelta(seconds=1)) == 0
    assert forget(engine, settings, builders, builders.noon + timedelta(days=7)) == 1
    assert world.all(models.Subscription) == []
    (row,) = world.all(models.Delivery)
    assert (row.route, row.html, row.text, row.state) == ("", "", "", "given_up")
    assert forget(engine, settings, builders, builders.noon + timedelta(days=70)) == 0


def test_the_address_is_erased_28_days_after_the_last_ending(engine, world, settings, builders, asked):
    first, second = asked(), asked()
    for number, days in ((first, 0), (second, 5)):
        acting(engine, confirm, identity(settings), number, builders.noon)
        acting(engine, end, identity(settings), [number], "why", builders.noon + timedelta(days=days))
    kept = asked("other@example.org")
    acting(engine, confirm, identity(settings, "other@example.org"), kept, builders.noon)
    assert forget(engine, settings, builders, builders.noon + timedelta(days=33) - timedelta(seconds=1)) == 0
    for forgotten in (1, 0):
        assert forget(engine, settings, builders, builders.noon + timedelta(days=33)) == forgotten
    assert [row.address for row in world.all(models.Subscription) if row.id != kept] == [None, None]
    assert [row.route for row in world.all(models.Delivery)] == ["", "", "other@example.org"]
    assert WHO not in str([vars(row) for kind in (models.Subscription, models.Delivery) for row in world.all(kind)])


def test_what_was_said_to_others_too_stays_theirs_and_what_was_personal_is_erased(engine, world, settings, builders, asked):
    everyone = Addressees(settings)
    for name in ("anne", "bob"):
        everyone.add(name, "fr", [f"{name}@example.org"])
    with transaction(engine) as session:
        enter(session, "event-1-1", everyone, lambda _: Message("S", "for all", "for all"), builders.noon)
        enter(session, "event-2-1", everyone, lambda each: Message("S", each.subscriber, each.subscriber), builders.noon)
    acting(engine, end, identity(settings), ["anne"], "why", builders.noon)
    assert forget(engine, settings, builders, builders.noon + timedelta(days=28)) == 1
    assert [(row.subscriber, row.text) for row in world.all(models.Delivery)] == [
        ("anne", ""),
        ("bob", "for all"),
        ("anne", ""),
        ("bob", "bob"),
    ]
    with Session(engine) as session:
        assert sorted(session.scalars(select(models.Rendering.text))) == ["bob", "for all"]


def test_nothing_is_erased_of_somebody_who_has_another_subscription(engine, world, settings, builders, asked):
    number = asked()
    acting(engine, confirm, identity(settings), number, builders.noon)
    acting(engine, end, identity(settings), [number], "why", builders.noon)
    stays = builders.subscriber("a", via=[WHO])
    assert forget(engine, settings, builders, builders.noon + timedelta(days=99), stays) == 0
    assert world.all(models.Delivery)[0].route == WHO


@pytest.mark.parametrize(
    ("written", "route"),
    [
        ("Anne@Example.org ", "anne@example.org"),
        ("anne.o'neil+veille@mail.example.org", "anne.o'neil+veille@mail.example.org"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", None),
        ("https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", None),
        (f"https://prod-1.westeurope.logic.azure.com:443/workflows/643e69f8/{INVOKED}?api-version=2016-06-01&sp=s&sv=1.0&sig=K", None),
        ("mmosts://chat.example.org/3ccdd113474722377935511fc85d3dd4", "mmosts://chat.example.org/3ccdd113474722377935511fc85d3dd4?redirect=no"),
        ("matrixs://user:pass@matrix.example.org/#room", "matrixs://user:pass@matrix.example.org/#room?redirect=no&discovery=no"),
        ("tgram://123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/12315544", None),
        ("ntfy://veille", "ntfy://veille"),
        ("ntfys://ntfy.example.org/veille", "ntfys://ntfy.example.org/veille?redirect=no"),
    ],
)  # fmt: skip
def test_the_website_takes_mail_and_the_services_it_names(settings, written, route):
    assert accepted(written, settings) == (route or written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "malformed"),
        ("anne", "malformed"),
        ("anne@example", "malformed"),
        ("anne@example.org,bob@example.org", "malformed"),
        ("anne,bob@example.org", "malformed"),
        ("anne@example.org\r\nBcc: bob@example.org", "malformed"),
        ("anne@example.org\nX-Header: y", "malformed"),
        ("Anne <anne@example.org>", "malformed"),
        ("${VEILLE_SMTP_URL}@example.org", "malformed"),
        ("ntfys://ntfy.example.org/${HOME}", "malformed"),
        ("tag:tous", "malformed"),
        (f"{'a' * 65}@example.org", "malformed"),
        ("slack://x", "malformed"),
        ("ntfy://topic?rto=3600", "malformed"),
        ("matrixs://user:pass@matrix.example.org/#room?verify=no", "malformed"),
        ("mmost://a@b@127.0.0.1/3ccdd113474722377935511fc85d3dd4", "malformed"),
        ("mmost://%31%32%37.0.0.1/3ccdd113474722377935511fc85d3dd4", "malformed"),
        ("mmost://[::1/3ccdd113474722377935511fc85d3dd4", "malformed"),
        ("json://example.org/", "unknown"),
        ("mailto://user:pass@example.org", "unknown"),
        ("file:///etc/passwd", "unknown"),
        ("https://example.org/hook", "unknown"),
        ("https://hooks.slack.com.example.org/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "unknown"),
        ("workflows://127.0.0.1/643e69f83c8944/KODuebWbDGYFr0z0eu", "unknown"),
        ("mmost://localhost/3ccdd113474722377935511fc85d3dd4", "private"),
        ("mmost://intranet/3ccdd113474722377935511fc85d3dd4", "private"),
        ("mmost://2130706433/3ccdd113474722377935511fc85d3dd4", "private"),
        ("mmost://[::1]/3ccdd113474722377935511fc85d3dd4", "private"),
        ("matrix://user:pass@10.0.0.1/#room", "private"),
        ("ntfy://192.168.1.4/veille", "private"),
    ],
)
def test_the_website_refuses_what_could_reach_others_ourselves_or_our_secrets(settings, written, why):
    with pytest.raises(AddressError) as refused:
        accepted(written, settings)
    assert refused.value.why == why


def test_machines_of_the_own_network_are_allowed_by_a_setting(settings):
    allowing = settings.model_copy(update={"allow_private_hosts": True})
    assert accepted("ntfy://127.0.0.1/veille", allowing) == "ntfy://127.0.0.1/veille?redirect=no"


def test_every_choice_is_told_in_words_of_every_language(builders):
    choices = Choices(
        topics=["frais", "nationalite"], match_topics="all", sources=["dofi"], watches=["dofi.a"], rules=list(Rule), stages=list(Stage),
        words=["asile"], frequency="immediate", quiet_hours="22:00-07:00",
    )  # fmt: skip
    told = {language: choices_in_words(choices, builders.topics, {"dofi": "Office"}, language) for language in ("fr", "nl", "en")}
    assert {language: len(pairs) for language, pairs in told.items()} == {"fr": 10, "nl": 10, "en": 10}
    assert told["fr"][:2] == [("Sujets", "tous à la fois : « Redevances », « Nationalité »"), ("Sources", "« Office »")]
    assert ("Quiet hours", "from 22:00 to 07:00 (Europe/Brussels)") in told["en"]
    assert ("Als er niets verandert", "geen bericht") in choices_in_words(
        Choices(frequency="weekly", when_nothing_changed="skip"), builders.topics, {}, "nl"
    )
