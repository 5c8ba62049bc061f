"""When a message is tried again, and how the Routes are: which rest, which fail and since when."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.sending.answers import LONGEST_PATIENCE, Answer, Verdict
from core import models

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
GROWTH = 4.0
"""Waits of 1 min, 4 min, 16 min … 68 h: an outage over a weekend loses nothing."""
JITTER = 0.2
LONGEST_WAIT = timedelta(days=5)
"""No Delivery waits longer than that, whatever a clock once said."""
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
"""A Route that fails rests half as long as it has failed, within these."""
TELL_AFTER = timedelta(hours=1)


def wait_after(delivery: models.Delivery) -> timedelta:
    """How long to wait after the attempts made so far: longer each time, never quite the same for two messages."""
    chance = random.Random(f"{delivery.message_id} {delivery.recipient} {delivery.attempts}")
    return FIRST_WAIT * GROWTH ** (delivery.attempts - 1) * chance.uniform(1 - JITTER, 1 + JITTER)


def resting(session: Session, now: datetime) -> set[str]:
    """The Routes by which nothing goes at ``now``."""
    row = models.Route
    return set(session.scalars(select(row.id).where(row.paused_until > now, row.paused_until <= now + LONGEST_PATIENCE)))


def hear(session: Session, route: str, answer: Answer, now: datetime) -> None:
    """Write down what an answer says of the Route: it works, it fails, or it asks for a rest."""
    if answer.verdict is Verdict.SENT:
        _works(session, route)
    elif answer.verdict in (Verdict.FAILED, Verdict.ROUTE, Verdict.DOUBTED):
        row = _row(session, route)
        row.failing_since = row.failing_since or now
        if answer.verdict is not Verdict.FAILED:
            row.paused_until = now + (answer.patience if answer.patience is not None else _pause(now - row.failing_since))


def untold(session: Session, now: datetime) -> list[models.Route]:
    """The Routes about which the administrators must hear: down for long, or working again; locked until told."""
    row = models.Route
    down = row.told.is_(None) & (row.failing_since <= now - TELL_AFTER)
    works = row.told.is_not(None) & row.failing_since.is_(None)
    return list(session.scalars(select(row).where(or_(down, works)).order_by(row.id).with_for_update(skip_locked=True)))


def told_that_down(session: Session, routes: Iterable[str]) -> bool:
    """Whether the administrators know already that nothing can be delivered by one of these Routes."""
    row = models.Route
    return session.scalar(select(row.id).where(row.id.in_(list(routes)), row.told.is_not(None)).limit(1)) is not None


def _works(session: Session, route: str) -> None:
    row = session.get(models.Route, route)
    if row and row.failing_since:
        # A rest that it asked for goes on: another sender may have been told so just now.
        row.failing_since = None


def _row(session: Session, route: str) -> models.Route:
    known = session.get(models.Route, route)
    if known is None:
        # Two senders may meet a new Route at once.
        try:
            with session.begin_nested():
                session.add(models.Route(id=route))
        except IntegrityError:
            pass
        known = session.get_one(models.Route, route)
    return known


def _pause(failing: timedelta) -> timedelta:
    return max(SHORTEST_PAUSE, min(LONGEST_PAUSE, failing / 2))
