"""``veille subscriptions``: every Subscription with its state, and the way back for one of the watchlist that ended."""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from alerts.people.resuming import resume as take_up
from alerts.sending.routes import discreet, recipient
from core import models
from core.clock import utc_now
from core.database import reading, transaction
from core.discretion import without_addresses
from core.instants import instant_as_text
from core.settings import Settings
from core.watchlist import Choices, Subscriber, Watchlist
from core.watchlist_reader import read_watchlist
from pipeline.opening import engine_of, settings_of
from pipeline.options import Options
from pipeline.printing import local, say

LOG = logging.getLogger(__name__)
COMMAND_LINE = "command line"
NEVER = datetime.min.replace(tzinfo=UTC)
Known = dict[tuple[str, str], models.Ending]
"""The Endings, by Subscription and recipient."""
Sent = Mapping[tuple[str, str], datetime]
"""The last message, by Subscription and recipient."""


@dataclass(frozen=True)
class Standing:
    """A Subscription by one route: its ``state`` is ``active``, ``off``, ``unconfirmed`` or ``ended``, the last with reason and instant."""

    id: str
    origin: str
    address: str
    choices: Choices
    state: str
    reason: str
    ended: datetime | None
    last_message: datetime | None


def subscriptions(options: Options, shown: str) -> None:
    """Print every Subscription."""
    settings = settings_of(options)
    with reading(engine_of(options)) as session:
        found = list(standings(session, _watchlist(settings), settings))
    if shown == "json":
        say(json.dumps({"items": [standing_record(each) for each in found], "next": None}, ensure_ascii=False, indent=1))
        return
    for each in found:
        say(_line_of(each))
    if not found:
        say("Nobody has subscribed yet.")


def resume(options: Options, subscription: str) -> None:
    """Take up a Subscription of the watchlist that ended; ``VeilleError`` where there is nothing to take up."""
    settings = settings_of(options)
    with transaction(engine_of(options)) as session:
        endings = take_up(session, _watchlist(settings), subscription, COMMAND_LINE, utc_now())
    for each in endings:
        LOG.warning("%s was taken up again; it had ended %s: %s", subscription, local(each.instant), _how(each)[0])
    say(f"{subscription}: taken up again; what comes from now on is told.")


def standings(session: Session, watchlist: Watchlist, settings: Settings) -> Iterator[Standing]:
    """Every Subscription by each of its routes: those of the watchlist first, then those of the website."""
    endings = {(each.subscription_id, each.recipient): each for each in session.scalars(select(models.Ending))}
    last = _last_messages(session)
    for subscriber in watchlist.subscribers:
        for route in subscriber.via:
            yield _of_watchlist(subscriber, route, endings, last, settings)
    for row in session.scalars(select(models.Subscription).order_by(models.Subscription.id)):
        yield _of_website(row, endings, last)


def _of_watchlist(subscriber: Subscriber, route: str, endings: Known, last: Sent, settings: Settings) -> Standing:
    key = (subscriber.id, recipient(route, settings, os.environ))
    ending = endings.get(key)
    state = "ended" if ending else "off" if subscriber.frequency == "off" else "active"
    return Standing(subscriber.id, "watchlist", discreet(route), subscriber, state, *_how(ending), last.get(key))


def _of_website(row: models.Subscription, endings: Known, last: Sent) -> Standing:
    key, choices = (row.id, row.recipient), Choices.model_validate(row.choices)
    ending = endings.get(key)
    state = "ended" if ending else "unconfirmed" if row.confirmed is None else "off" if choices.frequency == "off" else "active"
    address = discreet(row.address) if row.address else "(erased)"
    return Standing(row.id, "website", address, choices, state, *_how(ending), last.get(key))


def _how(ending: models.Ending | None) -> tuple[str, datetime | None]:
    return (without_addresses(" ".join(ending.reason.split())), ending.instant) if ending else ("", None)


def _last_messages(session: Session) -> Sent:
    row = models.Delivery
    # PostgreSQL does not compare JSON; its text it does.
    written = cast(row.subscriptions, Text)
    sent = select(written, row.recipient, func.max(row.sent_at)).where(row.sent_at.is_not(None)).group_by(written, row.recipient)
    last: dict[tuple[str, str], datetime] = {}
    for names, reader, instant in session.execute(sent):
        for key in ((name, reader) for name in json.loads(names)):
            last[key] = max(instant or NEVER, last.get(key, NEVER))
    return last


def standing_record(each: Standing) -> dict[str, Any]:
    """A Subscription by one route as JSON."""
    return {
        "id": each.id,
        "origin": each.origin,
        "address": each.address,
        "language": each.choices.language,
        "frequency": each.choices.frequency,
        "topics": each.choices.topics,
        "state": each.state,
        "reason": each.reason or None,
        "ended": each.ended and instant_as_text(each.ended),
        "last_message": each.last_message and instant_as_text(each.last_message),
    }


def _line_of(each: Standing) -> str:
    last = f"last message {local(each.last_message)}" if each.last_message else "no message yet"
    ended = f" {local(each.ended)}: {each.reason}" if each.ended else ""
    return f"{each.id:<28} {each.origin:<9}  {each.address:<28} {each.choices.frequency:<9}  {last:<29}  {each.state}{ended}"


def _watchlist(settings: Settings) -> Watchlist:
    # Nobody is polled: the watchlist of a replay, which owes no delay, is sound as well.
    found, _ = read_watchlist(settings.watchlist, allow_private_hosts=settings.allow_private_hosts, loopback=True)
    return found
