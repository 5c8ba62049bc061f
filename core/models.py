"""The tables, one per word of the glossary; rows are added, their content is never overwritten.

Only progress is ever updated: ``processed_at`` stamps, the end of an Incident or a Task, a Delivery's
state, and what a Watch or an Event has come to.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from core.database import UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of every table."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        dict[str, str]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }


class Topic(Base):
    """A subject people subscribe to, as the watchlist last said it."""

    __tablename__ = "topics"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    labels: Mapped[dict[str, str]]
    """Labels by language: fr, nl, en."""


class Watch(Base):
    """The state of one Watch; what it follows comes from the watchlist and is copied here for readers."""

    __tablename__ = "watches"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    source_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Text)
    """The address people open."""
    language: Mapped[str] = mapped_column(String(5))
    topics: Mapped[list[str]]
    translations: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    """False once the watchlist no longer names it; its history stays."""
    last_read: Mapped[datetime | None]
    last_changed: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class Body(Base):
    """Bytes as fetched, stored once per SHA-256, compressed with Zstandard."""

    __tablename__ = "bodies"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Poll(Base):
    """One poll of one Watch, with its outcome; a poll that brought the same bytes has no Snapshot."""

    __tablename__ = "polls"
    __table_args__ = (UniqueConstraint("watch_id", "instant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    instant: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    """``None`` until its Snapshots were read."""
    reason: Mapped[str] = mapped_column(Text, default="")
    incident_kind: Mapped[str | None] = mapped_column(String(20))
    reading: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of what was read, also where it is doubted: three equal readings end a doubt."""
    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="poll", order_by="Snapshot.id")
    watch: Mapped[Watch] = relationship()


class Snapshot(Base):
    """Immutable bytes as fetched, with headers, SHA-256 and instant: the evidence."""

    __tablename__ = "snapshots"
    __table_args__ = (Index("ix_snapshots_watch_url", "watch_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"))
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    final_url: Mapped[str] = mapped_column(Text)
    redirects: Mapped[list[str]]
    instant: Mapped[datetime]
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    sha256: Mapped[str] = mapped_column(ForeignKey("bodies.sha256"))
    readable: Mapped[bool | None]
    """Whether reading it raised no doubt; only then are its validators sent again."""
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    poll: Mapped[Poll] = relationship(back_populates="snapshots")
    body: Mapped[Body] = relationship()


class Version(Base):
    """What a named extractor read in a Snapshot; added only where it differs from the one before."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("watch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    number: Mapped[int]
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    instant: Mapped[datetime]
    extractor: Mapped[str] = mapped_column(String(200))
    technical: Mapped[bool] = mapped_column(default=False)
    """True where our reading changed, not the page: its Changes are recorded, never sent."""
    accepted: Mapped[str | None] = mapped_column(Text)
    """Why a doubted reading was accepted after all."""
    title: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(String(5))
    sha256: Mapped[str] = mapped_column(String(64))
    provisions: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """``core.contract.provisions_as_bytes``, compressed with Zstandard."""
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    snapshot: Mapped[Snapshot] = relationship()


class Event(Base):
    """The Changes that tell one piece of news."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)
    topics: Mapped[list[str]]
    significance: Mapped[str] = mapped_column(String(20))
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when its present revision was matched; a new revision clears it."""
    changes: Mapped[list["Change"]] = relationship(back_populates="event", order_by="Change.id")


class Change(Base):
    """The row of a ``core.values.Change``: ``content`` is its JSON, the columns are for finding it."""

    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("version_after_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    version_before_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    version_after_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    position: Mapped[int]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(20))
    significance: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    topics: Mapped[list[str]]
    url: Mapped[str] = mapped_column(Text)
    """The address where people read it: the page, or the item of a listing."""
    stage: Mapped[str | None] = mapped_column(String(20))
    effective: Mapped[str | None] = mapped_column(String(10))
    detected: Mapped[datetime] = mapped_column(index=True)
    published: Mapped[str | None] = mapped_column(String(10))
    technical: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
    folded: Mapped[str] = mapped_column(Text)
    """Path, texts and summaries without accents or case, for search that behaves alike everywhere."""
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when it joined an Event (or, where technical, when it was decided that it joins none)."""
    event: Mapped[Event | None] = relationship(back_populates="changes")
    watch: Mapped[Watch] = relationship()
    version_before: Mapped[Version | None] = relationship(foreign_keys=[version_before_id])
    version_after: Mapped[Version] = relationship(foreign_keys=[version_after_id])


class Match(Base):
    """This Event revision concerns this Subscription."""

    __tablename__ = "matches"
    __table_args__ = (UniqueConstraint("event_id", "revision", "subscription_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    revision: Mapped[int]
    subscription_id: Mapped[str] = mapped_column(String(200), index=True)
    frequency: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digests.id"), index=True)
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when its Deliveries stand in the ledger."""
    event: Mapped[Event] = relationship()


class Digest(Base):
    """One Subscription's Matches in a window ``(start, end]``; each Match is in exactly one."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("subscription_id", "end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[str] = mapped_column(String(200), index=True)
    frequency: Mapped[str] = mapped_column(String(20))
    start: Mapped[datetime]
    end: Mapped[datetime]


class Delivery(Base):
    """The ledger row of one message to one recipient, written before anything is sent."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("message_id", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(100))
    """Same message, same id: what makes a repeated run harmless."""
    recipient: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the resolved address: two Subscriptions of one person share it."""
    route: Mapped[str] = mapped_column(Text)
    """The address as the watchlist writes it, secrets still as ``${NAME}``."""
    subscriber: Mapped[str] = mapped_column(String(200))
    tags: Mapped[list[str]]
    subject: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="pending", index=True)
    """pending, sent, failed (to be tried again), given_up."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class Task(Base):
    """An editor's work item about a sentence of one of our own pages."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    """What identifies the Claim: the page, its sentence and the doubtful value."""
    sentence: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    """The doubtful words within the sentence."""
    path: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(String(20))
    proposal: Mapped[str | None] = mapped_column(Text)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    """open, later, done, disagreed."""
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    processed_at: Mapped[datetime | None]
    """Stamped when the editor's message stands in the ledger."""
    change: Mapped[Change | None] = relationship()
    page: Mapped[Watch] = relationship()


class Incident(Base):
    """A Watch that cannot be read as expected; opened once, closed by itself."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    watch: Mapped[Watch] = relationship()
