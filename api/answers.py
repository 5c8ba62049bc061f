"""Answers of programs: JSON of the shapes that the routes describe."""

from typing import Any

from fastapi.responses import Response
from pydantic_core import to_json

from core.paging import Page


def as_json(found: Any) -> Response:
    """What was found, written as it is: to check once more that its shape is the described one would take longer than all the rest."""
    return Response(to_json(found), media_type="application/json")


def written(page: Page[bytes]) -> Response:
    """A page of a list whose items are JSON already."""
    return Response(b'{"items":[%b],"next":%b}' % (b",".join(page.items), to_json(page.next)), media_type="application/json")


def listed(page: Page[Any]) -> Response:
    """A page of a list."""
    return as_json({"items": page.items, "next": page.next})
