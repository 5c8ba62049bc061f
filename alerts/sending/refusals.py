"""A server that refuses everybody is wrong: its refusals are doubted, end nobody's Subscription, and lose nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, distinct, func, or_, select
from sqlalchemy.orm import Session

from alerts.sending.answers import Target, Verdict
from alerts.sending.patience import wait_after
from core import models

WITHIN = timedelta(hours=24)
FEWEST = 10
"""Recipients of a Route below which nothing is said by how many of them were refused."""
MOST = 1 / 3
"""The share of its recipients that a Route may refuse and still be believed."""
REFUSED, DOUBTED = "refused ", "doubted "
"""How the ledger notes a refusal that was believed, and one that was not."""


@dataclass(frozen=True)
class Doubt:
    """A Route that refuses too many: how many of how many recipients lately, and its own words."""

    route: str
    refused: int
    recipients: int
    says: str


def doubts(session: Session, delivery: models.Delivery, targets: Sequence[Target], now: datetime) -> list[Doubt]:
    """The Routes whose refusal of this Delivery is not to be believed."""
    found = (_doubt(session, delivery, each, now) for each in targets if each.answer.verdict is Verdict.REFUSED)
    return [each for each in found if each.recipients >= FEWEST and each.refused > each.recipients * MOST]


def doubted(targets: Sequence[Target], found: Sequence[Doubt]) -> list[Target]:
    """The targets, with the refusals of the Routes in doubt taken as trouble of these Routes."""
    routes = {each.route for each in found}
    return [_doubted(each) if each.route in routes and each.answer.verdict is Verdict.REFUSED else each for each in targets]


def take_back(session: Session, found: Sequence[Doubt], now: datetime) -> None:
    """Undo what came of the refusals of these Routes lately: the messages wait again, and the Subscriptions go on."""
    row, ending = models.Delivery, models.Ending
    believed = (row.state == "given_up", row.reason.startswith(REFUSED))
    for route in {each.route for each in found}:
        for each in session.scalars(select(row).where(*_lately(route, now), *believed).order_by(row.id).with_for_update()).all():
            each.state, each.reason = "failed", "\n".join(_noted_as_doubted(line) for line in each.reason.splitlines())
            each.next_attempt_at = now + wait_after(each)
            of_reader = (ending.recipient == each.recipient, ending.subscription_id.in_(each.subscriptions))
            session.execute(delete(ending).where(*of_reader, ending.reason.startswith(REFUSED), ending.instant > now - WITHIN))


def _doubt(session: Session, delivery: models.Delivery, target: Target, now: datetime) -> Doubt:
    row = models.Delivery
    refusal = case((or_(row.reason.startswith(REFUSED), row.reason.startswith(DOUBTED)), row.recipient))
    others = select(func.count(distinct(refusal)), func.count(distinct(row.recipient))).where(
        *_lately(target.route, now), row.recipient != delivery.recipient
    )
    refused, recipients = session.execute(others).one()
    return Doubt(target.route, refused + 1, recipients + 1, target.answer.says)


def _lately(route: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return models.Delivery.tried_by == route, models.Delivery.tried_at > now - WITHIN


def _doubted(target: Target) -> Target:
    return replace(target, answer=replace(target.answer, verdict=Verdict.DOUBTED))


def _noted_as_doubted(line: str) -> str:
    return f"{DOUBTED}{line.removeprefix(REFUSED)}" if line.startswith(REFUSED) else line
