"""Headers of every answer: nothing from outside may run, and what has not changed is not sent again."""

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

Next = Callable[[Request], Awaitable[Response]]


async def secure(request: Request, call_next: Next) -> Response:
    """Add the security headers."""
    response = await call_next(request)
    response.headers.update(SECURITY)
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
    content = b"".join([_as_bytes(chunk) async for chunk in cast("StreamingResponse", response).body_iterator])
    headers = dict(response.headers) | {"etag": f'W/"{hashlib.sha256(content).hexdigest()[:32]}"', "cache-control": "no-cache"}
    if headers["etag"] in _known(request):
        return Response(status_code=304, headers={name: headers[name] for name in headers if not name.startswith("content-")})
    return Response(content, headers=headers)


def _known(request: Request) -> list[str]:
    tags = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in tags]


def _as_bytes(chunk: str | bytes | memoryview) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else bytes(chunk)
