"""Every Subscription that wants messages: those of the watchlist, and the confirmed ones of the website."""

import os
from collections.abc import Container

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.routes import recipient
from core import models
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist


def active(session: Session, watchlist: Watchlist, settings: Settings) -> list[Subscriber]:
    """The Subscriptions that may be written to now, each without the routes that ended; none that are ``off``."""
    ended = {
        (row.subscription_id, row.recipient) for row in session.execute(select(models.Ending.subscription_id, models.Ending.recipient))
    }
    everyone = [*watchlist.subscribers, *_from_the_website(session)]
    wanted = [each for each in everyone if each.frequency != "off"]
    if not ended:
        return wanted
    return [kept for each in wanted if (kept := _without(each, ended, settings)).via]


def _without(subscriber: Subscriber, ended: Container[tuple[str, str]], settings: Settings) -> Subscriber:
    via = [route for route in subscriber.via if (subscriber.id, recipient(route, settings, os.environ)) not in ended]
    return subscriber if via == subscriber.via else subscriber.model_copy(update={"via": via})


def _from_the_website(session: Session) -> list[Subscriber]:
    row = models.Subscription
    confirmed = select(row.id, row.address, row.choices).where(row.confirmed.is_not(None), row.address.is_not(None))
    return [Subscriber(id=each.id, via=[each.address], **each.choices) for each in session.execute(confirmed.order_by(row.id))]
