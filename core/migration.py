"""Brings a database to the tables of ``core.models``: one set of migrations for SQLite and PostgreSQL.

Alembic is loaded where a migration is applied or written: most commands find their database up to date, and it takes long.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from core.database import UtcDateTime, connect
from core.edition import EDITION
from core.edition import prepare as prepare_edition
from core.errors import DatabaseError
from core.models import Base
from core.search_index import INDEX
from core.search_index import prepare as prepare_search

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.config import Config

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
            if _revision(connection) != revisions()[-1]:
                _upgrade(connection)
            prepare(connection)
    except DBAPIError as error:
        raise DatabaseError(
            f"The database cannot be upgraded: {str(error.orig).splitlines()[0]}. "
            "Check that it may be written to, and that no other program holds it."
        ) from error


def prepare(connection: Connection) -> None:
    """Make what stands beside the tables of the models, where it is missing: nothing of it is in no table."""
    prepare_search(connection)
    prepare_edition(connection)


def require_current(engine: Engine) -> None:
    """``DatabaseError`` naming the remedy unless every migration is applied."""
    with engine.execution_options(reading=True).connect() as connection:
        _refuse_newer(connection)
        revision = _revision(connection)
    if revision is None:
        raise DatabaseError("The database is empty; run `veille db upgrade`")
    if revision != revisions()[-1]:
        raise DatabaseError("The database is not up to date; run `veille db upgrade`")


def write_migration(message: str) -> None:
    """Write the next numbered migration from what changed in ``core.models``, for a person to review."""
    from alembic import command  # noqa: PLC0415 - see above

    with connect("sqlite://").begin() as connection:
        _upgrade(connection)
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=f"{len(revisions()) + 1:04d}")


def revisions() -> list[str]:
    """The numbers of the migrations there are, in order; each begins the name of its file."""
    return sorted(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    command.upgrade(_config(connection), "head")


def options() -> dict[str, Any]:
    """How Alembic compares and writes, the same wherever it runs."""
    return {
        "target_metadata": Base.metadata,
        "render_as_batch": True,  # SQLite changes a table by copying it
        "compare_server_default": True,
        "render_item": _plainly,
        "include_name": lambda name, kind, _: not (kind == "table" and name.startswith((INDEX, EDITION))),  # no table of the models
    }


def _plainly(kind: str, item: Any, context: "AutogenContext") -> str | bool:
    """A migration is history: it names SQLAlchemy's types, never ours, which may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _revision(connection: Connection) -> str | None:
    """The number of the last migration applied, ``None`` where none was."""
    there = inspect(connection).has_table("alembic_version")
    return connection.scalar(text("SELECT version_num FROM alembic_version")) if there else None


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is not None and revision not in revisions():
        raise DatabaseError(f"The database comes from a newer Veille (migration {revision}); install that one or a later one")
