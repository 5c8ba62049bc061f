"""Who may change what: secrets kept as fingerprints, tokens of programs, and the log of everything that was changed."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.errors import VeilleError
from core.paging import Page, page_of, read_cursor, write_cursor

SCOPES = {
    "read": "read an instance that is closed; every token may",
    "tasks": "act on the Tasks of every page of ours",
    "noise": "mark Changes as noise, and take that back",
    "rectify": "withdraw or correct Changes",
}
"""What a token may allow, and what each means."""


def new_secret() -> str:
    """What nobody can guess; it is given away once and kept as its fingerprint alone."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """The SHA-256 by which a secret is known again."""
    return hashlib.sha256(secret.encode()).hexdigest()


def grant(session: Session, name: str, scopes: Iterable[str], now: datetime) -> str:
    """A new token of this name with these scopes; ``VeilleError`` where a scope is unknown or the name is in use."""
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - set(SCOPES):
        raise VeilleError(f"Name what the token may do, one or more of: {', '.join(SCOPES)}.")
    if _standing(session, name):
        raise VeilleError(f"There is a token named {name!r} already; choose another name, or revoke it first.")
    secret = new_secret()
    session.add(models.AccessToken(id=fingerprint(secret), name=name, scopes=wanted, created=now))
    return secret


def revoke(session: Session, name: str, now: datetime) -> None:
    """End the token of this name; ``VeilleError`` where there is none."""
    found = _standing(session, name)
    if not found:
        raise VeilleError(f"There is no token named {name!r}; `veille token --list` lists those there are.")
    for each in found:
        each.revoked = now


def _standing(session: Session, name: str) -> Sequence[models.AccessToken]:
    row = models.AccessToken
    return session.scalars(select(row).where(row.name == name, row.revoked.is_(None))).all()


def tokens(session: Session) -> Sequence[models.AccessToken]:
    """Every token there ever was, the oldest first."""
    row = models.AccessToken
    return session.scalars(select(row).order_by(row.created, row.name)).all()


def token_of(session: Session, secret: str) -> models.AccessToken | None:
    """The token that a program shows; ``None`` where it was revoked, or never granted."""
    found = session.get(models.AccessToken, fingerprint(secret))
    return found if found and found.revoked is None else None


def enter_deed(session: Session, person: str, action: str, subject: str, now: datetime, *, detail: str = "") -> None:  # noqa: PLR0913
    """Write down that a person or a program changed something."""
    session.add(models.Deed(person=person, action=action, subject=subject, instant=now, detail=detail))


def deeds(session: Session, cursor: str | None = None, limit: int = 50) -> Page[models.Deed]:
    """A page of everything that was changed, newest first."""
    row = models.Deed
    statement = select(row).order_by(row.id.desc())
    if cursor is not None:
        statement = statement.where(row.id < read_cursor(cursor, int)[0])
    return page_of(session.scalars(statement.limit(limit + 1)).all(), limit, lambda each: write_cursor(each.id))
