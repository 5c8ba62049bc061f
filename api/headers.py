"""Headers of every answer: nothing from outside may run, what has not changed is not sent again, and what is long is sent small."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import Request
from fastapi.responses import Response
from starlette.responses import StreamingResponse

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

PROGRAMS = ("/api/", "/feeds/", "/calendar.ics", "/openapi.json", "/health", "/metrics", "/static/")
"""Where programs ask, not people."""
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
READING_ONLY = FOR_EVERY_SITE | {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
TEXTUAL = ("text/", "application/json", "application/problem+json", "application/atom+xml", "application/feed+json")
SHORT = 1_000
"""Bytes below which compressing costs more than it saves."""

QUICKLY = 1
"""The level of compression: the highest ones take five times as long for a sixth less."""

Next = Callable[[Request], Awaitable[Response]]


async def finish(request: Request, call_next: Next) -> Response:
    """Complete every answer; one piece, since each layer around the routes costs as much time as a small answer.

    HEAD is answered as GET would be, without the content. Scripts of any site may read what programs read, without anyone's cookies.
    """
    for_programs = request.url.path.startswith(PROGRAMS)
    if for_programs and request.method == "OPTIONS" and "access-control-request-method" in request.headers:
        return Response(status_code=204, headers=READING_ONLY | SECURITY)
    without_content = request.method == "HEAD"
    if without_content:
        request.scope["method"] = "GET"
    response = await call_next(request)
    if request.method == "GET" and response.status_code == 200:
        response = await _validated_and_small(request, response)
    if without_content:
        response = Response(status_code=response.status_code, headers=dict(response.headers))
    if for_programs and request.method == "GET":
        response.headers.update(FOR_EVERY_SITE)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


async def _validated_and_small(request: Request, response: Response) -> Response:
    """The answer with a weak ETag, or 304 for whoever has it already; compressed where it is long text and the reader can read it so.

    What is for one person alone stays as it is: the length of a compressed page that repeats what was asked tells of its secrets.
    """
    headers = response.headers
    if "no-store" in headers.get("cache-control", ""):
        return response
    textual = headers.get("content-type", "").startswith(TEXTUAL) and "content-encoding" not in headers
    if "etag" in headers and not textual:
        return response
    content = await _content(response)
    if "etag" not in headers:
        headers.setdefault("cache-control", "no-cache")
        headers["etag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        if headers["etag"] in _known(request):
            return Response(status_code=304, headers={name: headers[name] for name in headers if not name.startswith("content-")})
    if textual:
        headers.add_vary_header("Accept-Encoding")
        if _reads_gzip(request) and len(content) >= SHORT:
            content = gzip.compress(content, QUICKLY, mtime=0)
            headers.update({"content-encoding": "gzip", "content-length": str(len(content))})
    return Response(content, headers=dict(headers))


def _reads_gzip(request: Request) -> bool:
    offered = [part.replace(" ", "").partition(";q=") for part in request.headers.get("accept-encoding", "").split(",")]
    return any(name == "gzip" and (not separator or weight.strip("0.") != "") for name, separator, weight in offered)


async def _content(response: Response) -> bytes:
    return b"".join([_as_bytes(chunk) async for chunk in cast("StreamingResponse", response).body_iterator])


def _known(request: Request) -> list[str]:
    tags = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in tags]


def _as_bytes(chunk: str | bytes | memoryview) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else bytes(chunk)
