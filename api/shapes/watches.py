"""Watches: what is followed, what was read of it, and what could not be."""

from pydantic import BaseModel, Field

from api.shapes.values import Instant, Listing, Snapshot
from core.values import IncidentKind, WatchKind


class Incident(BaseModel):
    """A Watch that cannot be read as expected."""

    id: int
    watch: str
    kind: IncidentKind
    reason: str
    opened: Instant
    closed: Instant | None


class IncidentList(Listing[Incident]):
    """A page of Incidents."""


class Watch(BaseModel):
    """One document or listing followed at a Source."""

    id: str
    source: str
    kind: WatchKind
    url: str
    language: str
    topics: list[str]
    last_read: Instant | None
    last_changed: Instant | None
    incident: Incident | None = Field(description="The open Incident, if there is one.")


class WatchList(Listing[Watch]):
    """A page of Watches."""


class Version(BaseModel):
    """What a named extractor read in a Snapshot."""

    watch: str
    number: int = Field(description="1 is the first reading.")
    instant: Instant
    extractor: str
    technical: bool
    title: str
    language: str | None
    snapshot: Snapshot


class VersionList(Listing[Version]):
    """A page of Versions."""


class Provision(BaseModel):
    """The smallest unit worth citing."""

    key: str
    path: str
    text: str


class VersionText(Version):
    """A Version with its whole text."""

    provisions: list[Provision]
