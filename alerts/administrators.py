"""What administrators are told: each Incident when it opens and when it closes, and once a day what is still open."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.editors import tell_editors
from alerts.ledger import Addressee, Addressees, enter
from alerts.messages import Message, Reader, incidents
from alerts.messages import still_open as still_open_message
from alerts.still_open import notice, still_open
from core import models
from core.clock import BRUSSELS
from core.settings import Settings
from core.watchlist import Watchlist

DIGEST_AT = time(8, 30)
"""In Brussels: what is open at this time and still is when the digest is written stands in it."""
REMINDED_FOR = 7
"""Days between two digests of nothing but decisions that wait."""


def write_incidents(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger one message about every Incident that opened or closed since the last; the number of Deliveries added.

    Each is told once when it opens and once when it closes, together where both lie between two passes. Where there
    is no administrator it counts as told: whoever becomes one later learns of it from the digest while it is open.
    The editor of a page of ours is told of it by a message of their own.
    """
    row = models.Incident
    untold = or_(row.told.is_(None), and_(row.closed.is_not(None), row.closing_told.is_(None)))
    found = session.scalars(select(row).where(untold).order_by(row.id).with_for_update()).all()
    if not found:
        return 0
    states = {each.id: _state(each) for each in found}
    notices = [notice(session, each, states[each.id]) for each in found]
    digest, to = _digest_of(f"{number} {state}" for number, state in states.items()), administrators(watchlist, settings)
    added = enter(session, f"incidents-{digest}", to, lambda each: incidents(notices, each.language, settings.site), now)
    added += tell_editors(session, watchlist, settings, notices, digest, now)
    for each in found:
        each.told = each.told or now
        each.closing_told = now if each.closed else None
    return added


def _state(incident: models.Incident) -> str:
    if incident.closed is None:
        return "opened"
    return "closed" if incident.told else "brief"


def _digest_of(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def write_administrators_digest(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put in the ledger, once a day from 08:30 in Brussels, what is still open; the number of Deliveries added.

    Nothing where nothing is. What only waits for a decision (a Topic nobody receives, a Subscription that nothing can
    match, a page of ours without an editor) is told with the rest, and by itself no more than once a week.
    """
    today = now.astimezone(BRUSSELS)
    due = datetime.combine(today.date(), DIGEST_AT, BRUSSELS)
    message_id, *before = (f"administrators-{today.date() - timedelta(days=days):%Y%m%d}" for days in range(REMINDED_FOR))
    if not watchlist.administrators or now < due or _is_in_the_ledger(session, [message_id]):
        return 0
    matters = still_open(session, watchlist, settings, due)
    if not matters.presses and (not matters.asks or _is_in_the_ledger(session, before)):
        return 0

    def write(each: Addressee) -> Message:
        return still_open_message(matters, due, Reader(each.language, settings.site), watchlist.topics)

    try:
        with session.begin_nested():
            return enter(session, message_id, administrators(watchlist, settings), write, now)
    except IntegrityError:
        return 0  # another worker was quicker


def _is_in_the_ledger(session: Session, message_ids: list[str]) -> bool:
    return session.scalar(select(models.Delivery.id).where(models.Delivery.message_id.in_(message_ids)).limit(1)) is not None


def administrators(watchlist: Watchlist, settings: Settings) -> Addressees:
    """Everyone who is told when Veille itself is in trouble."""
    found = Addressees(settings, staff=True)
    for each in watchlist.administrators:
        found.add(each.id, each.language, each.via)
    return found
