"""What people do with their Subscriptions on the website: ask, confirm, change, end, take up again.

Nobody needs a password: who holds the token of a recipient's links reads that recipient's messages. Every function takes
a session whose transaction belongs to the caller.
"""

import os
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from alerts.ledger import Addressees, enter
from alerts.people.confirmation import confirmation
from alerts.people.subscriptions import held
from alerts.sending.routes import recipient
from core import models
from core.settings import Settings
from core.watchlist import Choices, Subscriber, Watchlist

CONFIRM = "confirm-"
"""How the id of the message begins that asks to confirm a Subscription."""
MOST_CONFIRMATIONS = 3
"""How many such messages one recipient is sent within a day, whoever asks."""
BY_LINK = "unsubscribed by the link of a message"
ON_THE_WEBSITE = "ended on the page of choices"


@dataclass(frozen=True)
class Deployed:
    """What stands outside of the database: watchlist and settings, and the names of the Sources."""

    watchlist: Watchlist
    settings: Settings
    sources: Mapping[str, str]


def subscribe(session: Session, address: str, choices: Choices, deployed: Deployed, now: datetime) -> str | None:
    """A Subscription that waits to be confirmed, with the message that asks for it in the ledger; its id.

    ``None``, and nothing is sent, where the recipient was asked three times within a day.
    """
    recipient_id = recipient(address, deployed.settings, os.environ)
    if _asked_today(session, recipient_id, now) >= MOST_CONFIRMATIONS:
        return None
    chosen = _as_json(choices)
    subscriber = Subscriber.model_validate({"id": f"web-{secrets.token_hex(8)}", "via": [address], **chosen})
    session.add(models.Subscription(id=subscriber.id, recipient=recipient_id, address=address, choices=chosen, created=now))
    addressees = Addressees(deployed.settings)
    addressees.add(subscriber.id, subscriber.language, subscriber.via)
    message = confirmation(subscriber, deployed.watchlist.topics, deployed.sources, deployed.settings.site)
    enter(session, f"{CONFIRM}{subscriber.id}", addressees, lambda _: message, now)
    return subscriber.id


def _asked_today(session: Session, recipient_id: str, now: datetime) -> int:
    row = models.Delivery
    asked = (row.recipient == recipient_id, row.message_id.startswith(CONFIRM), row.created > now - timedelta(days=1))
    return session.scalar(select(func.count()).where(*asked)) or 0


def confirm(session: Session, recipient_id: str, subscription_id: str, now: datetime) -> bool:
    """Let a Subscription begin; whether the recipient has it. One that ended stays ended."""
    row = session.get(models.Subscription, subscription_id)
    if row is None or row.recipient != recipient_id:
        return False
    row.confirmed = row.confirmed or now
    return True


def change(session: Session, recipient_id: str, subscription_id: str, choices: Choices) -> bool:
    """Replace the choices of a Subscription of the website; whether the recipient has it."""
    row = session.get(models.Subscription, subscription_id)
    if row is None or row.recipient != recipient_id:
        return False
    row.choices = _as_json(choices)
    return True


def _as_json(choices: Choices) -> dict[str, Any]:
    return choices.model_dump(mode="json", include=set(Choices.model_fields))


def end(session: Session, recipient_id: str, subscriptions: Collection[str], reason: str, now: datetime) -> None:
    """End the Subscriptions for the recipient, each once."""
    row = models.Ending
    there = set(session.scalars(select(row.subscription_id).where(row.recipient == recipient_id)))
    new = [each for each in dict.fromkeys(subscriptions) if each not in there]
    session.add_all(models.Ending(subscription_id=each, recipient=recipient_id, instant=now, reason=reason) for each in new)


def take_up(session: Session, recipient_id: str, subscription_id: str, deployed: Deployed, now: datetime) -> bool:
    """Take up again what ended: of the watchlist at once, of the website by a new Subscription that asks to be confirmed.

    Whether the recipient has it.
    """
    found = [each for each in held(session, deployed.watchlist, deployed.settings, recipient_id) if each.subscriber.id == subscription_id]
    if not found or found[0].ended is None:
        return bool(found)
    subscriber = found[0].subscriber
    if found[0].from_website:
        subscribe(session, subscriber.via[0], subscriber, deployed, now)
        return True
    ending = models.Ending
    session.execute(delete(ending).where(ending.recipient == recipient_id, ending.subscription_id == subscription_id))
    return True


def unsubscribe(session: Session, recipient_id: str, message_id: str, deployed: Deployed, now: datetime) -> list[str]:
    """End what a message to the recipient was written for, all that the recipient has where the message is not known; the ids."""
    row = models.Delivery
    written_for = session.scalar(select(row.subscriptions).where(row.message_id == message_id, row.recipient == recipient_id))
    if written_for is None:
        written_for = [each.subscriber.id for each in held(session, deployed.watchlist, deployed.settings, recipient_id)]
    end(session, recipient_id, written_for, BY_LINK, now)
    return written_for
