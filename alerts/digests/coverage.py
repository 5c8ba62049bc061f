"""What was looked at in a window of time: how a digest proves that silence is silence."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from alerts.messages import Coverage, Unread
from core import models
from core.values import IncidentKind, Outcome, WatchKind
from core.watchlist import Choices


@dataclass(frozen=True)
class Official:
    """An official Watch, as far as it decides who follows it; ``anywhere`` where its items find their own Topics."""

    id: str
    source: str
    topics: frozenset[str]
    anywhere: bool = False

    def followed_by(self, choices: Choices) -> bool:
        """Whether something that these choices want can stand there."""
        return (
            (not choices.sources or self.source in choices.sources)
            and (not choices.watches or self.id in choices.watches)
            and (not choices.topics or self.anywhere or not self.topics.isdisjoint(choices.topics))
        )


@dataclass(frozen=True)
class Readings:
    """Of one window: the Watches asked for, those that could be read, those whose text was another; and what cannot be read now."""

    asked: frozenset[str]
    read: frozenset[str]
    moved: frozenset[str]
    unread: tuple[tuple[str, Unread], ...]


def official_watches(session: Session, anywhere: Collection[str] = ()) -> list[Official]:
    """The official Watches that are followed now; ``anywhere`` names those whose items find their own Topics."""
    row = models.Watch
    wanted = select(row.id, row.source, row.topics).where(row.active, row.kind != WatchKind.OWN).order_by(row.id)
    return [Official(each.id, each.source, frozenset(each.topics), each.id in anywhere) for each in session.execute(wanted)]


def own_watches(session: Session) -> dict[str, frozenset[str]]:
    """Our own pages and their sitemaps that are followed now, each with its Topics; those of a sitemap are its pages'."""
    row = models.Watch
    wanted = select(row.id, row.topics).where(row.active, row.kind == WatchKind.OWN)
    return {watch: frozenset(topics) for watch, topics in session.execute(wanted)}


def unread_of_ours(found: Readings, watches: Mapping[str, frozenset[str]], topics: Collection[str]) -> tuple[Unread, ...]:
    """Which of our own pages on these Topics cannot be read; of all where there are none, or where a page has none of its own."""
    wanted = {watch for watch, its_own in watches.items() if not topics or not its_own or not its_own.isdisjoint(topics)}
    return tuple(each for watch, each in found.unread if watch in wanted)


def readings(session: Session, start: datetime, end: datetime) -> Readings:
    """What the polls in ``(start, end]`` brought, and the Incidents that are open."""
    row = models.Poll
    polls = session.execute(select(row.watch_id, row.outcome).where(row.instant > start, row.instant <= end).distinct()).all()
    unread = tuple(_unread(session))
    return Readings(
        asked=frozenset(watch for watch, _ in polls) | {watch for watch, _ in unread},
        read=frozenset(watch for watch, outcome in polls if outcome in (Outcome.FIRST, Outcome.UNCHANGED, Outcome.CHANGED)),
        moved=frozenset(watch for watch, outcome in polls if outcome == Outcome.CHANGED),
        unread=unread,
    )


def coverage(session: Session, start: datetime, end: datetime) -> Coverage:
    """The official Watches polled in ``(start, end]`` by what that brought, and those that cannot be read."""
    found = readings(session, start, end)
    row = models.Watch
    official = session.scalars(select(row.id).where(row.active, row.kind != WatchKind.OWN)).all()
    return coverage_of(found, official, found.moved)


def coverage_of(found: Readings, watches: Collection[str], told: Collection[str]) -> Coverage:
    """What was looked at of these Watches; ``told`` are those of whose Changes the digest tells.

    A Watch whose text was another without any of it being told is counted by itself: it neither stayed as it was
    nor changed in what the reader follows.
    """
    followed = frozenset(watches)
    changed = followed.intersection(told)
    read = (found.read & followed) | changed
    other = (found.moved & followed) - changed
    return Coverage(
        checked=len(read),
        unchanged=len(read - changed - other),
        changed=len(changed),
        unasked=len(followed - found.asked - changed),
        unread=tuple(each for watch, each in found.unread if watch in followed),
        other=len(other),
    )


def _unread(session: Session) -> Iterable[tuple[str, Unread]]:
    row = models.Incident
    # A language version that lags is read all the same.
    still_open = select(row).where(row.closed.is_(None), row.kind != IncidentKind.PARITY).options(joinedload(row.watch))
    for each in session.scalars(still_open.order_by(row.opened)):
        yield each.watch_id, Unread(f"{each.watch.source_name}, {each.watch_id}", each.watch.url, each.kind, each.opened)
