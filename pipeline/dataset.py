"""The dataset that ``veille export`` writes and ``veille import`` reads: the whole history, and nobody who is told of it.

``dataset.json`` says what there is; each table is a file ``<table>.jsonl.gz`` with one JSON object a row, its keys the
columns, instants in ISO 8601 (UTC). The bytes of each Snapshot as they were fetched are ``snapshots/ab/<sha256>.gz``.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from core import models
from core.compression import compress, decompress
from core.contract import provisions_as_bytes, provisions_from_bytes
from core.database import UtcDateTime
from core.discretion import without_addresses
from core.instants import instant_as_text, instant_from_text

SCHEMA = "veille.dataset/1"
MANIFEST, BODIES = "dataset.json", "snapshots"
LARGEST_BATCH = 200
"""Rows held in memory at one time."""
PRIVATE = frozenset(
    {
        "recipients",
        "subscriptions",
        "endings",
        "routes",
        "matches",
        "digests",
        "deliveries",
        "sign_in_links",
        "signed_in",
        "access_tokens",
        "deeds",
    }
)
"""Tables that say who is told, and how; no part of a dataset."""
OF_PEOPLE = frozenset(
    {
        models.Task.__table__.c.assignee,
        *(models.TaskAction.__table__.c[name] for name in ("made_by", "note")),
        *(models.LinkDecision.__table__.c[name] for name in ("made_by", "reason")),
    }
)
"""Columns in which the address of an editor may stand, of which a dataset holds no more than may be shown."""
BYTES, PROVISIONS = models.Body.__table__.c.data, models.Version.__table__.c.provisions


def tables() -> list[Table]:
    """The tables of a dataset, each behind those that it refers to."""
    return [table for table in models.Base.metadata.sorted_tables if table.name not in PRIVATE]


def columns(table: Table) -> Iterator[Column[Any]]:
    """The columns that a row of a dataset holds: all but the bytes, which are files of their own."""
    return (column for column in table.columns if column is not BYTES)


def as_json(column: Column[Any], value: Any) -> Any:
    """A value of a column as JSON holds it."""
    if value is None:
        return None
    if column is PROVISIONS:
        return json.loads(decompress(value))
    if column in OF_PEOPLE:
        return without_addresses(value)
    return instant_as_text(value) if isinstance(column.type, UtcDateTime) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """The value of a column that ``as_json`` was given."""
    if value is None:
        return None
    if column is PROVISIONS:
        return compress(provisions_as_bytes(provisions_from_bytes(json.dumps(value).encode())))
    return instant_from_text(value) if isinstance(column.type, UtcDateTime) else value


def row_from_json(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a dataset as the database takes it; ``KeyError`` for a column that this Veille does not know."""
    return {name: from_json(table.columns[name], value) for name, value in row.items()}


def file_of(folder: Path, table: str) -> Path:
    """Where the rows of a table lie."""
    return folder / f"{table}.jsonl.gz"


def body_of(folder: Path, sha256: str) -> Path:
    """Where the bytes of this SHA-256 lie."""
    return folder / BODIES / sha256[:2] / f"{sha256}.gz"
