"""The editor's desk: what our own pages claim, and what people decided about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base
from core.models.reading import Watch
from core.models.telling import Task


class Claim(Base):
    """A Fact stated by a sentence of one of our own pages, as its newest Version says it; what went away is stamped ``gone``."""

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("page_id", "key"), Index("ix_claims_type_value_unit", "type", "value", "unit"))

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    """What tells it apart on its page: the sentence, and the value with its place in it."""
    sentence: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    """The words that state it."""
    type: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(500))
    unit: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(20))
    rule: Mapped[str | None] = mapped_column(String(100), index=True)
    """The official rule that it repeats, how surely, and by which words."""
    score: Mapped[float | None]
    reasons: Mapped[list[str]]
    seen: Mapped[datetime]
    gone: Mapped[datetime | None]
    page: Mapped[Watch] = relationship()


class LinkDecision(Base):
    """An editor pinned a sentence to a rule, confirmed, corrected or cut the link; it outlives a rewording of the sentence."""

    __tablename__ = "link_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("watches.id"), index=True)
    type: Mapped[str] = mapped_column(String(20))
    words: Mapped[list[str]]
    """The stems of the words that say what the sentence is about,"""
    sentence: Mapped[str] = mapped_column(Text, default="")
    """and the sentence as it stood then,"""
    text: Mapped[str] = mapped_column(Text, default="")
    """with the words in it that were meant."""
    rule: Mapped[str | None] = mapped_column(String(100))
    """The rule it repeats from now on; ``None`` where it repeats none, empty where the decision was taken back."""
    made: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")


class TaskAction(Base):
    """What a person did with a Task: done, correct, disagree, later, assign, comment, reopen.

    Or what Veille did itself, then by nobody: closed, confirmed, reopened, woke, edited.
    """

    __tablename__ = "task_actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    action: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime | None]
    """For later: the instant until which the Task sleeps."""
    task: Mapped[Task] = relationship()
