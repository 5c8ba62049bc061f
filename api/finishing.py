"""The layer around all routes: what has not changed is neither made nor sent again, and what is long is sent small.

One piece, for each layer costs time. HEAD is answered as GET would be, without the content.
"""

import gzip
import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.coming.upcoming import day_in_brussels
from api.dependencies import Surroundings
from api.headers import PROGRAMS, READING_ONLY, SECURITY, complete
from api.kept import Answer, Kept
from api.pages import language_of
from api.throttle import may_ask
from core.database import reading
from core.edition import edition

TEXTUAL = ("text/", "application/json", "application/problem+json", "application/atom+xml", "application/feed+json")
SHORT = 1_000
"""Bytes below which compressing costs more than it saves."""
QUICKLY = 1
"""The level of compression: the highest ones take five times as long for a sixth less."""


@dataclass
class Finishing:
    """The application with every answer completed."""

    app: ASGIApp
    around: Surroundings
    kept: Kept = field(default_factory=Kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request is the application's alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if _asks_what_scripts_may(request):
            await Response(status_code=204, headers=READING_ONLY | SECURITY)(scope, receive, send)
            return
        answer = await self._known(request) or await self._made(request, receive)
        await _send(request, answer, send)

    async def _known(self, request: Request) -> Answer | None:
        """The answer that was given before, where the history is the same."""
        known = self.kept.find(self._asked(request)) if _is_anybody(request) else None
        if known and known[0] == await run_in_threadpool(self._edition) and may_ask(request, self.around):
            return known[1]
        return None

    def _edition(self) -> int | None:
        """The present edition; none where the database cannot be read, of which the route tells."""
        try:
            with reading(self.around.engine) as session:
                return edition(session)
        except DBAPIError:
            return None

    def _asked(self, request: Request) -> Hashable:
        """All that an answer follows from, beside the history."""
        address = request.scope["path"], request.scope["query_string"]
        return *address, language_of(request), _reads_gzip(request), day_in_brussels(self.around.now())

    async def _made(self, request: Request, receive: Receive) -> Answer:
        state, gathering = request.state, Gathering()
        scope = {**request.scope, "method": "GET"} if request.method == "HEAD" else request.scope
        await self.app(scope, receive, gathering.take)
        answer = _finished(request, gathering)
        made_of = getattr(state, "edition", None)
        if made_of is not None and answer.status == 200 and _is_anybody(request):
            self.kept.keep(self._asked(request), made_of, answer)
        return answer


@dataclass
class Gathering:
    """Takes an answer as the application sends it."""

    status: int = 0
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    content: bytes = b""

    async def take(self, message: Message) -> None:
        """The beginning of the answer, or a piece of its content."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], MutableHeaders(raw=list(message["headers"]))
        else:
            self.content += message.get("body", b"")


def _asks_what_scripts_may(request: Request) -> bool:
    of_programs = request.scope["path"].startswith(PROGRAMS)
    return of_programs and request.method == "OPTIONS" and "access-control-request-method" in request.headers


def _is_anybody(request: Request) -> bool:
    """Whether somebody reads who does not say who they are."""
    return request.method in ("GET", "HEAD") and not {"cookie", "authorization"} & set(request.headers)


def _finished(request: Request, found: Gathering) -> Answer:
    """The answer with a weak ETag; compressed where it is long text and the reader can read it so.

    What is for one person alone stays as it is: the length of a compressed page that repeats what was asked tells of its secrets.
    """
    headers, reads = found.headers, request.method in ("GET", "HEAD")
    if reads and found.status == 200 and "no-store" not in headers.get("cache-control", ""):
        textual = headers.get("content-type", "").startswith(TEXTUAL) and "content-encoding" not in headers
        if "etag" not in headers:
            headers.setdefault("cache-control", "no-cache")
            headers["etag"] = f'W/"{hashlib.blake2b(found.content, digest_size=16).hexdigest()}"'
        if textual:
            _compress(request, found)
    complete(headers, for_programs=reads and request.scope["path"].startswith(PROGRAMS))
    return Answer(found.status, tuple(headers.raw), found.content)


def _compress(request: Request, found: Gathering) -> None:
    found.headers.add_vary_header("Accept-Encoding")
    if _reads_gzip(request) and len(found.content) >= SHORT:
        found.content = gzip.compress(found.content, QUICKLY, mtime=0)
        found.headers.update({"content-encoding": "gzip", "content-length": str(len(found.content))})


def _reads_gzip(request: Request) -> bool:
    offered = [part.replace(" ", "").partition(";q=") for part in request.headers.get("accept-encoding", "").split(",")]
    return any(name == "gzip" and (not separator or weight.strip("0.") != "") for name, separator, weight in offered)


async def _send(request: Request, answer: Answer, send: Send) -> None:
    """The answer, or 304 for whoever has it already."""
    status, headers, content = answer
    if status == 200 and MutableHeaders(raw=list(headers)).get("etag") in _known_tags(request):
        status, content = 304, b""
        headers = tuple(pair for pair in headers if not pair[0].startswith(b"content-"))
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else content})


def _known_tags(request: Request) -> list[str]:
    tags = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in tags]
