"""The ledger: what a message says is kept once, links are the reader's own, and two stages at once agree."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts import ledger
from alerts.ledger import Addressees, enter
from alerts.messages import Message
from alerts.people.recipients import CHOICES, tokens
from alerts.sending.deliver import deliver
from core import models
from core.database import add_many, connect, transaction
from core.migration import upgrade


@pytest.fixture
def postgres(new_postgres_address):
    made = connect(new_postgres_address)
    upgrade(made)
    yield made
    made.dispose()


def entered(engine, settings, builders, message_id="event-1-1", *, count=7, write=None):
    """Put one message for so many people in the ledger; the number of rows added."""
    everyone = Addressees(settings)
    for number in range(count):
        everyone.add(f"reader-{number}", "fr", [f"reader-{number}@example.org"])
    same = Message("S", f"<a href='{CHOICES}'>x</a>", f"text {CHOICES}", ("frais",), "md")
    with transaction(engine) as session:
        return enter(session, message_id, everyone, write or (lambda _: same), builders.noon)


def renderings(engine):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(models.Rendering))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_a_message_says_is_kept_once_for_all_its_recipients(request, settings, builders, monkeypatch, database):
    engine = request.getfixturevalue("engine" if database == "sqlite" else "postgres")
    monkeypatch.setattr(ledger, "AT_ONCE", 3)
    assert entered(engine, settings, builders) == 7
    assert entered(engine, settings, builders) == 0
    assert entered(engine, settings, builders, "event-2-1") == 7
    assert renderings(engine) == 1
    assert entered(engine, settings, builders, "event-3-1", write=lambda each: Message("S", each.subscriber, "t")) == 7
    assert renderings(engine) == 8
    with Session(engine) as session:
        row = session.scalars(select(models.Delivery).order_by(models.Delivery.id)).first()
        assert (row.subscriptions, row.tags, row.created, row.state) == (["reader-0"], ["frais"], builders.noon, "pending")
        assert (row.subject, row.text, row.markdown, row.held_by) == ("S", f"text {CHOICES}", "md", "")


def test_what_is_put_out_holds_the_links_of_its_one_reader(engine, settings, builders):
    entered(engine, settings, builders, count=2)
    deliver(engine, builders.watchlist(), settings, lambda: builders.noon)
    with Session(engine) as session:
        links = {f"https://veille.example.org/choices/{each}" for each in session.scalars(select(models.Recipient.token))}
    said = [path.read_text(encoding="utf-8") for path in settings.outbox.iterdir()]
    assert len(links) == 2
    assert sorted(sum(link in each for each in said) for link in links) == [2, 2]
    assert not any(CHOICES in each for each in said)


def test_two_transactions_that_meet_a_new_recipient_at_once_agree_on_its_token(postgres, builders):
    def ask(recipients):
        with transaction(postgres) as session:
            return tokens(session, recipients, builders.noon)

    with ThreadPoolExecutor(1) as other, transaction(postgres) as session:
        first = tokens(session, ["a", "b"], builders.noon)
        second = other.submit(ask, ["b", "c", "a"])
        assert not wait([second], timeout=0.3).done
        session.commit()
        found = second.result(timeout=20)
    assert {each: found[each] for each in "ab"} == first
    assert ask(["c", "b", "a"]) == found


def test_a_recipient_keeps_its_token(engine, builders):
    with transaction(engine) as session:
        first = tokens(session, ["a"], builders.noon)
        assert tokens(session, ["b", "a"], builders.noon + timedelta(days=1))["a"] == first["a"]


def test_a_row_that_is_there_already_is_the_same_error_on_both_databases(engine, postgres, builders):
    row = {"subscription_id": "a", "recipient": "r", "instant": builders.noon, "reason": "why"}
    for each in (engine, postgres):
        with pytest.raises(IntegrityError), transaction(each) as session:
            add_many(session, models.Ending, [row, row])
