"""What waits for an administrator, read from the database and the watchlist: the content of their daily digest."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, distinct, func, or_, select
from sqlalchemy.orm import Session, joinedload

from alerts.messages import MOST_CHANGES, Backlog, Busy, Idle, Notice, StillOpen, Trouble
from alerts.people.subscriptions import active
from alerts.sending.attempts import UNSUBSCRIBED
from alerts.sending.routes import discreet
from alerts.words import on_one_line
from core import models
from core.discretion import without_addresses
from core.settings import Settings
from core.values import WatchKind
from core.watchlist import Choices, Subscriber, Watch, Watchlist

NOTED = ("sent ", "failed ", "doubted ", "refused ", "unfit ")
DAY = timedelta(days=1)
LATELY = timedelta(days=7)
"""How long a message that was given up is spoken of."""


def still_open(session: Session, watchlist: Watchlist, settings: Settings, due: datetime) -> StillOpen:
    """What was open at ``due`` and still is."""
    subscribers = active(session, watchlist, settings)
    delivery = models.Delivery
    unsent = (delivery.state.in_(("pending", "failed")), delivery.created <= due - DAY)
    lost = (delivery.state == "given_up", delivery.reason != UNSUBSCRIBED, delivery.created > due - LATELY, delivery.created <= due)
    return StillOpen(
        incidents=tuple(_incidents(session, due)),
        waiting=tuple(_backlogs(session, *unsent)),
        given_up=tuple(_backlogs(session, *lost)),
        routes=tuple(_troubles(session, due)),
        busy=tuple(_busy(session, due)),
        unreceived=tuple(topic for topic in watchlist.topics if not any(takes(each, topic, watchlist) for each in subscribers)),
        idle=tuple(_idle(subscribers, watchlist)),
        uneditored=tuple((page.id, page.url) for page in watchlist.pages if not page.editor),
    )


def notice(session: Session, incident: models.Incident, state: str = "opened") -> Notice:
    """An Incident as administrators are told of it."""
    watch, site = incident.watch, session.get(models.Watch, incident.watch.site) if incident.watch.site else None
    return Notice(
        watch=watch.id,
        source=watch.source_name,
        url=watch.url,
        kind=incident.kind,
        reason=incident.reason,
        opened=incident.opened,
        closed=incident.closed,
        state=state,
        site=site.id if site else "",
        sitemap=site.url if site else "",
    )


def _incidents(session: Session, due: datetime) -> Iterator[Notice]:
    row = models.Incident
    found = select(row).where(row.closed.is_(None), row.opened <= due).options(joinedload(row.watch)).order_by(row.opened, row.id)
    yield from (notice(session, each) for each in session.scalars(found))


def _backlogs(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Backlog]:
    """The Deliveries that did not arrive, by subscriber and route, the oldest first, with what was answered last."""
    yield from sorted(_by_subscriber(session, *conditions), key=lambda each: (each.oldest, each.subscriber, each.route))


def _by_subscriber(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Backlog]:
    row = models.Delivery
    columns = select(row.subscriber, row.route, row.created, row.reason).where(*conditions)
    found = session.execute(columns.order_by(row.subscriber, row.route, row.created, row.id)).all()
    for (subscriber, route), group in groupby(found, key=lambda each: (each.subscriber, each.route)):
        rows = list(group)
        yield Backlog(subscriber, discreet(route), len(rows), rows[0].created, _last_answer(rows[-1].reason))


def _last_answer(reason: str) -> str:
    """What the last target said, without how the ledger notes it (``failed TARGET …``)."""
    line = on_one_line(reason.strip().rpartition("\n")[2])
    return without_addresses(line.split(" ", 2)[-1] if line.startswith(NOTED) else line)


def _troubles(session: Session, due: datetime) -> Iterator[Trouble]:
    row = models.Route
    for each in session.scalars(select(row).where(or_(row.failing_since <= due, row.paused_until > due)).order_by(row.id)):
        if each.failing_since is not None:
            yield Trouble(each.id, "failing", each.failing_since)
        elif each.paused_until is not None:
            yield Trouble(each.id, "paused", each.paused_until)


def _busy(session: Session, due: datetime) -> Iterator[Busy]:
    """The pages with more than thirty Changes in a day, unless all came at once: an act may be amended in forty places."""
    row, number, readings = models.Change, func.count(), func.count(distinct(models.Change.version_after_id))
    lately = (row.technical.is_(False), row.detected > due - DAY, row.detected <= due, models.Watch.kind != WatchKind.LISTING)
    counted = select(row.watch_id, models.Watch.url, number, readings).join(models.Watch).where(*lately)
    grouped = counted.group_by(row.watch_id, models.Watch.url).having(number > MOST_CHANGES, readings > 1).order_by(row.watch_id)
    yield from (Busy(*each) for each in session.execute(grouped))


def takes(subscriber: Choices, topic: str, watchlist: Watchlist) -> bool:
    """Whether the Subscription can be told of news on the Topic."""
    if subscriber.topics and topic not in subscriber.topics:
        return False
    narrowed = subscriber.model_copy(update={"topics": [topic]})
    return not watchlist.watches or any(_may_match(each, narrowed) for each in watchlist.watches)


def _idle(subscribers: Sequence[Subscriber], watchlist: Watchlist) -> Iterator[Idle]:
    reached = {each.id for each in subscribers}
    for each in subscribers:
        if why := why_idle(each, watchlist):
            yield Idle(each.id, *why)
    yield from (Idle(each.id, "routes") for each in watchlist.subscribers if each.frequency != "off" and each.id not in reached)


def why_idle(choices: Choices, watchlist: Watchlist) -> tuple[str, tuple[str, ...]] | None:
    """Why nothing that is followed can ever match these choices, with the names that lead nowhere; ``None`` where something can."""
    watches = watchlist.watches
    followed = {"topics": set(watchlist.topics), "sources": {each.source for each in watches}, "watches": {each.id for each in watches}}
    for kind, known in followed.items():
        chosen: list[str] = getattr(choices, kind)
        missing = tuple(name for name in chosen if name not in known)
        if missing and (len(missing) == len(chosen) or (kind == "topics" and choices.match_topics == "all")):
            return kind, missing
    return None if not watches or any(_may_match(each, choices) for each in watches) else ("combination", ())


def _may_match(watch: Watch, choices: Choices) -> bool:
    if (choices.sources and watch.source not in choices.sources) or (choices.watches and watch.id not in choices.watches):
        return False
    return not choices.topics or watch.match == "topics" or _share(watch.topics, choices.topics)


def _share(some: Iterable[str], others: Iterable[str]) -> bool:
    return not set(some).isdisjoint(others)
