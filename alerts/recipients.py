"""The secret of each recipient: what the links of a message hold in the place of a password."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import models

CHOICES = "https://choices.invalid/"
"""Stands in a message for the address of the reader's own page of choices, until the reader is known."""


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


def addressed(text: str, token: str, site: str) -> str:
    """The text of a message with the links of the one reader it goes to."""
    return text.replace(CHOICES, choices_link(token, site))


def choices_link(token: str, site: str) -> str:
    """The address of a recipient's page of choices."""
    return f"{site.rstrip('/')}/choices/{token}"
