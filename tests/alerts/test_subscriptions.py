"""Who may be written to: the watchlist's people and the website's, without those who left."""

import pytest
from sqlalchemy.orm import Session

from alerts.routes import recipient
from alerts.subscriptions import active
from core import models

WHO = "anne@example.org"


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
