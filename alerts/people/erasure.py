"""What is forgotten, and when: addresses of people who left, and of those who never confirmed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from alerts.people.choices import CONFIRM
from alerts.people.confirmation import UNCONFIRMED_DAYS
from alerts.people.subscriptions import held
from core import models
from core.database import in_batches
from core.settings import Settings
from core.watchlist import Watchlist

AFTER = timedelta(days=28)
"""How long after the last Ending of a recipient the address is kept."""
EMPTY = {"route": "", "rendering_id": None, "reason": ""}
UNSENT = ("pending", "failed")
AT_ONCE = 1000
"""How many renderings a statement names."""


def erase(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Forget who did not confirm within 7 days, and who left everything 28 days ago; how many of both.

    Of the latter the ledger keeps which message was sent when, and nothing by which it could be said to whom.
    """
    return _unconfirmed(session, now) + sum(_left(session, watchlist, settings, each) for each in _ended(session, now))


def _unconfirmed(session: Session, now: datetime) -> int:
    row = models.Subscription
    late = (row.confirmed.is_(None), row.created <= now - timedelta(days=UNCONFIRMED_DAYS))
    ids = session.scalars(select(row.id).where(*late)).all()
    _empty(session, models.Delivery.message_id.in_([f"{CONFIRM}{each}" for each in ids]))
    session.execute(delete(row).where(row.id.in_(ids)))
    return len(ids)


def _ended(session: Session, now: datetime) -> Sequence[str]:
    """The recipients whose last Ending is long ago and of whom something is still kept."""
    ending, delivery, subscription = models.Ending, models.Delivery, models.Subscription
    long_ago = select(ending.recipient).group_by(ending.recipient).having(func.max(ending.instant) <= now - AFTER)
    kept = select(subscription.recipient).where(subscription.address.is_not(None)).union(
        select(delivery.recipient).where(delivery.route != "")
    )  # fmt: skip
    return session.scalars(long_ago.where(ending.recipient.in_(kept))).all()


def _left(session: Session, watchlist: Watchlist, settings: Settings, recipient_id: str) -> int:
    # Who has another Subscription, or has just asked for one, is still written to.
    if any(each.ended is None for each in held(session, watchlist, settings, recipient_id)):
        return 0
    row = models.Subscription
    session.execute(update(row).where(row.recipient == recipient_id).values(address=None))
    _empty(session, models.Delivery.recipient == recipient_id)
    return 1


def _empty(session: Session, those: ColumnElement[bool]) -> None:
    """Forget of these Deliveries where they went and what they said; what others were told as well stays with them."""
    row, rendering = models.Delivery, models.Rendering
    said = session.scalars(select(row.rendering_id).where(those, row.rendering_id.is_not(None)).distinct()).all()
    session.execute(update(row).where(those, row.state.in_(UNSENT)).values(state="given_up", next_attempt_at=None))
    session.execute(update(row).where(those).values(EMPTY))
    nobody_elses = ~exists().where(row.rendering_id == rendering.sha256)
    for some in in_batches(said, AT_ONCE):
        session.execute(delete(rendering).where(rendering.sha256.in_(some), nobody_elses))
