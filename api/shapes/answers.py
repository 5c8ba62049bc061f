"""What is answered about the answering itself: health and errors."""

from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.shapes.values import Instant


class Health(BaseModel):
    """Whether Veille does its work."""

    status: Literal["ok", "degraded"]
    reasons: list[str] = Field(description="What is wrong and what puts it right; empty where all is well.")
    watches: int
    last_read: Instant | None = Field(description="When any Watch was last read.")


class Mistake(BaseModel):
    """A parameter that is not understood."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What is wrong and what to do instead.")
    instance: str = Field(description="The path that was asked.")
    errors: list[Mistake] = Field([], description="Where parameters are not understood: each of them.")


ANYWHERE = (400, 422, 429, 503)
"""Errors of every list: a character or cursor that cannot be, a parameter not understood, too many questions, no database."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of these error answers and of those that may come anywhere."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = sorted({*statuses, *ANYWHERE})
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in known}
