"""``veille export``: the history as files that anybody can read without Veille."""

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, select
from sqlalchemy.orm import Session

from core import models
from core.compression import decompress
from core.database import reading
from core.errors import VeilleError
from core.instants import instant_as_text
from core.migration import require_current
from pipeline.dataset import LARGEST_BATCH, MANIFEST, SCHEMA, as_json, body_of, columns, file_of, tables

AT_ONCE = 8
"""Bodies held in memory at one time."""
Progress = Callable[[int, int], None]


def write_dataset(engine: Engine, folder: Path, now: datetime, progress: Progress) -> dict[str, int]:
    """Write one state of the history into an empty folder; gives how many rows each table has.

    ``dataset.json`` comes last: a folder without it is not whole.
    """
    require_current(engine)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VeilleError(f"{folder} is not an empty folder; name one that does not exist yet.")
    folder.mkdir(parents=True, exist_ok=True)
    with reading(engine) as session:
        written = {table.name: _write_table(session, table, folder) for table in tables()}
        _write_bodies(session, folder, progress)
    manifest = {"schema": SCHEMA, "exported": instant_as_text(now), "tables": written}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return {name: each["rows"] for name, each in written.items()}


def _write_table(session: Session, table: Table, folder: Path) -> dict[str, Any]:
    """The number of rows and the SHA-256 of the lines that they are."""
    wanted, digest, written = list(columns(table)), sha256(), 0
    rows = session.execute(select(*wanted).order_by(*table.primary_key).execution_options(yield_per=LARGEST_BATCH))
    with _zipped(file_of(folder, table.name)) as file:
        for row in rows:
            values = {column.name: as_json(column, value) for column, value in zip(wanted, row, strict=True)}
            line = (json.dumps(values, ensure_ascii=False) + "\n").encode()
            file.write(line)
            digest.update(line)
            written += 1
    return {"rows": written, "sha256": digest.hexdigest()}


def _write_bodies(session: Session, folder: Path, progress: Progress) -> None:
    row = models.Body
    total = session.scalar(select(func.count()).select_from(row)) or 0
    bodies = session.execute(select(row.sha256, row.data).order_by(row.sha256).execution_options(yield_per=AT_ONCE))
    for number, (name, data) in enumerate(bodies, 1):
        path = body_of(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _zipped(path) as file:
            file.write(decompress(data))
        progress(number, total)


def _zipped(path: Path) -> gzip.GzipFile:
    # Without a time the same history gives the same files.
    return gzip.GzipFile(path, "wb", mtime=0)
