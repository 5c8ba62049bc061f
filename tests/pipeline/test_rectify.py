"""``veille rectify`` and ``veille subscriptions``: what a person says of a Change, and who is told."""

import json

import pytest
from sqlalchemy import select

from alerts.rectifications import write_rectifications
from alerts.sending.routes import recipient
from core import models
from core.database import reading, transaction
from core.settings import Settings
from pipeline.deployment import Deployment
from tests.pipeline.conftest import START, Publisher, Veille, one_sentence, page

RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
FEE = "La redevance pour une demande de séjour est de {} €."


@pytest.fixture
def told(publisher: Publisher) -> Deployment:
    """One Change of a fee, told to ``politique``."""
    for amount in (198, 206):
        publisher.answers(page(FEE.format(amount), *RULES))
    return publisher.play()


def deliveries(deployment: Deployment) -> list[models.Delivery]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Delivery).order_by(models.Delivery.id)))


@pytest.mark.usefixtures("told")
def test_who_was_told_is_counted_and_the_history_says_what_was_said(veille: Veille) -> None:
    done = veille("rectify", "1", "C'était un projet.", "--withdraw", "--by", "Marie", "--now", "2026-01-08T08:00Z")
    assert (done.returncode, done.stdout) == (
        0,
        "Change 1 is withdrawn, says Marie: 1 reader who were told of it hear so at the next `veille run`.\n",
    )
    assert "withdrawn 08.01.2026 09:00: C'était un projet." in veille("show", "1").stdout
    assert "[withdrawn] " in veille("log").stdout
    (shown,) = json.loads(veille("log", "--format", "json").stdout)["items"]
    assert shown["rectified"] == {"kind": "withdrawn", "note": "C'était un projet.", "made": "2026-01-08T08:00:00Z"}


def test_the_reader_who_was_told_gets_the_rectification(told: Deployment, veille: Veille) -> None:
    assert veille("rectify", "1", "La redevance est de 200 €.", "--correct").returncode == 0
    with transaction(told.engine) as session:
        assert write_rectifications(session, told.watchlist, told.settings, told.now()) == 1
    first, second = deliveries(told)
    assert (second.message_id, second.recipient, second.route) == ("rectification-1", first.recipient, first.route)
    assert "La redevance est de 200 €." in second.text
    assert first.subject in " ".join(second.text.split())


@pytest.mark.usefixtures("told")
def test_what_cannot_be_rectified_is_refused(veille: Veille) -> None:
    one_sentence(veille("rectify", "99", "--withdraw"), "There is no Change 99")
    one_sentence(veille("rectify", "1", "--correct"), "A correction says what is right")
    for words in (["1"], ["1", "x", "--withdraw", "--correct"]):
        done = veille("rectify", *words)
        assert (done.returncode, "either --withdraw or --correct" in done.stderr) == (2, True)


# Subscriptions


def subscribe(deployment: Deployment, name: str, **given: object) -> None:
    row = models.Subscription(id=name, recipient=name, address=f"{name}@example.org", choices={"frequency": "weekly"}, created=START)
    for key, value in given.items():
        setattr(row, key, value)
    with transaction(deployment.engine) as session:
        session.add(row)


def end(deployment: Deployment, subscription: str, address: str, reason: str = "unsubscribed") -> None:
    with transaction(deployment.engine) as session:
        session.add(models.Ending(subscription_id=subscription, recipient=address, instant=START, reason=reason))


def test_every_subscription_is_listed_with_its_state_and_no_address_in_full(told: Deployment, veille: Veille) -> None:
    subscribe(told, "confirmed", confirmed=START)
    subscribe(told, "waiting")
    subscribe(told, "gone", confirmed=START, address=None)
    end(told, "gone", "gone", "550 politique@example.org is\nnot known")
    listed = veille("subscriptions", "--format", "json")
    items = {each["id"]: each for each in json.loads(listed.stdout)["items"]}
    assert {name: each["state"] for name, each in items.items()} == {
        "politique": "active", "confirmed": "active", "waiting": "unconfirmed", "gone": "ended",
    }  # fmt: skip
    assert [items[name]["address"] for name in ("politique", "confirmed", "gone")] == ["p***@example.org", "c***@example.org", "(erased)"]
    assert (items["politique"]["origin"], items["confirmed"]["origin"]) == ("watchlist", "website")
    assert items["politique"]["last_message"].startswith("2026-01-06")
    assert items["waiting"]["last_message"] is None
    assert items["gone"]["reason"] == "550 p***@example.org is not known"
    text = veille("subscriptions").stdout
    assert "ended 05.01.2026 09:00: 550 p***@example.org is not known" in text
    assert "politique@" not in text + listed.stdout


def test_an_ended_subscription_of_the_watchlist_is_taken_up_again(told: Deployment, veille: Veille) -> None:
    end(told, "politique", recipient("politique@example.org", Settings(), {}))
    assert "  ended 05.01.2026 09:00: unsubscribed" in veille("subscriptions").stdout
    assert veille("subscriptions", "--resume", "politique").returncode == 0
    assert veille("subscriptions").stdout.rstrip().endswith("active")


def test_only_what_ended_in_the_watchlist_is_taken_up(told: Deployment, veille: Veille) -> None:
    subscribe(told, "website", confirmed=START)
    end(told, "website", "website")
    one_sentence(veille("subscriptions", "--resume", "politique"), "politique has not ended")
    one_sentence(veille("subscriptions", "--resume", "website"), "its own reader alone")
    with reading(told.engine) as session:
        assert len(session.scalars(select(models.Ending)).all()) == 1
