"""Subscriptions of the watchlist that ended, and the way back that an administrator has."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import models
from core.errors import AlreadySo, NotInHistory
from core.rights import enter_deed
from core.watchlist import Watchlist


def ended(session: Session, watchlist: Watchlist) -> Sequence[models.Ending]:
    """Every Ending of a Subscription of the watchlist, the newest first."""
    row, names = models.Ending, [each.id for each in watchlist.subscribers]
    return session.scalars(select(row).where(row.subscription_id.in_(names)).order_by(row.instant.desc(), row.id)).all()


def resume(session: Session, watchlist: Watchlist, subscription: str, by: str, now: datetime) -> Sequence[models.Ending]:
    """Take a Subscription of the watchlist up again by all its routes; the Endings there were, which are no more."""
    if subscription not in {each.id for each in watchlist.subscribers}:
        raise NotInHistory(
            f"The watchlist has no Subscription {subscription!r}; one made on the website is taken up by its own reader alone, "
            "and `veille subscriptions` lists those there are."
        )
    row = models.Ending
    endings = session.scalars(select(row).where(row.subscription_id == subscription).order_by(row.id)).all()
    if not endings:
        raise AlreadySo(f"The Subscription {subscription} has not ended; there is nothing to take up.")
    session.execute(delete(row).where(row.subscription_id == subscription))
    enter_deed(
        session, by, "resume", f"subscription {subscription}", now, detail="; ".join(each.reason.partition("\n")[0] for each in endings)
    )
    return endings
