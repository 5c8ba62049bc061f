"""Pages that swing between two texts: after two full oscillations one Change says so, and the next are not sent.

Only pages swing; a law that says again what it said before was annulled. Readers who were told of one text are always
told of the other in the end: the return to the first at once, and once a page has come to rest, where it rests.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.database import alone, transaction
from core.instants import instant_as_text
from core.values import Significance, WatchKind
from pipeline.deployment import Deployment

WITHIN = timedelta(hours=48)
"""Swings further apart are news; a page that has not swung for as long has come to rest."""
SWINGS = 4
"""Changes of two full oscillations: to the other text and back, twice."""
SWINGING = "swings between two texts"
NOW_QUIET = f"{SWINGING}: two full oscillations within 48 hours; the next are recorded and not sent until it rests"
HELD_BACK = f"{SWINGING}, recorded and not sent"
AT_REST = "at rest after it swung between two texts; not sent since {instant}"


def fold_swings(session: Session, rows: Sequence[models.Change], kind: WatchKind) -> None:
    """Of new Changes of a page, say which complete two oscillations and make those quiet that only go on swinging."""
    if kind is not WatchKind.PAGE or not rows:
        return
    earlier = _lately(session, rows[0].watch_id, rows[0].detected)
    for row in rows:
        swings = _swings(row, earlier)
        if row.quiet or len(swings) + 1 < SWINGS:
            continue
        if any(_is_swinging(each) for each in swings):
            hush(row, HELD_BACK)
        else:
            _rewrite(row, row.significance, NOW_QUIET)


def hush(row: models.Change, reason: str) -> None:
    """Record a new Change without sending it."""
    row.quiet = True
    _rewrite(row, Significance.EDITORIAL, reason)


def _rewrite(row: models.Change, significance: str, reason: str) -> None:
    row.significance = significance
    row.content = row.content | {"significance": significance, "reasons": [*row.content["reasons"], reason]}


def _lately(session: Session, watch_id: str, instant: datetime) -> list[models.Change]:
    row = models.Change
    lately = (row.watch_id == watch_id, row.technical.is_(False), row.detected >= instant - WITHIN, row.detected < instant)
    return list(session.scalars(select(row).where(*lately).order_by(row.id.desc())))


def _swings(row: models.Change, earlier: Sequence[models.Change]) -> list[models.Change]:
    """The Changes that lead to this one by nothing but swings, the newest first."""
    here = [row, *(each for each in earlier if _is_one_place(row, each))]
    return [old for _, old in takewhile(lambda two: _returns(*two), pairwise(here))]


def _is_one_place(one: models.Change, other: models.Change) -> bool:
    """Whether two Changes are about one place: one key, or one path and the same two texts."""
    if one.content["key"] == other.content["key"]:
        return True
    return one.content["path"] == other.content["path"] and set(_texts(one)) == set(_texts(other))


def _returns(new: models.Change, old: models.Change) -> bool:
    return _texts(new) == _texts(old)[::-1]


def _texts(row: models.Change) -> tuple[str | None, str | None]:
    return row.content["before"], row.content["after"]


def _is_swinging(row: models.Change) -> bool:
    return any(reason.startswith(SWINGING) for reason in row.content["reasons"])


def tell_what_rests(deployment: Deployment) -> int:
    """Add a Change for every page that rests at another text than its readers know; gives how many.

    Each quiet Change is looked at once, when its page could have rested since.
    """
    with transaction(deployment.engine) as session:
        alone(session, "events")
        row, now = models.Change, deployment.now()
        waiting = select(row).where(row.quiet, row.processed_at.is_(None), row.detected <= now - WITHIN).order_by(row.id)
        added = 0
        for change in session.scalars(waiting).all():
            change.processed_at = now
            for unknown in _unknown(session, change):
                session.add(_at_rest(session, unknown, change, now))
                session.flush()
                added += 1
    return added


def _unknown(session: Session, change: models.Change) -> Iterator[models.Change]:
    """The last Change sent that told of the text at which a place rests, where another was sent after it."""
    row = models.Change
    of_watch = select(row).where(row.watch_id == change.watch_id, row.technical.is_(False)).order_by(row.id.desc())
    here = [each for each in session.scalars(of_watch) if _is_one_place(change, each)]
    if not _is_swinging(change) or here[0].id != change.id:
        return
    sent = [each for each in here if not each.quiet]
    if sent and _texts(sent[0]) != _texts(change):
        yield from [each for each in sent if _texts(each) == _texts(change)][:1]


def _at_rest(session: Session, told: models.Change, last: models.Change, now: datetime) -> models.Change:
    """A new Change that says what ``told`` said once, of the Version in which the page came to rest."""
    position = session.scalar(select(func.max(models.Change.position)).where(models.Change.version_after_id == last.version_after_id)) or 0
    kept = ("watch_id", "kind", "rule", "significance", "language", "topics", "url", "stage", "effective", "published", "folded")
    reasons = [reason for reason in told.content["reasons"] if not reason.startswith(SWINGING)]
    return models.Change(
        **{name: getattr(told, name) for name in kept},
        version_before_id=last.version_before_id,
        version_after_id=last.version_after_id,
        position=position + 1,
        detected=now,
        content=told.content | {"reasons": [*reasons, AT_REST.format(instant=instant_as_text(last.detected))]},
    )
