"""The secret of each recipient: what the links of a message hold in the place of a password."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.database import add_missing

CHOICES = "https://choices.invalid/"
"""Stands in a message for the address of the reader's own page of choices, until the reader is known."""
CONFIRM = "https://confirm.invalid/"
"""Likewise for the address below which the reader confirms a Subscription; the id of the Subscription follows."""


def tokens(session: Session, recipients: Iterable[str], now: datetime) -> dict[str, str]:
    """The token of each recipient, made where it had none; two transactions that meet a new recipient at once agree on one."""
    wanted = sorted(set(recipients))
    known = _tokens_of(session, wanted)
    rows = [{"id": each, "token": secrets.token_urlsafe(32), "created": now} for each in wanted if each not in known]
    if not rows:
        return known
    add_missing(session, models.Recipient, rows)
    return _tokens_of(session, wanted)


def _tokens_of(session: Session, recipients: Sequence[str]) -> dict[str, str]:
    row = models.Recipient
    return dict(session.execute(select(row.id, row.token).where(row.id.in_(recipients))).all())


def recipient_of(session: Session, token: str) -> str | None:
    """The recipient that a link with this token was written for, ``None`` where there is none."""
    return session.scalar(select(models.Recipient.id).where(models.Recipient.token == token))


def addressed(text: str, token: str, site: str) -> str:
    """What a message says, with the links of the one reader it goes to."""
    return text.replace(CHOICES, choices_link(token, site)).replace(CONFIRM, f"{site.rstrip('/')}/confirm/{token}/")


def choices_link(token: str, site: str) -> str:
    """The address of a recipient's page of choices."""
    return f"{site.rstrip('/')}/choices/{token}"


def unsubscribe_link(token: str, site: str, message_id: str) -> str:
    """The address that ends, when something is posted to it (RFC 8058), what a message was written for; it does not expire."""
    return f"{site.rstrip('/')}/unsubscribe/{token}?of={quote(message_id, safe='')}"
