"""Engine and session: SQLite (WAL, ``BEGIN IMMEDIATE``) or PostgreSQL, times always UTC."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from zlib import crc32

from sqlalchemy import DateTime, Dialect, Engine, create_engine, event, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from core.errors import DatabaseError

Some = TypeVar("Some")


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware instant; SQLite would drop the zone, so UTC goes in and comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: which zone they mean is anyone's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"instant without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the UTC instant that was stored."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connect(address: str) -> Engine:
    """An engine for ``address``; ``DatabaseError`` where it cannot be opened, naming the remedy."""
    try:
        engine = create_engine(_with_driver(address))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseError(
            f"The database address {_without_password(address)!r} is not understood ({error}). "
            "Use sqlite:///veille.db, or postgresql://user@host/name with the 'postgres' extra installed."
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)
    _try(engine)
    return engine


def _without_password(address: str) -> str:
    return re.sub(r"(?<=:)[^:@/]+(?=@)", "***", address)


def _with_driver(address: str) -> str:
    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _try(engine: Engine) -> None:
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        raise DatabaseError(
            f"The database {engine.url.render_as_string()} cannot be opened: {str(error.orig).splitlines()[0]}. "
            "Check that its folder exists and may be written to, or that the server runs; --database or VEILLE_DATABASE names another."
        ) from error


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA busy_timeout=30000")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A reader that becomes a writer in mid-transaction fails at once with "locked"; taking the lock first waits.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.autocommit = True
        # What is asked often it would plan once for all, whatever is asked for: a rare word then takes a hundred times as long.
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.autocommit = False


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One session, committed at the end, rolled back on any error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def alone(session: Session, stage: str) -> None:
    """Wait until no other transaction is at work on ``stage``, and let none begin before this one ends.

    For what row locks cannot tell, such as a row that is not there yet. SQLite has one writer at a time by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(crc32(stage.encode()))))


def add_missing(session: Session, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert those rows that are not there yet, though another transaction may be adding the same ones now.

    Rows in the order of their keys: two transactions that add many then never wait for each other in a circle.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.connection().execute(dialect.insert(kind).on_conflict_do_nothing(), rows)


def add_many(session: Session, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert thousands of rows as quickly as the database can: PostgreSQL takes them as a stream.

    All rows name the same columns, and every column that may not be empty.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        connection.execute(insert(kind), rows)
        return
    table, names = kind.__table__, list(rows[0])
    as_stored = {name: table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names}
    statement, driver = f"COPY {kind.__tablename__} ({', '.join(names)}) FROM STDIN", cast("Any", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([process(row[name]) if process else row[name] for name, process in as_stored.items()])
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect) from error


def in_batches(values: Sequence[Some], size: int) -> Iterator[Sequence[Some]]:
    """The values, so many at a time: a statement can name, and memory hold, only so many."""
    yield from (values[first : first + size] for first in range(0, len(values), size))


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One session that sees a single state of the database, takes no write lock and changes nothing."""
    # A transaction of SQLite sees one state by itself.
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if engine.dialect.name == "postgresql" else {}
    with Session(engine.execution_options(reading=True, **snapshot)) as session:
        yield session
