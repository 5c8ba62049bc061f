"""One attempt at a Delivery as the ledger sees it: due, taken and counted, then what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.messages import Message
from alerts.people.recipients import addressed
from alerts.sending.answers import Target, Verdict
from alerts.sending.leases import LEASE, is_free
from alerts.sending.patience import LONGEST_WAIT, MOST_ATTEMPTS, hear, wait_after
from core import models
from core.discretion import without_addresses

OPEN = ("pending", "failed")
UNSUBSCRIBED = "unsubscribed"
MOST_INTERRUPTED = 3 * MOST_ATTEMPTS
"""Attempts after which a message that always takes its sender down with it is given up."""
DONE = {Verdict.SENT: "sent", Verdict.REFUSED: "refused", Verdict.UNFIT: "unfit"}
AGAIN = ("failed ", "doubted ")
"""How the ledger notes a target that is tried again."""


@dataclass(frozen=True)
class Due:
    """A Delivery that may be sent now."""

    id: int
    route: str


def due(session: Session, now: datetime, message_id: str = "") -> list[Due]:
    """What may be sent now, or of one message alone: what was never tried first, so that nothing that always fails stands in its way."""
    row = models.Delivery
    columns = (row.id, row.route, row.held_by, row.held_until)
    wanted = select(*columns).where(row.state.in_(OPEN), _is_time(now)).order_by(row.attempts, row.id)
    found = session.execute(wanted.where(row.message_id == message_id) if message_id else wanted)
    return [Due(each.id, each.route) for each in found if is_free(each.held_by, each.held_until, now)]


def begin(session: Session, number: int, holder: str, now: datetime) -> models.Delivery | None:
    """Take the Delivery and count the attempt; ``None`` where another sender has it, or its recipient has left.

    Counted before it is made: whoever is killed in between leaves it due, but not for ever. Then it is given up here.
    """
    row = models.Delivery
    wanted = select(row).where(row.id == number, row.state.in_(OPEN), _is_time(now))
    delivery = session.scalar(wanted.with_for_update(skip_locked=True))
    if delivery is None or not is_free(delivery.held_by, delivery.held_until, now):
        return None
    if _has_left(session, delivery):
        _close(delivery, "given_up", UNSUBSCRIBED)
        return None
    if delivery.attempts >= MOST_INTERRUPTED:
        _close(delivery, "given_up", "Every attempt took its sender down.")
        return delivery
    delivery.attempts += 1
    delivery.held_by, delivery.held_until = holder, now + LEASE
    return delivery


def release(session: Session, number: int, holder: str) -> None:
    """Give back what was taken, where the sender is stopped before it knows what came of it."""
    delivery = session.get_one(models.Delivery, number)
    if delivery.held_by == holder:
        delivery.held_by, delivery.held_until = "", None


def written(delivery: models.Delivery, token: str, site: str) -> Message:
    """The message as its one recipient reads it, with the links of this token."""
    html, text, markdown = (addressed(each, token, site) for each in (delivery.html, delivery.text, delivery.markdown))
    return Message(delivery.subject, html, text, tuple(delivery.tags), markdown)


def done_before(delivery: models.Delivery) -> list[str]:
    """The targets that need no further attempt: they have the message, or will never take it."""
    return [line.split(" ")[1] for line in _settled(delivery)]


def record(session: Session, delivery: models.Delivery, targets: Sequence[Target], now: datetime) -> str:
    """Write down how an attempt went, in the ledger and for the Routes; the state of the Delivery."""
    if delivery.state not in OPEN:
        # Our lease was over, and another sender has finished it.
        return delivery.state
    lines = [_line(each) for each in targets]
    settled = _settled(delivery)
    reason = "\n".join([*settled, *lines])
    settled += [line for line in lines if not line.startswith(AGAIN)]
    if targets:
        delivery.tried_at, delivery.tried_by = now, targets[0].route
    for each in targets:
        if each.route:
            hear(session, each.route, each.answer, now)
    if any(line.startswith(AGAIN) for line in lines):
        _try_again(delivery, reason, max((each.answer.patience or timedelta() for each in targets), default=timedelta()), now)
    elif settled and not any(line.startswith("sent ") for line in settled):
        _close(delivery, "given_up", reason)
    else:
        _close(delivery, "sent", reason)
        delivery.sent_at = now
    return delivery.state


def end_subscriptions(session: Session, delivery: models.Delivery, now: datetime) -> None:
    """Where every target refuses messages for good, end each Subscription to this recipient, with the service's reason."""
    lines = delivery.reason.splitlines()
    if not lines or any(not line.startswith("refused ") for line in lines):
        return
    for each in delivery.subscriptions:
        row = models.Ending(subscription_id=each, recipient=delivery.recipient, instant=now, reason=without_addresses(delivery.reason))
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            pass  # it ended already, by another message or by the reader's own will


def _is_time(now: datetime) -> ColumnElement[bool]:
    row = models.Delivery.next_attempt_at
    return or_(row.is_(None), row <= now, row > now + LONGEST_WAIT)


def _has_left(session: Session, delivery: models.Delivery) -> bool:
    """Whether every Subscription that it was written for has ended for its recipient."""
    if not delivery.subscriptions:
        return False
    row = models.Ending
    ended = session.scalars(select(row.subscription_id).where(row.recipient == delivery.recipient))
    return set(delivery.subscriptions) <= set(ended)


def _line(target: Target) -> str:
    noted = "doubted" if target.answer.verdict is Verdict.DOUBTED else DONE.get(target.answer.verdict, "failed")
    return f"{noted} {target.id} {' '.join(target.answer.says.split())}"


def _settled(delivery: models.Delivery) -> list[str]:
    return [line for line in delivery.reason.splitlines() if line.split(" ")[0] in DONE.values()]


def _try_again(delivery: models.Delivery, reason: str, patience: timedelta, now: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        _close(delivery, "given_up", reason)
        return
    _close(delivery, "failed", reason)
    delivery.next_attempt_at = now + max(wait_after(delivery), patience)


def _close(delivery: models.Delivery, state: str, reason: str) -> None:
    delivery.state, delivery.reason = state, reason
    delivery.held_by, delivery.held_until, delivery.next_attempt_at = "", None, None
