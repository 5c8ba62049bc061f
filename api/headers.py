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

Next = Callable[[Request], Awaitable[Response]]


async def secure(request: Request, call_next: Next) -> Response:
    """Add the security headers, but where an answer has stricter ones."""
    response = await call_next(request)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


async def answer_head(request: Request, call_next: Next) -> Response:
    """Answer HEAD as GET would, without the content."""
    if request.method != "HEAD":
        return await call_next(request)
    request.scope["method"] = "GET"
    response = await call_next(request)
    return Response(status_code=response.status_code, headers=dict(response.headers))


async def validate(request: Request, call_next: Next) -> Response:
    """Give each content a weak ETag, and 304 to whoever has it already."""
    response = await call_next(request)
    for_nobody_else = "no-store" in response.headers.get("cache-control", "")
    if request.method != "GET" or response.status_code != 200 or for_nobody_else or "etag" in response.headers:
        return response
    content = await _content(response)
    headers = {"cache-control": "no-cache", **response.headers, "etag": f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'}
    if headers["etag"] in _known(request):
        return Response(status_code=304, headers={name: headers[name] for name in headers if not name.startswith("content-")})
    return Response(content, headers=headers)


async def share(request: Request, call_next: Next) -> Response:
    """Let scripts of any site read what programs read, without anyone's cookies; they write nothing."""
    for_programs = request.url.path.startswith(PROGRAMS)
    if for_programs and request.method == "OPTIONS" and "access-control-request-method" in request.headers:
        return Response(status_code=204, headers=READING_ONLY)
    response = await call_next(request)
    if for_programs and request.method in ("GET", "HEAD"):
        response.headers.update(FOR_EVERY_SITE)
    return response


async def compress(request: Request, call_next: Next) -> Response:
    """Send long text compressed to whoever can read it so.

    What is for one person alone stays as it is: the length of a compressed page that repeats what was asked tells of its secrets.
    """
    response = await call_next(request)
    textual = response.headers.get("content-type", "").startswith(TEXTUAL)
    alone = "no-store" in response.headers.get("cache-control", "") or "content-encoding" in response.headers
    if request.method != "GET" or response.status_code != 200 or not textual or alone:
        return response
    response.headers.add_vary_header("Accept-Encoding")
    if not _reads_gzip(request):
        return response
    content = await _content(response)
    headers = dict(response.headers)
    if len(content) >= SHORT:
        content = gzip.compress(content, compresslevel=5, mtime=0)
        headers |= {"content-encoding": "gzip", "content-length": str(len(content))}
    return Response(content, headers=headers)


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
