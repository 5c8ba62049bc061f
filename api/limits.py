"""How often one client may post."""

import ipaddress
from collections import deque
from datetime import datetime, timedelta
from threading import Lock

POSTS = 20
SPAN = timedelta(minutes=1)
MOST_CLIENTS = 10_000
"""Beyond that the clients that were not heard of within the span are forgotten."""


class Limit:
    """At most so many posts of one client within a span of time, counted in this process alone."""

    def __init__(self, most: int = POSTS, span: timedelta = SPAN) -> None:
        self._most, self._span = most, span
        self._posts: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def allows(self, client: str, now: datetime) -> bool:
        """Whether the client may post once more, which is then counted."""
        with self._lock:
            if len(self._posts) > MOST_CLIENTS:
                self._posts = {name: posts for name, posts in self._posts.items() if posts[-1] > now - self._span}
            posts = self._posts.setdefault(_household(client), deque(maxlen=self._most))
            if len(posts) == self._most and posts[0] > now - self._span:
                return False
            posts.append(now)
            return True


def _household(client: str) -> str:
    """The address, of IPv6 the network: one connection has 2⁶⁴ addresses of its own."""
    try:
        number = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network((number, 64), strict=False)) if number.version == 6 else client
