"""What is refused before any route is asked: too many questions of one client, and what no text can hold."""

import ipaddress

from fastapi import Request
from fastapi.exceptions import HTTPException

from api.dependencies import READS, READS_SPAN, WRITES, WRITES_SPAN, Around, Surroundings
from api.limits import Limit
from core.clock import utc_now

WATCHED = ("/health", "/metrics")
"""What a monitor asks, whatever else its host asks."""
TOO_MANY = f"Over {READS} questions came from your address within {READS_SPAN.seconds} seconds; ask again a few seconds from now."
TOO_MUCH = f"Your address asked for over {WRITES} changes within a minute; ask again a minute from now."
NULL = "A null character stands in the address. No text holds one: leave it out."


async def refuse(request: Request, around: Around) -> None:
    """Answer 400 to a null character, which PostgreSQL cannot be asked for, and 429 to whoever asks too often.

    Programs on the machine itself may ask as they like; behind a proxy that says for whom it asks, these are not its readers.
    """
    path = request.scope["path"]
    if "\0" in path or any("\0" in part for pair in request.query_params.multi_items() for part in pair):
        raise HTTPException(400, NULL)
    if request.method == "GET" and not may_ask(request, around):
        raise HTTPException(429, TOO_MANY, {"Retry-After": str(READS_SPAN.seconds)})
    # What people post from a page is counted with its form.
    if request.method != "GET" and path.startswith("/api/") and not _within(around.writes, request):
        raise HTTPException(429, TOO_MUCH, {"Retry-After": str(WRITES_SPAN.seconds)})


def may_ask(request: Request, around: Surroundings) -> bool:
    """Whether the client may read once more, which is then counted."""
    return request.scope["path"].endswith(WATCHED) or _within(around.reads, request)


def _within(limit: Limit, request: Request) -> bool:
    client = request.client.host if request.client else ""
    # The true time, not that of --now: a clock that stands still would never forget a question.
    return not _is_elsewhere(client) or limit.allows(client, utc_now())


def _is_elsewhere(client: str) -> bool:
    try:
        return not ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
