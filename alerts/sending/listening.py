"""What web services answer while Apprise sends: it tells whether a message went, not why not, nor for how long to wait.

Apprise sends through ``requests``, which opens a session of its own for each request; from here on that session
notes what it is answered in the thread that listens. A test with real answers would notice if Apprise went another way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import requests
from requests import sessions

from alerts.sending.answers import Answer, Verdict, asked_patience, of_http

_heard: ContextVar[list[Answer] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Answer]]:
    """The answers that arrive within the block, in order; only those that are no success."""
    heard: list[Answer] = []
    before = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(before)


class ListeningSession(requests.Session):
    """A session that notes what it is answered."""

    def send(self, request: requests.PreparedRequest, **given: Any) -> requests.Response:
        """Send as any session does, and note a failure."""
        heard = _heard.get()
        try:
            response = super().send(request, **given)
        except requests.RequestException as error:
            if heard is not None:
                heard.append(Answer(Verdict.ROUTE, type(error).__name__))
            raise
        if heard is not None and not response.ok:
            heard.append(_answer(response))
        return response


def _answer(response: requests.Response) -> Answer:
    patience = asked_patience(response.headers, datetime.now(UTC))
    return Answer(of_http(response.status_code, patience), f"{response.status_code} {response.reason}", patience)


sessions.Session = ListeningSession  # type: ignore[misc] # requests has no other place to listen at
