"""What administrators are told about sending: an address that refuses for good, a route that is down, and one that works again."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.ledger import Addressees, enter
from alerts.messages import Message, given_up
from alerts.messages.sending import refused, route_doubted, route_down, route_up
from alerts.sending.refusals import Doubt
from core import models
from core.settings import Settings
from core.watchlist import Watchlist

GIVEN_UP = "given-up-"
NOTICES = (GIVEN_UP, "refused-", "route-")
"""How the ids of these messages begin: nobody is told about a notice that cannot be delivered."""


class Notices:
    """Puts notices in the ledger of a session, once each, for every administrator."""

    def __init__(self, session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> None:
        self._session, self._watchlist, self._settings, self._now = session, watchlist, settings, now

    def of_given_up(self, delivery: models.Delivery) -> None:
        """No attempt could deliver the message."""
        if not delivery.message_id.startswith(NOTICES):
            self._enter(f"{GIVEN_UP}{delivery.id}", lambda language: given_up(delivery, language, self._settings.site))

    def of_refusal(self, delivery: models.Delivery, targets: Sequence[str]) -> None:
        """These targets refuse messages for good; told once a month at most, however many messages go there."""
        if not delivery.message_id.startswith(NOTICES):
            for each in targets:
                self._enter(
                    f"refused-{delivery.recipient[:16]}-{each}-{self._now:%Y%m}",
                    lambda language: refused(delivery, language, self._settings.site),
                )

    def of_doubt(self, doubt: Doubt) -> None:
        """A Route refuses so many that it is not believed; told once a day at most."""
        name = hashlib.sha256(doubt.route.encode()).hexdigest()[:12]
        self._enter(f"route-{name}-refuses-{self._now:%Y%m%d}", lambda language: route_doubted(doubt, language, self._settings.site))

    def of_route(self, route: models.Route, says: str) -> None:
        """Nothing can be delivered by it, or it works again."""
        if route.failing_since:
            since = route.failing_since
            self._enter(_id(route, "down", since), lambda language: route_down(route.id, since, says, language, self._settings.site))
        elif route.told:
            self._enter(_id(route, "up", route.told), lambda language: route_up(route.id, language, self._settings.site))
        route.told = self._now if route.failing_since else None

    def _enter(self, message_id: str, write: Callable[[str], Message]) -> None:
        addressees = Addressees(self._settings, staff=True)
        for each in self._watchlist.administrators:
            addressees.add(each.id, each.language, each.via)
        enter(self._session, message_id, addressees, lambda each: write(each.language), self._now)


def _id(route: models.Route, state: str, instant: datetime) -> str:
    return f"route-{hashlib.sha256(route.id.encode()).hexdigest()[:12]}-{state}-{instant:%Y%m%dT%H%M%S}"
