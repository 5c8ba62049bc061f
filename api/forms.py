"""Forms that people post: read within bounds, from our own pages only, and not too often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.dependencies import Around

LARGEST = 32_768
"""Bytes of a form."""
MOST_FIELDS = 500
ENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """The fields of a form, each with everything that was given for it."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """What was given first, empty where nothing was."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def every(self, name: str) -> list[str]:
        """All that was given, each once."""
        return list(dict.fromkeys(self.fields.get(name, ())))


async def posted(request: Request, around: Around) -> Form:
    """The form of this request; 403 where another site sent it, 413, 415 and 429 where it is too large, no form, or one too many."""
    if is_foreign(request, around.site):
        raise HTTPException(403, "This form was sent by another website; open ours and fill it in there.")
    if not around.limit.allows(request.client.host if request.client else "", around.now()):
        raise HTTPException(429, "Too many forms came from this address; wait a minute.", {"Retry-After": "60"})
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != ENCODED:
        raise HTTPException(415, f"A form is sent as {ENCODED}.")
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise HTTPException(413, "This form is too large.")
    try:
        return Form(parse_qs(content.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, "This form cannot be read.") from error


Posted = Annotated[Form, Depends(posted)]


def is_foreign(request: Request, site: str) -> bool:
    """Whether a browser says that a page of another site sent the form; where it says nothing there is no page behind it.

    Pages that send no referrer send the origin ``null``, also to their own site: then ``Sec-Fetch-Site`` alone can tell.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc not in (request.headers.get("host", ""), urlsplit(site).netloc)
