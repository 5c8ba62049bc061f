"""Every Subscription: those of the watchlist, and those of the website; who may be written to, and what one person has."""

import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from alerts.sending.routes import recipient
from core import models
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist


@dataclass(frozen=True)
class Held:
    """A Subscription that a recipient has: since when it ended, if it did, and whether it was made on the website and confirmed."""

    subscriber: Subscriber
    ended: datetime | None
    from_website: bool
    confirmed: bool = True

    @property
    def stands(self) -> bool:
        """Whether messages may be written for it."""
        return self.confirmed and self.ended is None


def active(session: Session, watchlist: Watchlist, settings: Settings) -> list[Subscriber]:
    """The Subscriptions that may be written to now, each without the routes that ended; none that are ``off``."""
    ended = {
        (row.subscription_id, row.recipient) for row in session.execute(select(models.Ending.subscription_id, models.Ending.recipient))
    }
    everyone = [*watchlist.subscribers, *(each for each, _ in _from_website(session, models.Subscription.confirmed.is_not(None)))]
    wanted = [each for each in everyone if each.frequency != "off"]
    if not ended:
        return wanted
    return [kept for each in wanted if (kept := _without(each, ended, settings)).via]


def held(session: Session, watchlist: Watchlist, settings: Settings, recipient_id: str) -> list[Held]:
    """All that a recipient has: of the website first, then of the watchlist; what ended too."""
    row = models.Ending
    ended = dict(session.execute(select(row.subscription_id, row.instant).where(row.recipient == recipient_id)).all())
    website = _from_website(session, models.Subscription.recipient == recipient_id)
    return [
        *(Held(each, ended.get(each.id), True, confirmed) for each, confirmed in website),
        *(Held(each, ended.get(each.id), False) for each in _from_watchlist(watchlist, settings, recipient_id)),
    ]


def _from_watchlist(watchlist: Watchlist, settings: Settings, recipient_id: str) -> Iterator[Subscriber]:
    for each in watchlist.subscribers:
        if recipient_id in {recipient(route, settings, os.environ) for route in each.via}:
            yield each


def _without(subscriber: Subscriber, ended: Container[tuple[str, str]], settings: Settings) -> Subscriber:
    via = [route for route in subscriber.via if (subscriber.id, recipient(route, settings, os.environ)) not in ended]
    return subscriber if via == subscriber.via else subscriber.model_copy(update={"via": via})


def _from_website(session: Session, *conditions: ColumnElement[bool]) -> Iterator[tuple[Subscriber, bool]]:
    """The Subscriptions of the website whose address is still known, each with whether it is confirmed."""
    row = models.Subscription
    known = select(row.id, row.address, row.choices, row.confirmed).where(row.address.is_not(None), *conditions)
    for each in session.execute(known.order_by(row.id)):
        yield Subscriber(id=each.id, via=[each.address or ""], **each.choices), each.confirmed is not None
