"""What stands in a feed: the latest Changes, and those of which something else was told since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.messages.items import FULL
from alerts.messages.redlines import shortened
from alerts.words import clean, on_one_line
from api.pages import environment, told, words
from core import models
from core.finding import is_found
from core.history import ChangeFilter, changes, recorded_changes
from core.records import RecordedChange
from core.revisions import Revision, revision_since, revisions, updated
from core.search import query
from core.values import Redline

ENTRIES = 50
WRITTEN = 2_000
"""How many entries are kept as HTML, and cut: to know where a long text may be cut takes longer than to find and write all the rest."""


@dataclass(frozen=True)
class FeedEntry:
    """One Change as a feed tells it: ``updated`` grows when it is corrected, withdrawn, or told anew with its Event."""

    recorded: RecordedChange
    updated: datetime
    revision: Revision | None

    def title(self, language: str) -> str:
        """The Change in one sentence, which says so where it is withdrawn or corrected."""
        said, rectified = words(language)["feed"], self.recorded.rectified
        if rectified and not self.recorded.withdrawn:
            return str(said["corrected"]).format(on_one_line(rectified.note))
        sentence = on_one_line(told(self.recorded.change, language)[0])
        return str(said["withdrawn"]).format(sentence) if rectified else sentence

    def summary(self, language: str) -> str:
        """Its significance, its Source and its place."""
        change = self.recorded.change
        said = words(language)["significance"][change.significance]
        return on_one_line(f"{said} · {self.recorded.source_name} · {change.path}")

    def content(self, language: str) -> str:
        """The Change as HTML, its redline cut around what changed."""
        return _content(self, language)

    def __hash__(self) -> int:
        return hash((self.recorded.id, self.updated))


@lru_cache(maxsize=WRITTEN)
def _content(entry: FeedEntry, language: str) -> str:
    recorded = entry.recorded
    cut = replace(recorded, change=replace(recorded.change, redline=_shortened(recorded.change.redline, recorded.language)))
    return clean(environment(language).get_template("entry.html").render(recorded=cut, revision=entry.revision))


@lru_cache(maxsize=WRITTEN)
def _shortened(redline: Redline, language: str) -> Redline:
    return shortened(redline, language, *FULL)


def entries(session: Session, wanted: ChangeFilter) -> list[FeedEntry]:
    """The entries of a feed, the last one updated first."""
    latest = changes(session, wanted, limit=ENTRIES).items
    # A list that is not full holds all there are.
    again = _told_again(session, wanted, latest[-1].detected) if len(latest) == ENTRIES else ()
    found = {change.id: change for change in (*latest, *again)}
    known = revisions(session, found.values())
    made = [_entry(change, known) for change in found.values()]
    return sorted(made, key=lambda each: (each.updated, each.recorded.id), reverse=True)[:ENTRIES]


def _entry(change: RecordedChange, known: Mapping[int, Revision]) -> FeedEntry:
    return FeedEntry(change, updated(change, known), revision_since(change, known))


def _told_again(session: Session, wanted: ChangeFilter, since: datetime) -> Iterator[RecordedChange]:
    """Earlier Changes that were withdrawn or corrected since, or that were announced and bind since."""
    change, event, rectification = models.Change, models.Event, models.Rectification
    rectified = select(rectification.change_id).where(rectification.made > since).order_by(rectification.id.desc())
    binding = (
        select(change.id).join(change.event).where(event.takes_effect.is_not(None), event.revised > since).order_by(event.revised.desc())
    )
    for statement in (rectified, binding):
        found = recorded_changes(session, session.scalars(statement.limit(ENTRIES)).all())
        yield from (each for each in found if _is_wanted(each, wanted))


def _is_wanted(recorded: RecordedChange, wanted: ChangeFilter) -> bool:
    change = recorded.change
    of = (wanted.source in (None, recorded.source), wanted.watch in (None, recorded.watch))
    topical = wanted.topic is None or wanted.topic in recorded.topics
    significant = wanted.significance is None or change.significance.rank >= wanted.significance.rank
    text = " ".join(filter(None, (change.path, change.before, change.after, *change.summary.values())))
    return recorded.event is not None and all(of) and topical and significant and is_found(text, query(wanted.q))
