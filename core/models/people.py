"""Who is told: Recipient, Subscription, Ending; what they are told beside Events: Sunset, Rectification; how: Route."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base
from core.models.telling import Change


class Recipient(Base):
    """An address that messages go to, known by its SHA-256 alone, and the secret of its page of choices."""

    __tablename__ = "recipients"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    """What a link holds in the place of a password; it does not expire."""
    created: Mapped[datetime]


class Subscription(Base):
    """A Subscription made on the website; those of the watchlist stand there alone."""

    __tablename__ = "subscriptions"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str | None] = mapped_column(Text)
    """Erased 28 days after the last Subscription to it ended."""
    choices: Mapped[dict[str, Any]]
    """``core.watchlist.Choices`` as JSON."""
    created: Mapped[datetime]
    confirmed: Mapped[datetime | None]
    """Nothing but the mail that asks for it is sent before."""


class Ending(Base):
    """A Subscription no longer goes to a recipient, and why: they said so, or the address refuses mail for good."""

    __tablename__ = "endings"
    __table_args__ = (UniqueConstraint("subscription_id", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[str] = mapped_column(String(200), index=True)
    recipient: Mapped[str] = mapped_column(String(64), index=True)
    instant: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class Route(Base):
    """How sending goes by one service and host, whatever the address: ``mailtos://mail.example.org``."""

    __tablename__ = "routes"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    paused_until: Mapped[datetime | None]
    """The service asked for patience until then, or its rate is used up."""
    failing_since: Mapped[datetime | None]
    told: Mapped[datetime | None]
    """When the administrators were told that nothing can be delivered by it."""


class Sunset(Base):
    """A rule's own end comes near: told once for each threshold, without any publication."""

    __tablename__ = "sunsets"
    __table_args__ = (UniqueConstraint("watch_id", "key", "end", "threshold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    key: Mapped[str] = mapped_column(Text)
    """The Provision that states it."""
    end: Mapped[str] = mapped_column(String(10))
    threshold: Mapped[int]
    """Days before the end: 180, 90, 30."""
    content: Mapped[dict[str, Any]]
    topics: Mapped[list[str]]
    created: Mapped[datetime]
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when its Deliveries stand in the ledger, or another document has told the same end."""


class Rectification(Base):
    """A person withdrew or corrected a Change that readers were told."""

    __tablename__ = "rectifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """withdrawn, corrected."""
    note: Mapped[str] = mapped_column(Text)
    """What is right, in the words of the person."""
    made: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when its Deliveries stand in the ledger."""
    change: Mapped[Change] = relationship(back_populates="rectifications")
