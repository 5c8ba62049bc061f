"""The JSON shapes that outside readers rely on, derived from the values themselves.

A key is added here, never renamed (DESIGN §5).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from core.values import Change, Doubt, Fact, Provision, Significance

DIFF_SCHEMA = "veille.diff/1"
FACTS_SCHEMA = "veille.facts/1"


@cache
def _changes() -> TypeAdapter[Change]:
    return TypeAdapter(Change)


@cache
def _provisions() -> TypeAdapter[tuple[Provision, ...]]:
    return TypeAdapter(tuple[Provision, ...])


def change_as_json(change: Change) -> dict[str, Any]:
    """The Change as the command line, the API and the table ``changes`` show it.

    ``key_before`` stands only where the key changed.
    """
    shape: dict[str, Any] = _changes().dump_python(change, mode="json")
    if shape["key_before"] is None:
        del shape["key_before"]
    return shape


def change_from_json(shape: dict[str, Any]) -> Change:
    """The Change that ``change_as_json`` made ``shape`` from; keys added around it are ignored."""
    return _changes().validate_python(shape)


def provisions_as_bytes(provisions: Sequence[Provision]) -> bytes:
    """The Provisions of a Version as UTF-8 JSON, equal for equal Provisions; what is not stated is left out."""
    return _provisions().dump_json(tuple(provisions), exclude_defaults=True)


def provisions_from_bytes(data: bytes) -> tuple[Provision, ...]:
    """The Provisions that ``provisions_as_bytes`` wrote."""
    return _provisions().validate_json(data)


def diff_as_json(language: str | None, changes: Sequence[Change], doubt: Doubt | None) -> dict[str, Any]:
    """What ``veille diff --format json`` prints."""
    return {
        "schema": DIFF_SCHEMA,
        "language": language,
        "significance": Significance.highest([change.significance for change in changes]),
        "incident": {"kind": doubt.kind, "reason": doubt.reason} if doubt else None,
        "changes": [change_as_json(change) for change in changes],
    }


def facts_as_json(language: str | None, facts: Sequence[tuple[Provision, Fact]]) -> dict[str, Any]:
    """What ``veille facts --format json`` prints."""
    return {
        "schema": FACTS_SCHEMA,
        "language": language,
        "facts": [
            {
                "type": fact.type,
                "role": fact.role,
                "text": fact.text,
                "value": fact.value,
                "unit": fact.unit,
                "path": provision.path,
                "start": fact.start,
                "end": fact.end,
            }
            for provision, fact in facts
        ],
    }
