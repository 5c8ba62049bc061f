"""``veille import``: a dataset into an empty database, all of it or nothing."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from core import models
from core.compression import compress
from core.database import transaction
from core.errors import VeilleError
from core.migration import upgrade
from pipeline.dataset import LARGEST_BATCH, MANIFEST, SCHEMA, body_of, file_of, row_from_json, tables

Progress = Callable[[int, int], None]
NOT_EMPTY = "The database has {count} rows in {table}; a dataset goes into an empty one: name a new one with --database."
DAMAGED = "{path} is damaged ({why}); export the dataset again. Nothing was imported."


def read_dataset(engine: Engine, folder: Path, progress: Progress) -> dict[str, int]:
    """Bring a dataset into an empty database in one transaction; gives how many rows each table has.

    ``VeilleError`` where the database holds anything, or where a file is not what ``dataset.json`` says it is.
    """
    manifest = _manifest(folder)
    upgrade(engine)
    with transaction(engine) as session:
        _refuse_full(session)
        known = {table.name: table for table in tables()}
        if foreign := sorted(manifest.keys() - known.keys()):
            raise VeilleError(f"{folder} comes from a newer Veille (it has {', '.join(foreign)}); install that one or a later one.")
        try:
            for name, table in known.items():
                if name in manifest:
                    _read_table(session, table, folder, manifest[name], progress)
        except (IntegrityError, StatementError) as error:
            raise VeilleError(DAMAGED.format(path=folder, why=str(error).splitlines()[0])) from error
    return {name: each["rows"] for name, each in manifest.items()}


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        schema, rows = (
            content["schema"],
            {name: {"rows": each["rows"], "sha256": each["sha256"]} for name, each in content["tables"].items()},
        )
    except OSError as error:
        raise VeilleError(f"{path} cannot be read ({error.strerror}); name a folder that `veille export` wrote whole.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise VeilleError(f"{path} is no list of a dataset; name a folder that `veille export` wrote whole.") from error
    if schema != SCHEMA:
        raise VeilleError(f"{path} is a dataset of another kind ({schema!r}); this Veille reads {SCHEMA}.")
    return rows


def _expected(of_table: Mapping[str, Any]) -> dict[str, Any]:
    return {"rows": of_table["rows"], "sha256": of_table["sha256"]}


def _refuse_full(session: Session) -> None:
    for table in models.Base.metadata.sorted_tables:
        if count := session.scalar(select(func.count()).select_from(table)):
            raise VeilleError(NOT_EMPTY.format(count=count, table=table.name))


def _read_table(session: Session, table: Table, folder: Path, expected: Mapping[str, Any], progress: Progress) -> None:
    """Every row of one table, once the whole file is known to be right."""
    path = file_of(folder, table.name)
    if _content(path) != expected:
        raise VeilleError(DAMAGED.format(path=path, why=f"it is not what {MANIFEST} says"))
    rows = _rows(path, table)
    if table is models.Body.__table__:
        _read_bodies(session, rows, folder, lambda done: progress(done, expected["rows"]))
        return
    while batch := list(islice(rows, LARGEST_BATCH)):
        session.execute(insert(table), batch)
    _count_on(session, table)


def _read_bodies(session: Session, rows: Iterator[dict[str, Any]], folder: Path, progress: Callable[[int], None]) -> None:
    for number, row in enumerate(rows, 1):
        session.execute(insert(models.Body), row | {"data": _body(folder, row["sha256"])})
        progress(number)


def _content(path: Path) -> dict[str, Any]:
    """How many lines there are and their SHA-256, as ``dataset.json`` has them."""
    digest, count = sha256(), 0
    for line in _lines(path):
        digest.update(line)
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _rows(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    for line in _lines(path):
        try:
            yield row_from_json(table, json.loads(line))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise VeilleError(f"A row of {path} is not understood ({error}); install the Veille that wrote it, or a later one.") from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (OSError, EOFError) as error:
        raise VeilleError(DAMAGED.format(path=path, why=error)) from error


def _body(folder: Path, name: str) -> bytes:
    """The stored form of the bytes of this SHA-256, which they must give."""
    path = body_of(folder, name)
    try:
        body = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise VeilleError(DAMAGED.format(path=path, why=error)) from error
    if sha256(body).hexdigest() != name:
        raise VeilleError(DAMAGED.format(path=path, why="its bytes have another SHA-256"))
    return compress(body)


def _count_on(session: Session, table: Table) -> None:
    """PostgreSQL numbers on from its own sequence, which rows with numbers of their own do not move."""
    number = table.autoincrement_column
    if number is not None and session.get_bind().dialect.name == "postgresql":
        last = select(func.max(number)).scalar_subquery()
        session.execute(
            select(func.setval(func.pg_get_serial_sequence(table.name, number.name), func.coalesce(last, 1), last.is_not(None)))
        )
