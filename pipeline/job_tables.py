"""Where the jobs of workers stand: Procrastinate's own tables, in a PostgreSQL schema of their own beside ours.

A job says only what may be done now; all that is to be done stands in our tables. So no job is precious: where another
version of Procrastinate has other tables, those of before are dropped and made anew.
"""

from pathlib import Path
from typing import Any, cast

from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from core.errors import DatabaseError

SCHEMA = "veille_jobs"
LOCK = 0x7665696C6C65 + 2
"""The PostgreSQL advisory lock of one preparation at a time; the two before it are those of ``core``."""
CONNECTIONS = 5


def prepare(engine: Engine) -> None:
    """Make the tables of jobs where they are missing or of an older version; one process at a time, the others wait.

    ``DatabaseError`` where that is not allowed, or where a newer Veille made them.
    """
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            there, wanted = _version(connection), _newest()
            if there > wanted:
                raise DatabaseError(f"The workers' tables come from a newer Veille ({there}); install that one or a later one")
            if there < wanted:
                _make_anew(connection, wanted)
    except DBAPIError as error:
        raise DatabaseError(
            f"The workers' tables cannot be made: {str(error.orig).splitlines()[0]}. "
            f"Check that this user may create a schema ({SCHEMA}) in the database."
        ) from error


def application(engine: Engine) -> App:
    """Procrastinate over the tables of jobs; it connects when it is opened, with connections of its own."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    place = {"options": f"-c search_path={SCHEMA}"}
    return App(connector=PsycopgConnector(conninfo=address, kwargs=place, min_size=1, max_size=CONNECTIONS))


def _newest() -> str:
    """Which tables this version of Procrastinate has: the name of the last change to them."""
    return max(path.stem for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _version(connection: Connection) -> str:
    """Which tables are there, empty where there are none."""
    found = connection.scalar(text("SELECT obj_description(to_regnamespace(:schema), 'pg_namespace')"), {"schema": SCHEMA})
    return found or ""


def _make_anew(connection: Connection, version: str) -> None:
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
    # Many statements at once, which the driver takes only from itself.
    cast("Any", connection.connection.driver_connection).execute(SchemaManager.get_schema())
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{version}'")
