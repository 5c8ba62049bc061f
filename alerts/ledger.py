"""The ledger of Deliveries: one row per message and recipient, written before anything is sent."""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.messages import Message
from alerts.sending.routes import recipient
from core import models
from core.database import add_many, add_missing, in_batches
from core.settings import Settings

AT_ONCE = 200
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

    def all(self) -> list[Addressee]:
        """Every recipient once."""
        return list(self._by_recipient.values())


def enter(session: Session, message_id: str, addressees: Addressees, write: Callable[[Addressee], Message], now: datetime) -> int:
    """Put the message in the ledger for every recipient that does not stand there yet; the number of rows added.

    What it says is kept once for all whom it says the same.
    """
    there = set(session.scalars(select(models.Delivery.recipient).where(models.Delivery.message_id == message_id)))
    new = [each for each in addressees.all() if each.recipient not in there]
    renderings = _Renderings(session)
    for some in in_batches(new, AT_ONCE):
        messages = [write(each) for each in some]
        kept = renderings.keep(messages)
        rows = [_row(message_id, *each, now) for each in zip(some, messages, kept, strict=True)]
        add_many(session, models.Delivery, rows)
    return len(new)


class _Renderings:
    """What the messages say, kept once each; those of one batch after the other, so that never all are in memory."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: set[str] = set()

    def keep(self, messages: Sequence[Message]) -> list[str]:
        """Keep what these messages say; the keys, in their order."""
        keys = {each: _key(each) for each in dict.fromkeys(messages)}
        new = {key: message for message, key in keys.items() if key not in self._kept}
        if new:
            add_missing(self._session, models.Rendering, [_rendering(key, new[key]) for key in sorted(new)])
            self._kept.update(new)
        return [keys[each] for each in messages]


def _key(message: Message) -> str:
    return hashlib.sha256("\0".join((message.html, message.text, message.markdown)).encode()).hexdigest()


def _rendering(key: str, message: Message) -> dict[str, object]:
    return {"sha256": key, "html": message.html, "text": message.text, "markdown": message.markdown}


def _row(message_id: str, addressee: Addressee, message: Message, key: str, now: datetime) -> dict[str, object]:
    return {
        "message_id": message_id,
        "recipient": addressee.recipient,
        "route": addressee.route,
        "subscriber": addressee.subscriber,
        "subscriptions": addressee.subscriptions,
        "tags": message.tags,
        "subject": message.subject,
        "rendering_id": key,
        "created": now,
        "state": "pending",
        "attempts": 0,
        "held_by": "",
        "reason": "",
    }
