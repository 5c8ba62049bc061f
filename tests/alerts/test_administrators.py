"""What administrators are told: each Incident once when it opens and once when it closes, and daily what is still open."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from alerts.administrators import write_administrators_digest, write_incidents
from alerts.sending.attempts import UNSUBSCRIBED
from alerts.sending.routes import recipient
from alerts.still_open import still_open, takes, why_idle
from alerts.words import words
from core import models
from core.database import connect, transaction
from core.values import IncidentKind
from core.watchlist import Administrator, Page, Watch

LANGUAGES = ("fr", "nl", "en")
MORNING = datetime(2025, 8, 5, 6, 30, tzinfo=UTC)
"""08:30 in Brussels."""
BLOCKED = "the site answered with a captcha"


class Desk:
    """Where administrators of each language sit: what happens, and what they are told of it."""

    def __init__(self, engine, world, settings, builders) -> None:
        self.engine, self.world, self.settings, self.builders = engine, world, settings, builders

    def watchlist(self, *subscribers, **given):
        """One with the administrators, and a Subscription to everything unless others are named."""
        people = [Administrator(id=f"admin-{language}", language=language, via=[f"{language}@example.org"]) for language in LANGUAGES]
        return self.builders.watchlist(*(subscribers or (self.builders.subscriber(),)), administrators=people, **given)

    def incident(self, kind="blocked", watch="ejustice.code-enregistrement", opened=MORNING, **given):
        """Open an Incident; its number."""
        with transaction(self.engine) as session:
            self.world.watch(session, watch)
            row = models.Incident(watch_id=watch, kind=kind, reason=BLOCKED, opened=opened, **given)
            session.add(row)
            session.flush()
            return row.id

    def close(self, number, instant):
        with transaction(self.engine) as session:
            session.get_one(models.Incident, number).closed = instant

    def told(self, now=MORNING, watchlist=None, stage=write_incidents):
        """How many messages about Incidents are written now."""
        with transaction(self.engine) as session:
            return stage(session, watchlist or self.watchlist(), self.settings, now)

    def digest(self, now=MORNING, watchlist=None):
        """How many digests are written now; they are sent at once."""
        added = self.told(now, watchlist, write_administrators_digest)
        with transaction(self.engine) as session:
            session.execute(update(models.Delivery).where(models.Delivery.created == now).values(state="sent", sent_at=now))
        return added

    def messages(self, language="fr"):
        return [each for each in self.world.all(models.Delivery) if each.subscriber == f"admin-{language}"]

    def text(self, language="fr"):
        """What the last message says, on one line."""
        return " ".join(self.messages(language)[-1].text.split())


@pytest.fixture
def desk(engine, world, settings, builders) -> Desk:
    return Desk(engine, world, settings, builders)


# Incidents


def test_an_incident_is_told_once_when_it_opens_and_once_when_it_closes(desk):
    number = desk.incident()
    assert desk.told(MORNING) == 3
    assert desk.told(MORNING + timedelta(minutes=1)) == 0
    desk.close(number, MORNING + timedelta(hours=2))
    assert desk.told(MORNING + timedelta(hours=2)) == 3
    assert desk.told(MORNING + timedelta(hours=3)) == 0
    opened, closed = desk.messages()
    assert opened.subject == "[Veille] 1 incident ouvert : ejustice.code-enregistrement (accès bloqué)"
    assert closed.subject == "[Veille] 1 incident clos : ejustice.code-enregistrement (accès bloqué)"


def test_the_message_says_which_watch_since_when_why_and_what_to_do(desk):
    desk.incident()
    desk.told(MORNING)
    for delivery in desk.world.all(models.Delivery):
        language = delivery.subscriber.removeprefix("admin-")
        remedy = words(language)["incidents"]["remedies"]["blocked"]
        text = " ".join(delivery.text.split())
        for said in ("ejustice.code-enregistrement", "https://example.org/ejustice.code-enregistrement", BLOCKED, remedy, "2025"):
            assert said in text
            assert said in " ".join(delivery.html.replace("&#39;", "'").split())


def test_what_opens_in_one_pass_is_one_message_with_the_remedy_once_for_each_kind(desk):
    for watch in ("dofi.a", "dofi.b", "dofi.c"):
        desk.incident(watch=watch)
    desk.incident(kind="parity", watch="dofi.d")
    assert desk.told(MORNING) == 3
    (message,) = desk.messages()
    assert message.subject == "[Veille] 4 incidents ouverts : accès bloqué, versions linguistiques différentes"
    text = " ".join(message.text.split())
    assert text.count(words("fr")["incidents"]["remedies"]["blocked"]) == 1
    assert [text.count(f"- dofi.{name} ") for name in "abcd"] == [1, 1, 1, 1]


def test_an_incident_that_opened_and_closed_between_two_passes_is_told_once_as_such(desk):
    desk.incident(closed=MORNING + timedelta(minutes=5))
    desk.incident(watch="dofi.a")
    desk.told(MORNING + timedelta(minutes=10))
    desk.told(MORNING + timedelta(minutes=20))
    (message,) = desk.messages()
    assert message.subject.startswith("[Veille] 1 incident ouvert, 1 incident passager : ")
    assert "Du 5 août 2025, 8 h 30 au 5 août 2025, 8 h 35" in " ".join(message.text.split())


def test_without_administrators_incidents_count_as_told(desk, builders):
    desk.incident()
    assert desk.told(MORNING, builders.watchlist()) == 0
    assert desk.told(MORNING + timedelta(minutes=1)) == 0
    assert desk.world.all(models.Incident)[0].told == MORNING


def test_an_administrator_gets_no_link_to_unsubscribe(desk):
    desk.incident()
    desk.told(MORNING)
    assert all(each.subscriptions == [] and "/choices/" not in each.html + each.text for each in desk.world.all(models.Delivery))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_incident_has_a_name_and_a_remedy(language):
    assert set(words(language)["incidents"]["remedies"]) == set(words(language)["incident"]) == set(IncidentKind)


def test_the_editor_of_a_page_that_collapsed_is_told_once_and_when_it_is_checked_again(desk):
    pages = tuple(
        Page(id=f"asbl.{name}", url=f"https://asbl.example.org/{name}", language="fr", editor="lotte@example.org") for name in "ab"
    )
    watchlist = desk.watchlist(pages=pages)
    with transaction(desk.engine) as session:
        for page in pages:
            desk.world.watch(session, page.id, kind="own")
    number = desk.incident("collapsed", "asbl.a")
    desk.incident("error", "asbl.b")
    assert desk.told(MORNING, watchlist) == 4
    assert desk.told(MORNING + timedelta(minutes=1), watchlist) == 0
    (message,) = [each for each in desk.world.all(models.Delivery) if each.subscriber.startswith("asbl.")]
    text = " ".join(message.text.split())
    assert "ses phrases ne sont plus vérifiées" in text
    assert "lue de même trois fois en un jour" in text
    assert "asbl.b" not in text
    assert "responsable de cette page" in text
    desk.close(number, MORNING + timedelta(hours=1))
    assert desk.told(MORNING + timedelta(hours=1), watchlist) == 4
    assert "Il n'y a rien à faire" in desk.world.all(models.Delivery)[-1].text


def test_the_remedy_for_a_page_found_in_a_sitemap_names_the_sitemap(desk):
    with transaction(desk.engine) as session:
        desk.world.watch(session, "asbl", kind="own", url="https://asbl.example.org/sitemap.xml")
        for name in ("a", "b", "c"):
            desk.world.watch(session, f"asbl.{name}", kind="own", site="asbl" if name != "c" else None)
    for name, kind in (("a", "gone"), ("b", "empty"), ("c", "gone")):
        desk.incident(kind, f"asbl.{name}")
    desk.told()
    text = desk.text()
    assert "La page a été trouvée dans https://asbl.example.org/sitemap.xml. Rétablissez-la" in text
    assert "corrigez « select ». La page a été trouvée dans https://asbl.example.org/sitemap.xml : " in text
    assert "se corrige à l'entrée « asbl »" in text
    assert "corrigez « url » dans la liste de veille" in text
    assert text.index("corrigez « url »") < text.index("asbl.c")


# The daily digest


def test_nothing_to_say_is_not_said(desk):
    assert desk.digest() == 0


def test_what_is_open_is_told_once_a_day_from_half_past_eight_in_brussels(desk):
    desk.incident(opened=MORNING - timedelta(days=3))
    hours = [timedelta(minutes=-1), timedelta(), timedelta(minutes=1), timedelta(hours=12), timedelta(hours=23), timedelta(days=1)]
    assert [desk.digest(MORNING + each) for each in hours] == [0, 3, 0, 0, 0, 3]
    first, second = desk.messages()
    assert (first.message_id, second.message_id) == ("administrators-20250805", "administrators-20250806")
    assert "ejustice.code-enregistrement (accès bloqué), depuis 3 jours" in " ".join(first.text.split())


def test_two_workers_at_once_write_one_digest(desk, new_postgres_address):
    desk.engine = connect(new_postgres_address)
    models.Base.metadata.create_all(desk.engine)
    desk.world = type(desk.world)(desk.engine)
    desk.incident(opened=MORNING - timedelta(days=1))
    with ThreadPoolExecutor(1) as other, transaction(desk.engine) as session:
        first = write_administrators_digest(session, desk.watchlist(), desk.settings, MORNING)
        second = other.submit(desk.told, MORNING, stage=write_administrators_digest)
        assert not wait([second], timeout=0.5).done
        session.commit()
        assert (first, second.result(timeout=20)) == (3, 0)
    assert len(desk.messages()) == 1
    desk.engine.dispose()


def test_what_opened_since_is_left_to_the_next_day(desk):
    number = desk.incident(opened=MORNING + timedelta(hours=1))
    assert desk.digest(MORNING + timedelta(hours=2)) == 0
    desk.close(number, MORNING + timedelta(hours=3))
    assert desk.digest(MORNING + timedelta(days=1)) == 0


def test_messages_that_wait_or_were_given_up_are_counted_by_subscriber_and_route(desk):
    def delivery(number, state, created, answer="failed 1 550 marie@example.org is not known"):
        subscriber = "politique"
        content = {"subject": "s", "tags": [], "subscriptions": [subscriber]}
        row = models.Delivery(
            message_id=f"m{number}", recipient=subscriber, subscriber=subscriber, route=f"{subscriber}@example.org", state=state,
            created=created, reason=answer, **content,
        )  # fmt: skip
        with transaction(desk.engine) as session:
            session.add(row)

    delivery(1, "failed", MORNING - timedelta(days=2))
    delivery(2, "pending", MORNING - timedelta(days=1))
    delivery(3, "pending", MORNING - timedelta(hours=23))
    delivery(4, "given_up", MORNING - timedelta(days=5))
    delivery(5, "given_up", MORNING - timedelta(days=8))
    delivery(6, "sent", MORNING - timedelta(days=2))
    delivery(7, "given_up", MORNING - timedelta(days=2), answer=UNSUBSCRIBED)
    assert desk.digest() == 3
    message = desk.messages("en")[0]
    assert message.subject == "[Veille] To put right: 2 messages waiting, 1 message given up"
    text = " ".join(message.text.split())
    assert "politique, by p***@example.org: 2 messages waiting, the oldest of 3 August 2025" in text
    assert "550 m***@example.org is not known" in text
    assert "marie@" not in text


def test_services_that_fail_or_pause_are_named(desk):
    with transaction(desk.engine) as session:
        session.add(models.Route(id="mailtos://mail.example.org", failing_since=MORNING - timedelta(hours=5)))
        session.add(models.Route(id="slack://", paused_until=MORNING + timedelta(hours=5)))
        session.add(models.Route(id="ntfy://", paused_until=MORNING - timedelta(hours=5)))
    desk.digest()
    text = " ".join(desk.messages()[0].text.split())
    assert "mailtos://mail.example.org : plus rien ne part depuis le 5 août 2025, 3 h 30" in text
    assert "slack:// : en pause jusqu'au 5 août 2025, 13 h 30" in text
    assert "ntfy" not in text


def changes(desk, number, watch, *, at_once=False, **given):
    with transaction(desk.engine) as session:
        desk.world.watch(session, watch, kind=given.pop("kind", "page"))
        version = desk.world.version(session, watch, MORNING - timedelta(hours=2)).id if at_once else None
        for position in range(number):
            place = {"version_after_id": version, "position": position} if version else {}
            instant = MORNING - timedelta(minutes=30 * position)
            desk.world.change(session, desk.builders.fee_change(), instant, watch, None, topics=[], **place, **given)


def test_pages_that_change_more_than_thirty_times_a_day_are_named(desk):
    changes(desk, 31, "dofi.restless")
    changes(desk, 30, "dofi.calm")
    changes(desk, 60, "dofi.ours", technical=True)
    changes(desk, 40, "ejustice.moniteur", kind="listing")
    changes(desk, 40, "ejustice.amended", at_once=True)
    desk.digest()
    (message,) = desk.messages()
    assert message.subject == "[Veille] À régler : 1 page qui change sans cesse"
    assert "dofi.restless : 31 changements, en 31 lectures" in " ".join(message.text.split())


def test_topics_nobody_receives_are_named_once_a_week_where_nothing_presses(desk, builders):
    only = desk.watchlist(builders.subscriber(topics=["nationalite"]))
    days = [desk.digest(MORNING + timedelta(days=day), only) for day in range(9)]
    assert days == [3, 0, 0, 0, 0, 0, 0, 3, 0]
    assert "Protection temporaire (protection-temporaire)" in desk.messages()[0].text
    assert "Nationalité (nationalite)" not in desk.messages()[0].text
    desk.incident(opened=MORNING + timedelta(days=9))
    assert desk.digest(MORNING + timedelta(days=9), only) == 3
    assert "Protection temporaire (protection-temporaire)" in desk.messages()[-1].text


def test_our_pages_without_an_editor_are_named(desk):
    pages = (
        Page(id="cire.ukraine", url="https://example.org/ukraine", language="fr", editor="web@example.org"),
        Page(id="cire.frais", url="https://example.org/frais", language="fr"),
    )
    desk.digest(watchlist=desk.watchlist(pages=pages))
    (message,) = desk.messages()
    assert message.subject == "[Veille] À régler : 1 page à nous sans responsable"
    assert "cire.frais" in message.text
    assert "cire.ukraine" not in message.text


def watch(name, source="dofi", **given):
    given = {"kind": "page", "topics": ["frais"], "language": "fr"} | given
    return Watch(id=name, source=source, url=f"https://example.org/{name}", **given)


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({}, None),
        ({"topics": ["frais"]}, None),
        ({"topics": ["abolished"]}, "topics"),
        ({"topics": ["abolished", "frais"]}, None),
        ({"topics": ["abolished", "frais"], "match_topics": "all"}, "topics"),
        ({"sources": ["ejustice"]}, None),
        ({"sources": ["fedasil"]}, "sources"),
        ({"watches": ["dofi.gone"]}, "watches"),
        ({"sources": ["dofi"], "watches": ["ejustice.moniteur"]}, "combination"),
        ({"topics": ["nationalite"], "sources": ["dofi"]}, "combination"),
        ({"topics": ["nationalite"], "sources": ["ejustice"]}, None),
    ],
)
def test_a_subscription_that_nothing_can_match_is_known_by_its_choices(builders, choices, why):
    watches = [watch("dofi.frais"), watch("ejustice.moniteur", "ejustice", kind="listing", topics=[], match="topics")]
    known = why_idle(builders.subscriber(**choices), builders.watchlist(watches=watches))
    assert (known and known[0]) == why


def test_a_topic_is_received_only_from_pages_that_the_subscription_follows(builders):
    watchlist = builders.watchlist(watches=[watch("dofi.frais"), watch("dofi.code", topics=["nationalite"])])
    of_one_page = builders.subscriber(watches=["dofi.frais"])
    assert [takes(of_one_page, topic, watchlist) for topic in ("frais", "nationalite")] == [True, False]


def test_a_subscription_whose_routes_all_ended_is_named(desk, builders):
    both = builders.subscriber("both", via=["one@example.org", "two@example.org"])
    with transaction(desk.engine) as session:
        for name, address in (("gone", "gone@example.org"), ("both", "one@example.org")):
            ended = recipient(address, desk.settings, {})
            session.add(models.Ending(subscription_id=name, recipient=ended, instant=MORNING, reason="unsubscribed"))
    watchlist = builders.watchlist(builders.subscriber("gone"), both, builders.subscriber("off", frequency="off"))
    with transaction(desk.engine) as session:
        assert [(each.subscription, each.why) for each in still_open(session, watchlist, desk.settings, MORNING).idle] == [
            ("gone", "routes")
        ]
