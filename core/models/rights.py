"""Who may change what: links to sign in, people signed in, tokens of programs, and the log of all that was changed."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base


class SignInLink(Base):
    """A link sent to an editor or administrator of the watchlist; good once, for a short time."""

    __tablename__ = "sign_in_links"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of its secret."""
    recipient: Mapped[str] = mapped_column(String(64))
    """Whom it was sent to: who uses it has proven that this address is theirs."""
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class SignedIn(Base):
    """A person signed in with a browser."""

    __tablename__ = "signed_in"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the secret in the cookie."""
    recipient: Mapped[str] = mapped_column(String(64))
    """The address that was proven; what its owner may do, the watchlist says each time."""
    began: Mapped[datetime]
    expires: Mapped[datetime]
    ended: Mapped[datetime | None]


class AccessToken(Base):
    """What lets a program write: its scopes say what."""

    __tablename__ = "access_tokens"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token."""
    name: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[list[str]]
    """tasks, noise, rectify."""
    created: Mapped[datetime]
    revoked: Mapped[datetime | None]
    last_used: Mapped[datetime | None]


class Deed(Base):
    """Something that a person or a program changed: who, when, what."""

    __tablename__ = "deeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    instant: Mapped[datetime] = mapped_column(index=True)
    person: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    """``change 12``, ``task 3``, ``subscription politique``."""
    detail: Mapped[str] = mapped_column(Text, default="")
