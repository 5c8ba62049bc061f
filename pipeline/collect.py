"""Which Watches there are, which are due, and what is asked for each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import models
from core.database import alone, reading, transaction
from core.values import Outcome
from core.watchlist import SiteWatch, Watch
from crawlers.addresses import addresses
from crawlers.assignment import Assignment, host_of
from pipeline.deployment import Deployment
from pipeline.keep import Newest, newest
from pipeline.leads import leads_of

VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def register(deployment: Deployment) -> None:
    """Copy what the watchlist says of Topics and Watches into the database, for those who read it there."""
    watchlist = deployment.watchlist
    with transaction(deployment.engine) as session:
        alone(session, "register")
        for topic_id, topic in watchlist.topics.items():
            session.merge(models.Topic(id=topic_id, labels={"fr": topic.fr, "nl": topic.nl, "en": topic.en}))
        known = {row.id: row for row in session.scalars(select(models.Watch))}
        named = {watch.id for watch in watchlist.all_watches()}
        for watch in watchlist.all_watches():
            row = known.get(watch.id) or models.Watch(id=watch.id, last_read=None, last_changed=None, due_at=None)
            _describe(row, watch, deployment)
            session.add(row)
        for watch_id in known.keys() - named:
            _retire(session, known[watch_id], deployment.now())


def _retire(session: Session, row: models.Watch, now: datetime) -> None:
    """A Watch that the watchlist no longer names keeps its history; nobody waits for its Incidents any more."""
    row.active = False
    still_open = select(models.Incident).where(models.Incident.watch_id == row.id, models.Incident.closed.is_(None))
    for incident in session.scalars(still_open):
        incident.closed = now


def _describe(row: models.Watch, watch: Watch, deployment: Deployment) -> None:
    row.source, row.kind, row.language = watch.source, watch.kind, watch.language
    row.source_name = deployment.watchlist.source_of(watch).name
    row.url = watch.url or deployment.watchlist.address_of(watch)
    row.topics, row.translations = watch.topics, sorted(deployment.watchlist.translations_of(watch.id))
    row.active, row.is_sitemap = True, isinstance(watch, SiteWatch)


def due_by_host(deployment: Deployment) -> dict[str, list[str]]:
    """The Watches whose time has come, by the host that each of them asks."""
    with reading(deployment.engine) as session:
        wanted = _whose_time_has_come(session, deployment)
    by_host: dict[str, list[str]] = defaultdict(list)
    for watch_id in sorted(wanted & deployment.watches.keys()):
        by_host[host_of(deployment.watchlist.address_of(deployment.watches[watch_id]))].append(watch_id)
    return by_host


def due(deployment: Deployment, only: Collection[str] = ()) -> list[Assignment]:
    """What to ask now: every Watch whose time has come, or exactly those in ``only``."""
    watchlist = deployment.watchlist
    with reading(deployment.engine) as session:
        wanted = frozenset(only) or _whose_time_has_come(session, deployment)
        watches = [watch for watch in deployment.watches.values() if watch.id in wanted]
        asked = {watch.id: addresses(watch, watchlist.address_of(watch), deployment.today()) for watch in watches}
        known = newest(session, ((watch_id, address) for watch_id, named in asked.items() for address in named))
        read_at = _read_at(session)

        def assignment(watch: Watch) -> Assignment:
            validators = {address: _validators(known.get((watch.id, address))) for address in asked[watch.id]}
            given = Assignment(watch, watchlist.source_of(watch), asked[watch.id], validators, read_at.get(watch.id))
            leads = leads_of(session, watch, deployment)
            return replace(given, leads_to=leads) if leads else given

        return [assignment(watch) for watch in watches]


def _whose_time_has_come(session: Session, deployment: Deployment) -> frozenset[str]:
    row = models.Watch
    now_or_before = or_(row.due_at.is_(None), row.due_at <= deployment.now())
    return frozenset(session.scalars(select(row.id).where(row.active, now_or_before)))


def _read_at(session: Session) -> dict[str, datetime]:
    """When publishers last answered with what could be read; a Watch in trouble must be asked again whatever was read before."""
    row = models.Poll
    # A poll without a status asked for nothing, or failed.
    asked = or_(row.status.is_not(None), row.outcome == Outcome.INCIDENT)
    fine = row.outcome.is_distinct_from(Outcome.INCIDENT)
    of_watch = select(row.id).where(row.watch_id == models.Watch.id, asked).order_by(row.id.desc()).limit(1)
    last = of_watch.correlate(models.Watch).scalar_subquery()
    return dict(session.execute(select(row.watch_id, row.instant).join(models.Watch, row.id == last).where(fine)).all())


def _validators(last: Newest | None) -> dict[str, str]:
    """The validators of the newest answer, where it was read without doubt: a captcha's would hide the page's return."""
    if last is None or not last.readable:
        return {}
    return {ask: last.headers[name] for name, ask in VALIDATORS.items() if name in last.headers}
