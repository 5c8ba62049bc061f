"""Version → Change: compares each new Version with the one before and records what it finds."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import models
from core.contract import change_as_json
from core.database import alone, reading, transaction
from core.search import indexed
from core.values import Change, Kind, Outcome, Provision, Version, WatchKind
from core.watchlist import Watch
from differ.compare import NOWHERE
from differ.compare import compare as compare_versions
from differ.extract.journal_consolidated import as_consolidated
from differ.significance import about_acts
from pipeline.deployment import Deployment
from pipeline.effect import stage_of
from pipeline.evidence import Evidence
from pipeline.flapping import fold_swings
from pipeline.noise import adjusted, fold_noise
from pipeline.topics import acts_named, topics_of
from pipeline.versions import version_of

LOG = logging.getLogger(__name__)
FIRST = 1
NO_TOPIC = "what is new concerns none of the topics"
ONLY_TEXTS = "the text of an item that was told before has arrived"
NOTHING_CHANGED = "the text was only cut into other pieces"


def compare(deployment: Deployment) -> int:
    """Compare every Version that waits, oldest first; gives how many Changes were recorded.

    The first Version of a Watch is a baseline: there is nothing to compare it with.
    """
    row = models.Version
    with transaction(deployment.engine) as session:
        session.execute(update(row).where(row.processed_at.is_(None), row.number == FIRST).values(processed_at=deployment.now()))
    with reading(deployment.engine) as session:
        waiting = list(session.scalars(select(row.id).where(row.processed_at.is_(None)).order_by(row.id)))
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
        alone(session, "comparing")
        after = session.get_one(models.Version, version_id)
        if after.processed_at is not None:  # by another worker, in the meantime
            return 0
        after.processed_at = deployment.now()
        before = session.scalar(
            select(models.Version).where(models.Version.watch_id == after.watch_id, models.Version.number == after.number - 1)
        )
        watch = deployment.watch(after.watch_id)
        if before is None or watch is None:
            return 0
        rows = _rows(session, watch, before, after, deployment)
        if not after.technical:
            fold_noise(session, rows)
            fold_swings(session, rows, watch.kind)
        session.add_all(rows)
        if not rows and not after.technical:
            _nothing_after_all(after, _nothing(watch, after))
        return len(rows)


def _rows(session: Session, watch: Watch, before: models.Version, after: models.Version, deployment: Deployment) -> list[models.Change]:
    new = version_of(after)
    old = as_consolidated(version_of(before), new)
    if watch.kind is WatchKind.LISTING:
        rows = list(_rows_of_items(session, Evidence(session, watch, after), old, new, deployment))
    else:
        provisions = {provision.key: provision for provision in new.provisions}
        changes = compare_versions(old, new, watch.language)
        rows = [_row(change, provisions.get(change.key, NOWHERE), watch, deployment) for change in changes]
    kept = [row for row in rows if row.topics or watch.match != "topics"]
    for position, row in enumerate(kept):
        row.version_before_id, row.version_after_id, row.position = before.id, after.id, position
        row.detected, row.technical = after.instant, after.technical
    return kept


def _rows_of_items(session: Session, evidence: Evidence, old: Version, new: Version, deployment: Deployment) -> Iterator[models.Change]:
    """What is new in a listing, with all that its own page says, and what was edited there; what scrolled off is no Change."""
    watch, known = evidence.watch, {item.key: item for item in old.provisions}
    for item in new.provisions:
        earlier = known.get(item.key)
        if earlier and earlier.text == item.text and not item.body:
            continue
        if earlier is None or _concerned_nobody(session, watch, earlier, deployment):
            whole = replace(item, text=" ".join(filter(None, (item.text, item.body))), body="")
            pair = Version("", ()), Version("", (whole,))
        else:
            whole, pair = item, (Version("", (earlier,)), Version("", (item,)))
        for change in compare_versions(*pair, watch.language, listing=True):
            row = _row(change, whole, watch, deployment)
            row.snapshot_id = evidence.of(item)
            yield row


def _concerned_nobody(session: Session, watch: Watch, item: Provision, deployment: Deployment) -> bool:
    """Whether an item was about no Topic, neither by what was listed nor by the text of its page, and so was never told."""
    if not watch.match or watch.topics or topics_of(item.label, item.text, watch.language, deployment.watchlist.topics):
        return False
    told = select(models.Change.id).where(models.Change.watch_id == watch.id, models.Change.kind == Kind.PUBLICATION)
    return session.scalar(told.where(models.Change.content["key"].as_string() == item.key).limit(1)) is None


def _row(seen: Change, place: Provision, watch: Watch, deployment: Deployment) -> models.Change:
    watchlist = deployment.watchlist
    text = " ".join(filter(None, (seen.after, place.body)))
    found = topics_of(place.label, text, watch.language, watchlist.topics) if watch.match else []
    topics = list(dict.fromkeys([*watch.topics, *found]))
    change = adjusted(about_acts(seen, acts_named(text, watch.language, watchlist.topics, topics)), watch.significance)
    return models.Change(
        watch_id=watch.id,
        kind=change.kind,
        rule=change.rule,
        significance=change.significance,
        language=watch.language,
        topics=topics,
        url=place.url or watch.url or watchlist.address_of(watch),
        stage=stage_of(change, place, watch.language, deployment.today().isoformat()),
        effective=change.effective,
        published=change.dates.published,
        # The identity is no part of the contract: by it the languages of one item are found again.
        content=change_as_json(change) | ({"identity": place.identity} if place.identity else {}),
        folded=indexed(" ".join(filter(None, (change.path, change.before, change.after, *change.summary.values())))),
    )


def _nothing(watch: Watch, after: models.Version) -> str:
    """Why a new Version tells nothing."""
    if watch.match:
        return NO_TOPIC
    return ONLY_TEXTS if after.snapshot.parent else NOTHING_CHANGED


def _nothing_after_all(after: models.Version, reason: str) -> None:
    poll = after.snapshot.poll
    if poll.outcome == Outcome.CHANGED:
        poll.outcome, poll.reason = Outcome.UNCHANGED, reason
