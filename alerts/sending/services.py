"""What each kind of service takes: how many messages a second, how long, in which format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from ruamel.yaml import YAML

TABLE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Service:
    """What a kind of service takes; the defaults are those of one that the table does not name."""

    per_second: float | None = None
    longest: int | None = None
    markdown: bool = False


def service_of(address: str) -> Service:
    """The kind of service that an Apprise address, or the id of a Route, is of."""
    return Service(**_table().get(address.partition("://")[0].lower(), {}))


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    content: dict[str, Mapping[str, Any]] = YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))
    return content


class Pace:
    """Keeps the messages of one Route as far apart as its service wants them.

    Apprise's own throttle cannot: it counts from one message to the next of one object, and each Delivery is an object.
    """

    def __init__(self, service: Service, clock: Callable[[], float] = monotonic, rest: Callable[[float], object] = sleep) -> None:
        self._gap = 1 / service.per_second if service.per_second else 0.0
        self._clock, self._rest, self._next = clock, rest, clock()

    def wait(self) -> None:
        """Wait until the next message may go."""
        early = self._next - self._clock()
        if early > 0:
            self._rest(early)
        self._next = max(self._next, self._clock()) + self._gap
