"""The ledger put into practice: each Delivery is sent, tried again later, or given up loudly.

What is due is grouped by Route: one that is slow, hangs or rests holds up no other.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from alerts.people.recipients import tokens
from alerts.sending import attempts, outbox, refusals
from alerts.sending.answers import Answer, Target, Verdict
from alerts.sending.leases import at_work
from alerts.sending.notices import Notices
from alerts.sending.patience import resting, told_that_down, untold
from alerts.sending.routes import resolve
from alerts.sending.services import Pace, service_of
from core import models
from core.database import reading, transaction
from core.errors import RouteError
from core.settings import Settings
from core.watchlist import Watchlist

if TYPE_CHECKING:
    from alerts.sending.channels import Channels

ROUTES_AT_ONCE = 16


@dataclass(frozen=True)
class Delivered:
    """What became of the Deliveries that were due, and how many wait for a later attempt."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    waiting: int = 0


def deliver(engine: Engine, watchlist: Watchlist, settings: Settings, now: Callable[[], datetime], only: str = "") -> Delivered:
    """Send what is due, or the one message of the id ``only``; each result is committed before the next message of its Route begins.

    Several processes may do so at once. Without ``VEILLE_SEND`` messages go to the outbox folder; ``RouteError``
    where that cannot be written to.
    """
    with at_work() as holder:
        states = Counter(_Pass(engine, watchlist, settings, now, holder, only).all())
    with reading(engine) as session:
        waiting = session.scalar(select(func.count()).where(models.Delivery.state.in_(attempts.OPEN)))
    return Delivered(states["sent"], states["failed"], states["given_up"], waiting or 0)


@dataclass
class _Pass:
    """One sender's way through all that is due; every Delivery is tried once."""

    engine: Engine
    watchlist: Watchlist
    settings: Settings
    now: Callable[[], datetime]
    holder: str
    only: str = ""
    tried: set[int] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    says: dict[str, str] = field(default_factory=dict)
    stopped: Event = field(default_factory=Event)

    def all(self) -> Iterator[str]:
        """The state of each Delivery that was tried, those included that this pass itself wrote for the administrators."""
        while True:
            routes = self._due()
            self.tried.update(number for numbers in routes.values() for number in numbers)
            yield from self._by_route(routes)
            if not routes and not self._tell_about_routes():
                return

    def _due(self) -> dict[str, list[int]]:
        """What is due and not yet tried, by Route, without the Routes that rest."""
        with reading(self.engine) as session:
            due = attempts.due(session, self.now(), self.only)
            self.resting |= resting(session, self.now()) if self.settings.send else set()
        routes: dict[str, list[int]] = {}
        for each in due:
            if each.id not in self.tried and (route := self._route(each.route)) not in self.resting:
                routes.setdefault(route, []).append(each.id)
        return routes

    def _route(self, route: str) -> str:
        if not self.settings.send:
            return ""
        # Apprise knows a hundred services: it is loaded when there is something to send.
        from alerts.sending.channels import route_at  # noqa: PLC0415

        try:
            return route_at(resolve(route, self.settings, os.environ))
        except RouteError:
            return ""

    def _by_route(self, routes: dict[str, list[int]]) -> Sequence[str]:
        if len(routes) < 2:
            return [state for route, numbers in routes.items() for state in self._go_through(route, numbers)]
        with ThreadPoolExecutor(min(len(routes), ROUTES_AT_ONCE)) as pool, self._stopping():
            return [state for states in pool.map(self._go_through, routes, routes.values()) for state in states]

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Where this is interrupted, the Routes stop after the message they are at."""
        try:
            yield
        except BaseException:
            self.stopped.set()
            raise

    def _go_through(self, route: str, numbers: Sequence[int]) -> list[str]:
        """Send the Deliveries of one Route, at its pace, until it has to rest."""
        pace, states = Pace(service_of(route)), list[str]()
        with self._channels() as channels:
            for number in numbers:
                if self.stopped.is_set() or route in self.resting:
                    break
                pace.wait()
                with self._taken(number) as taken:
                    if taken is not None:
                        states.append(self._attempt(*taken, channels))
        return states

    def _channels(self) -> "Channels | nullcontext[None]":
        if not self.settings.send:
            return nullcontext()
        from alerts.sending.channels import Channels  # noqa: PLC0415 - see above

        return Channels(self.settings, self.watchlist.topics, self.resting)

    @contextmanager
    def _taken(self, number: int) -> Iterator[tuple[models.Delivery, str] | None]:
        """The Delivery, ours until the end of the block, and its recipient's token; ``None`` where it is not to be had any more."""
        with transaction(self.engine) as session:
            delivery = attempts.begin(session, number, self.holder, self.now())
            if delivery and delivery.state == "given_up":
                self._tell_about(session, delivery, [])
                delivery = None
            taken = (delivery, tokens(session, [delivery.recipient], self.now())[delivery.recipient]) if delivery else None
        try:
            yield taken
        except BaseException:
            with transaction(self.engine) as session:
                attempts.release(session, number, self.holder)
            raise

    def _attempt(self, delivery: models.Delivery, token: str, channels: "Channels | None") -> str:
        targets = self._send(delivery, token, channels)
        with transaction(self.engine) as session:
            row = session.get_one(models.Delivery, delivery.id, with_for_update=True)
            targets = self._believed(session, row, targets)
            state = attempts.record(session, row, targets, self.now())
            self._tell_about(session, row, targets)
            self.resting |= resting(session, self.now()) if targets else set()
        self.says.update({each.route: each.answer.says for each in targets})
        return state

    def _send(self, delivery: models.Delivery, token: str, channels: "Channels | None") -> Sequence[Target]:
        try:
            message = attempts.written(delivery, token, self.settings.site)
            if channels is None:
                outbox.put(self.settings.outbox, delivery, message)
                return []
            address = resolve(delivery.route, self.settings, os.environ)
            return channels.send(delivery, message, (address, token), attempts.done_before(delivery))
        except Exception as error:
            if channels is None and isinstance(error, RouteError):
                raise
            # One bad route or poisoned message must not hold up the others.
            return [Target("-", "", Answer(Verdict.LATER, str(error) or type(error).__name__))]

    def _believed(self, session: Session, delivery: models.Delivery, targets: Sequence[Target]) -> Sequence[Target]:
        """What is to be made of the answers: nobody is taken for gone because a server refuses everybody."""
        found = refusals.doubts(session, delivery, targets, self.now())
        refusals.take_back(session, found, self.now())
        notices = Notices(session, self.watchlist, self.settings, self.now())
        for each in found:
            notices.of_doubt(each)
        return refusals.doubted(targets, found)

    def _tell_about(self, session: Session, delivery: models.Delivery, targets: Sequence[Target]) -> None:
        """What the administrators must know of an attempt: an address that refuses for good, a message that was given up."""
        refused = [each.id for each in targets if each.answer.verdict is Verdict.REFUSED]
        notices = Notices(session, self.watchlist, self.settings, self.now())
        if delivery.state == "given_up":
            attempts.end_subscriptions(session, delivery, self.now())
        if refused and delivery.subscriptions:
            notices.of_refusal(delivery, refused)
        elif delivery.state == "given_up" and not told_that_down(session, [each.route for each in targets]):
            notices.of_given_up(delivery)

    def _tell_about_routes(self) -> int:
        with transaction(self.engine) as session:
            notices = Notices(session, self.watchlist, self.settings, self.now())
            routes = untold(session, self.now())
            for each in routes:
                notices.of_route(each, self.says.get(each.id, ""))
            return len(routes)
