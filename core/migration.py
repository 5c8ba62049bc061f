"""Brings a database to the tables of ``core.models``: one set of migrations for SQLite and PostgreSQL."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from core.database import UtcDateTime, connect
from core.errors import DatabaseError
from core.models import Base
from core.search_index import INDEX
from core.search_index import prepare as prepare_search

FOLDER = Path(__file__).with_name("migrations")
UPGRADE_LOCK = 0x7665696C6C65
"""The PostgreSQL advisory lock of one upgrade at a time: "veille" in ASCII."""


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing, all in one transaction; one process at a time, the others wait.

    ``DatabaseError`` where the database cannot be written or comes from a newer Veille.
    """
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            prepare_search(connection)
    except DBAPIError as error:
        raise DatabaseError(
            f"The database cannot be upgraded: {str(error.orig).splitlines()[0]}. "
            "Check that it may be written to, and that no other program holds it."
        ) from error


def require_current(engine: Engine) -> None:
    """``DatabaseError`` naming the remedy unless every migration is applied."""
    with engine.execution_options(reading=True).connect() as connection:
        _refuse_newer(connection)
        revision = _revision(connection)
    if revision is None:
        raise DatabaseError("The database is empty; run `veille db upgrade`")
    if revision != _scripts().get_current_head():
        raise DatabaseError("The database is not up to date; run `veille db upgrade`")


def write_migration(message: str) -> None:
    """Write the next numbered migration from what changed in ``core.models``, for a person to review."""
    number = 1 + sum(1 for _ in _scripts().walk_revisions())
    with connect("sqlite://").begin() as connection:
        command.upgrade(_config(connection), "head")
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=f"{number:04d}")


def options() -> dict[str, Any]:
    """How Alembic compares and writes, the same wherever it runs."""
    return {
        "target_metadata": Base.metadata,
        "render_as_batch": True,  # SQLite changes a table by copying it
        "compare_server_default": True,
        "render_item": _plainly,
        "include_name": lambda name, kind, _: not (kind == "table" and name.startswith(INDEX)),  # no table of the models
    }


def _plainly(kind: str, item: Any, context: AutogenContext) -> str | bool:
    """A migration is history: it names SQLAlchemy's types, never ours, which may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is not None and revision not in {script.revision for script in _scripts().walk_revisions()}:
        raise DatabaseError(f"The database comes from a newer Veille (migration {revision}); install that one or a later one")
