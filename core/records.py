"""Changes and Events as the history holds them: where, when, and by what evidence they were seen."""

from dataclasses import dataclass
from datetime import datetime

from core.values import Change, Significance


@dataclass(frozen=True)
class Evidence:
    """What proves a reading: the Snapshot's number, SHA-256, instant and address."""

    id: int
    sha256: str
    instant: datetime
    url: str


@dataclass(frozen=True)
class Rectified:
    """A person said that a Change was wrong: ``kind`` is ``withdrawn`` or ``corrected``, ``note`` what is right instead."""

    kind: str
    note: str
    made: datetime


@dataclass(frozen=True)
class RecordedChange:
    """A Change as the history holds it: where, when, and by what evidence it was seen; and what was said of it since."""

    id: int
    change: Change
    watch: str
    source: str
    source_name: str
    url: str
    language: str
    topics: tuple[str, ...]
    event: int | None
    stage: str | None
    detected: datetime
    published: str | None
    technical: bool
    before: Evidence | None
    after: Evidence
    rectified: Rectified | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether nobody is to be told of it any more."""
        return self.rectified is not None and self.rectified.kind == "withdrawn"


@dataclass(frozen=True)
class RecordedEvent:
    """An Event at its present revision, with its Changes, the most significant first.

    ``revised`` says when that revision came where it is not the first, ``takes_effect`` the day of the rules that
    it tells of once more because they bind now.
    """

    id: int
    revision: int
    created: datetime
    topics: tuple[str, ...]
    significance: Significance
    changes: tuple[RecordedChange, ...]
    revised: datetime | None = None
    takes_effect: str | None = None

    @property
    def tellable(self) -> list[RecordedChange]:
        """Its Changes that people are told of: neither our reading alone nor withdrawn."""
        return [change for change in self.changes if not change.technical and not change.withdrawn]

    @property
    def told(self) -> datetime:
        """When its present revision came."""
        return self.revised or self.created
