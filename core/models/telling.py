"""What changed and who is told: Change, NoiseMark, Event, Match, Digest, Rendering, Delivery, Task."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base
from core.models.reading import Snapshot, Version, Watch
from core.search import EVERY, OFFICIAL, TOLD, mark
from core.values import WatchKind

if TYPE_CHECKING:
    from core.models.people import Rectification


def marks_of_row(context: DefaultExecutionContext) -> str:
    """The marks of a Change about to be written."""
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]
    source, kind = context.connection.execute(select(Watch.source, Watch.kind).where(Watch.id == row["watch_id"])).one()
    return marks_of(row, source, kind)


def marks_of(row: Mapping[str, Any], source: str, kind: str) -> str:
    """The marks of a Change with these columns, of a Watch of this Source and kind."""
    is_of = {"source": source, "watch": row["watch_id"], **{name: str(row[name]) for name in ("language", "rule", "significance")}}
    marks = [mark(name, value) for name, value in is_of.items()] + [mark("topic", topic) for topic in row["topics"]]
    marks += [] if row["technical"] or row["quiet"] else [TOLD]
    marks += [] if kind == WatchKind.OWN else [OFFICIAL]
    return " ".join([EVERY, *marks])


class Event(Base):
    """The Changes that tell one piece of news."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)
    revised: Mapped[datetime | None]
    """When its present revision came, where that is not the first."""
    takes_effect: Mapped[str | None] = mapped_column(String(10))
    """The day that its present revision is about, where it was told again because rules of that day bind now."""
    topics: Mapped[list[str]]
    significance: Mapped[str] = mapped_column(String(20))
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when its present revision was matched; a new revision clears it."""
    changes: Mapped[list["Change"]] = relationship(back_populates="event", order_by="Change.id")


class Change(Base):
    """The row of a ``core.values.Change``: ``content`` is its JSON, the columns are for finding it."""

    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("version_after_id", "position"), Index("ix_changes_detected", "detected", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    version_before_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    version_after_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"))
    """Where it is not the Version's: of an item of a listing, the Snapshot of its own page or of the page that lists it."""
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
    effective: Mapped[str | None] = mapped_column(String(10), index=True)
    detected: Mapped[datetime]
    published: Mapped[str | None] = mapped_column(String(10))
    technical: Mapped[bool] = mapped_column(default=False)
    quiet: Mapped[bool] = mapped_column(default=False)
    """Recorded, never sent: its text only swings between two states, or a person marked its like as noise."""
    took_effect: Mapped[datetime | None]
    """Stamped once its day has come: it was told again, or is no longer what binds."""
    content: Mapped[dict[str, Any]]
    folded: Mapped[str] = mapped_column(Text)
    """The words of path, texts and summaries as ``core.search.indexed`` gives them, for search that behaves alike everywhere."""
    marks: Mapped[str] = mapped_column(Text, default=marks_of_row)
    """The marks by which lists are filtered; the index holds them as words."""
    processed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Stamped when it joined an Event (or, where technical or quiet, when it was decided that it joins none)."""
    event: Mapped[Event | None] = relationship(back_populates="changes")
    watch: Mapped[Watch] = relationship()
    version_before: Mapped[Version | None] = relationship(foreign_keys=[version_before_id])
    version_after: Mapped[Version] = relationship(foreign_keys=[version_after_id])
    snapshot: Mapped[Snapshot | None] = relationship()
    rectifications: Mapped[list["Rectification"]] = relationship(back_populates="change", order_by="Rectification.id")


class NoiseMark(Base):
    """A person said that a Change is noise: the same noise on its Watch is folded until the mark is taken back."""

    __tablename__ = "noise_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    marked: Mapped[datetime]
    marked_by: Mapped[str] = mapped_column(String(200))
    revoked: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(200))
    change: Mapped[Change] = relationship()


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
    message_id: Mapped[str | None] = mapped_column(String(100), index=True)
    """The one message that tells it."""
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


class Rendering(Base):
    """What a message says, kept once for all its recipients; their own links are filled in when it is sent."""

    __tablename__ = "renderings"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text, default="")
    """For Slack and its like; ``text`` where it is empty."""


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
    subscriptions: Mapped[list[str]]
    """Every Subscription that it was written for; empty where it goes to an editor or an administrator."""
    tags: Mapped[list[str]]
    subject: Mapped[str] = mapped_column(Text)
    rendering_id: Mapped[str | None] = mapped_column(ForeignKey("renderings.sha256"), index=True)
    """Empty once what it said to somebody who left was erased."""
    created: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="pending", index=True)
    """pending, sent, failed (to be tried again), given_up."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    held_by: Mapped[str] = mapped_column(String(100), default="")
    held_until: Mapped[datetime | None]
    """Until then a sender is at work on it; whoever was killed leaves it free afterwards."""
    sent_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    """When an attempt was last answered,"""
    tried_by: Mapped[str | None] = mapped_column(String(200))
    """and by which Route."""
    reason: Mapped[str] = mapped_column(Text, default="")
    rendering: Mapped[Rendering | None] = relationship(lazy="selectin")

    @property
    def html(self) -> str:
        """The message as a web page, nothing where it was erased."""
        return self.rendering.html if self.rendering else ""

    @property
    def text(self) -> str:
        """The message as plain text, nothing where it was erased."""
        return self.rendering.text if self.rendering else ""

    @property
    def markdown(self) -> str:
        """The message for Slack and its like, nothing where it has none."""
        return self.rendering.markdown if self.rendering else ""


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
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it is doubtful, in the page's language; empty where the Change says it."""
    confidence: Mapped[float] = mapped_column(default=1.0)
    rule: Mapped[str | None] = mapped_column(String(100))
    """The official rule that the sentence repeats, where one is known."""
    proposal: Mapped[str | None] = mapped_column(Text)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    """open, later, done, disagreed."""
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    assignee: Mapped[str] = mapped_column(String(200), default="")
    wakes: Mapped[datetime | None]
    """When a Task put off is open again."""
    recheck: Mapped[bool] = mapped_column(default=False)
    """The editor says that the page was corrected: the next poll tells."""
    edited: Mapped[bool] = mapped_column(default=False)
    """The sentence was edited since, but not into what is right; it is here as it stands now."""
    reminders: Mapped[int] = mapped_column(default=0)
    reminded: Mapped[datetime | None]
    processed_at: Mapped[datetime | None]
    """Stamped when the editor's message stands in the ledger."""
    change: Mapped[Change | None] = relationship()
    page: Mapped[Watch] = relationship()
