"""Version → Change: compares each new Version with the one before and records what it finds."""

import logging
from datetime import date

from sqlalchemy import select

from core import models
from core.contract import change_as_json
from core.database import reading, transaction
from core.folding import fold
from core.values import Change, Outcome, Provision, WatchKind
from core.watchlist import Watch
from differ.compare import NOWHERE
from differ.compare import compare as compare_versions
from differ.significance import about_acts
from pipeline.deployment import Deployment
from pipeline.derive import version_of
from pipeline.topics import acts_named, topics_of

LOG = logging.getLogger(__name__)
NO_TOPIC = "what is new concerns none of the topics"
NOTHING_CHANGED = "the text was only cut into other pieces"


def compare(deployment: Deployment) -> int:
    """Compare every Version that waits, oldest first; gives how many Changes were recorded."""
    with reading(deployment.engine) as session:
        waiting = list(session.scalars(select(models.Version.id).where(models.Version.processed_at.is_(None)).order_by(models.Version.id)))
    return sum(_compare_or_leave(deployment, version_id) for version_id in waiting)


def _compare_or_leave(deployment: Deployment, version_id: int) -> int:
    """A Version that our own comparing fails on stays waiting, so that nothing is lost; the others go on."""
    try:
        return _compare(deployment, version_id)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        LOG.exception("Comparing version %s failed; it is tried again at the next pass", version_id)
        return 0


def _compare(deployment: Deployment, version_id: int) -> int:
    with transaction(deployment.engine) as session:
        after = session.get_one(models.Version, version_id)
        after.processed_at = deployment.now()
        before = session.scalar(
            select(models.Version).where(models.Version.watch_id == after.watch_id, models.Version.number == after.number - 1)
        )
        watch = deployment.watch(after.watch_id)
        if before is None or watch is None:
            return 0
        rows = _rows(watch, before, after, deployment)
        session.add_all(rows)
        if not rows and not after.technical:
            _nothing_after_all(after, NO_TOPIC if watch.match else NOTHING_CHANGED)
        return len(rows)


def _rows(watch: Watch, before: models.Version, after: models.Version, deployment: Deployment) -> list[models.Change]:
    old, new = version_of(before), version_of(after)
    changes = compare_versions(old, new, watch.language, listing=watch.kind is WatchKind.LISTING)
    provisions = {provision.key: provision for provision in new.provisions}
    rows = [_row(change, provisions.get(change.key, NOWHERE), watch, deployment) for change in changes]
    kept = [row for row in rows if row.topics or watch.match != "topics"]
    for position, row in enumerate(kept):
        row.version_before_id, row.version_after_id, row.position = before.id, after.id, position
        row.detected, row.technical = after.instant, after.technical
    return kept


def _row(seen: Change, place: Provision, watch: Watch, deployment: Deployment) -> models.Change:
    watchlist = deployment.watchlist
    found = topics_of(place.label, seen.after or "", watch.language, watchlist.topics) if watch.match else []
    topics = list(dict.fromkeys([*watch.topics, *found]))
    change = about_acts(seen, acts_named(seen.after or "", watch.language, watchlist.topics, topics))
    return models.Change(
        watch_id=watch.id,
        kind=change.kind,
        rule=change.rule,
        significance=change.significance,
        language=watch.language,
        topics=topics,
        url=place.url or watch.url or watchlist.address_of(watch),
        stage=_stage(change, deployment.today()),
        effective=change.effective,
        published=change.dates.published,
        content=change_as_json(change),
        folded=fold(" ".join(filter(None, (change.path, change.before, change.after, *change.summary.values())))),
    )


def _stage(change: Change, today: date) -> str | None:
    """Where the rule stands, where its date of application tells."""
    if not change.effective:
        return None
    return "in_force" if change.effective <= today.isoformat() else "adopted"


def _nothing_after_all(after: models.Version, reason: str) -> None:
    poll = after.snapshot.poll
    if poll.outcome == Outcome.CHANGED:
        poll.outcome, poll.reason = Outcome.UNCHANGED, reason
