"""What was fetched and what was read in it: Watch, Poll, Snapshot, Version, Incident."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base


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
    site: Mapped[str | None] = mapped_column(String(200), index=True)
    """Of one of our own pages that the watchlist does not name itself: the id of the sitemap or feed in which it was found,"""
    left: Mapped[datetime | None]
    """and since when that names it no more; the page is polled all the same."""
    is_sitemap: Mapped[bool] = mapped_column(default=False)
    """It is no page itself: it names pages."""
    reviewed_version: Mapped[int | None]
    """Of one of our own pages: the number of the Version that was last compared with the rules,"""
    reviewed_change: Mapped[int | None]
    """the newest Change there was then,"""
    reviewed_on: Mapped[str | None] = mapped_column(String(10))
    """and the day in Brussels."""


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
    parent: Mapped[str] = mapped_column(Text, default="")
    """The address of the answer that led to this one, empty for what the Watch names."""
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
    root: Mapped[str] = mapped_column(Text, default="")
    """Where in the page the content stood."""
    identity: Mapped[str] = mapped_column(Text, default="")
    """The publisher's own name of the document."""
    sha256: Mapped[str] = mapped_column(String(64))
    provisions: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """``core.contract.provisions_as_bytes``, compressed with Zstandard."""
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    snapshot: Mapped[Snapshot] = relationship()


class Incident(Base):
    """A Watch that cannot be read as expected; opened once, closed by itself."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    told: Mapped[datetime | None]
    """When the administrators' message about its opening stood in the ledger."""
    closing_told: Mapped[datetime | None]
    watch: Mapped[Watch] = relationship()
