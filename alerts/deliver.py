"""The ledger put into practice: each Delivery is sent, tried again later, or given up loudly."""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from alerts import outbox
from alerts.ledger import Addressees, enter
from alerts.messages import given_up
from alerts.routes import resolve
from core import models
from core.database import transaction
from core.settings import Settings
from core.watchlist import Watchlist

if TYPE_CHECKING:
    from alerts.channels import Target

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
GROWTH = 4.0
"""Waits of 1 min, 4 min, 16 min … 68 h: an outage over a weekend loses nothing."""
JITTER = 0.2
GIVEN_UP = "given-up-"


@dataclass(frozen=True)
class Delivered:
    """What became of the Deliveries that were due, and how many wait for a later attempt."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    waiting: int = 0


def deliver(engine: Engine, watchlist: Watchlist, settings: Settings, now: Callable[[], datetime]) -> Delivered:
    """Send what is due, one Delivery at a time; each result is committed before the next begins.

    An attempt is counted before it is made: whoever is killed in between leaves the Delivery due. Without
    ``VEILLE_SEND`` messages go to the outbox folder; ``RouteError`` where that cannot be written to.
    """
    states: list[str] = []
    number = 0
    while number := _begin(engine, number, now()):
        states.append(_attempt(engine, number, watchlist, settings, now))
    with transaction(engine) as session:
        waiting = session.scalar(select(func.count()).where(models.Delivery.state.in_(("pending", "failed"))))
    return Delivered(states.count("sent"), states.count("failed"), states.count("given_up"), waiting or 0)


def _begin(engine: Engine, last: int, now: datetime) -> int:
    """Count an attempt at the first due Delivery after ``last``; its number, 0 where there is none."""
    row = models.Delivery
    due = or_(row.next_attempt_at.is_(None), row.next_attempt_at <= now)
    with transaction(engine) as session:
        first = select(row).where(row.id > last, row.state.in_(("pending", "failed")), due).order_by(row.id).limit(1)
        delivery = session.scalar(first.with_for_update())
        if delivery is None:
            return 0
        delivery.attempts += 1
        return delivery.id


def _attempt(engine: Engine, number: int, watchlist: Watchlist, settings: Settings, now: Callable[[], datetime]) -> str:
    with transaction(engine) as session:
        delivery = session.get_one(models.Delivery, number)
    if settings.send:
        targets = _send(delivery, watchlist, settings)
    else:
        outbox.put(settings.outbox, delivery)
        targets = []
    with transaction(engine) as session:
        delivery = session.get_one(models.Delivery, number)
        _record(delivery, targets, now())
        if delivery.state == "given_up":
            _tell_administrators(session, delivery, watchlist, settings, now())
        return delivery.state


def _send(delivery: models.Delivery, watchlist: Watchlist, settings: Settings) -> "Sequence[Target]":
    # Apprise knows a hundred services: it is loaded when there is something to send.
    from alerts.channels import Target, send  # noqa: PLC0415

    done = [line.split(" ")[1] for line in delivery.reason.splitlines() if line.startswith("sent ")]
    try:
        return send(delivery, resolve(delivery.route, settings, os.environ), settings, watchlist.topics, done)
    except Exception as error:
        # One bad route or poisoned message must not hold up the others.
        return [Target("-", False, str(error) or type(error).__name__)]


def _record(delivery: models.Delivery, targets: "Sequence[Target]", now: datetime) -> None:
    before = [line for line in delivery.reason.splitlines() if line.startswith("sent ")]
    results = [f"{'sent' if each.sent else 'failed'} {each.id} {' '.join(each.says.split())}" for each in targets]
    delivery.reason = "\n".join([*before, *results])
    if all(each.sent for each in targets):
        delivery.state, delivery.sent_at, delivery.next_attempt_at = "sent", now, None
    elif delivery.attempts >= MOST_ATTEMPTS:
        delivery.state, delivery.next_attempt_at = "given_up", None
    else:
        delivery.state, delivery.next_attempt_at = "failed", now + wait_after(delivery)


def wait_after(delivery: models.Delivery) -> timedelta:
    """How long to wait after the attempts made so far: longer each time, never quite the same for two messages."""
    chance = random.Random(f"{delivery.message_id} {delivery.recipient} {delivery.attempts}")
    return FIRST_WAIT * GROWTH ** (delivery.attempts - 1) * chance.uniform(1 - JITTER, 1 + JITTER)


def _tell_administrators(session: Session, delivery: models.Delivery, watchlist: Watchlist, settings: Settings, now: datetime) -> None:
    if delivery.message_id.startswith(GIVEN_UP):
        return
    addressees = Addressees(settings)
    for each in watchlist.administrators:
        addressees.add(each.id, each.language, each.via)
    enter(session, f"{GIVEN_UP}{delivery.id}", addressees, lambda each: given_up(delivery, each.language, settings.site), now)
