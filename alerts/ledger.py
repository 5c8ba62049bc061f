"""The ledger of Deliveries: one row per message and recipient, written before anything is sent."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from alerts.messages import Message
from alerts.recipients import addressed, tokens
from alerts.routes import recipient
from core import models
from core.settings import Settings

AT_ONCE = 500
"""How many rows are written together: messages to thousands are not all held in memory."""


@dataclass
class Addressee:
    """One recipient of one message, and every reason for it: two Subscriptions or routes of one person are one Addressee."""

    recipient: str
    route: str
    subscriber: str
    language: str
    reasons: list[str] = field(default_factory=list)
    subscriptions: list[str] = field(default_factory=list)


class Addressees:
    """The recipients of one message, each once, in the order they were named.

    ``staff`` are editors and administrators: no Subscription of theirs stands behind the message.
    """

    def __init__(self, settings: Settings, *, staff: bool = False) -> None:
        self._settings, self._staff = settings, staff
        self._by_recipient: dict[str, Addressee] = {}

    def add(self, subscription: str, language: str, routes: Iterable[str], reason: str = "") -> None:
        """Name the routes of a Subscription and why it gets the message."""
        for route in routes:
            identity = recipient(route, self._settings, os.environ)
            known = self._by_recipient.setdefault(identity, Addressee(identity, route, subscription, language))
            if reason and reason not in known.reasons:
                known.reasons.append(reason)
            if not self._staff and subscription not in known.subscriptions:
                known.subscriptions.append(subscription)

    @property
    def site(self) -> str:
        """The public address of the website."""
        return self._settings.site

    def all(self) -> list[Addressee]:
        """Every recipient once."""
        return list(self._by_recipient.values())


def enter(session: Session, message_id: str, addressees: Addressees, write: Callable[[Addressee], Message], now: datetime) -> int:
    """Put the message in the ledger for every recipient that does not stand there yet; the number of rows added."""
    there = set(session.scalars(select(models.Delivery.recipient).where(models.Delivery.message_id == message_id)))
    new = [each for each in addressees.all() if each.recipient not in there]
    for first in range(0, len(new), AT_ONCE):
        some = new[first : first + AT_ONCE]
        secrets = tokens(session, [each.recipient for each in some], now)
        rows = [_row(message_id, each, _addressed(write(each), secrets[each.recipient], addressees.site), now) for each in some]
        session.connection().execute(insert(models.Delivery), rows)
    return len(new)


def _addressed(message: Message, token: str, site: str) -> Message:
    html, text, markdown = (addressed(each, token, site) for each in (message.html, message.text, message.markdown))
    return replace(message, html=html, text=text, markdown=markdown)


def _row(message_id: str, addressee: Addressee, message: Message, now: datetime) -> dict[str, object]:
    return {
        "message_id": message_id,
        "recipient": addressee.recipient,
        "route": addressee.route,
        "subscriber": addressee.subscriber,
        "subscriptions": addressee.subscriptions,
        "tags": list(message.tags),
        "subject": message.subject,
        "html": message.html,
        "text": message.text,
        "markdown": message.markdown,
        "created": now,
        "state": "pending",
        "attempts": 0,
        "reason": "",
    }
