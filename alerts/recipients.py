"""The secret of each recipient: what the links of a message hold in the place of a password."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import models

CHOICES = "https://choices.invalid/"
"""Stands in a message for the address of the reader's own page of choices, until the reader is known."""
CONFIRM = "https://confirm.invalid/"
"""Likewise for the address below which the reader confirms a Subscription; the id of the Subscription follows."""


def tokens(session: Session, recipients: Iterable[str], now: datetime) -> dict[str, str]:
    """The token of each recipient, made where it had none."""
    wanted = list(dict.fromkeys(recipients))
    row = models.Recipient
    known = dict(session.execute(select(row.id, row.token).where(row.id.in_(wanted))).all())
    new = {each: secrets.token_urlsafe(32) for each in wanted if each not in known}
    if new:
        rows = [{"id": each, "token": token, "created": now} for each, token in new.items()]
        session.connection().execute(insert(models.Recipient), rows)
    return known | new


def recipient_of(session: Session, token: str) -> str | None:
    """The recipient that a link with this token was written for, ``None`` where there is none."""
    return session.scalar(select(models.Recipient.id).where(models.Recipient.token == token))


def addressed(text: str, token: str, site: str) -> str:
    """The text of a message with the links of the one reader it goes to."""
    return text.replace(CHOICES, choices_link(token, site)).replace(CONFIRM, f"{site.rstrip('/')}/confirm/{token}/")


def choices_link(token: str, site: str) -> str:
    """The address of a recipient's page of choices."""
    return f"{site.rstrip('/')}/choices/{token}"


def unsubscribe_link(token: str, site: str, message_id: str) -> str:
    """The address that ends, when something is posted to it (RFC 8058), what a message was written for; it does not expire."""
    return f"{site.rstrip('/')}/unsubscribe/{token}?of={quote(message_id, safe='')}"
