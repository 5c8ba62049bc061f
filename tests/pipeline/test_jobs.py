"""What the jobs of workers need: tables of their own in PostgreSQL; what workers do together is in ``journeys/test_workers.py``."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from core import models
from core.database import connect
from core.errors import DatabaseError
from core.migration import options
from pipeline.job_tables import SCHEMA, prepare
from tests.pipeline.conftest import Veille, one_sentence


@pytest.fixture
def postgres(upgraded_postgres_address: str) -> Iterator[Engine]:
    engine = connect(upgraded_postgres_address)
    yield engine
    engine.dispose()


def test_the_tables_of_jobs_stand_apart_from_ours_and_are_made_once(postgres: Engine) -> None:
    prepare(postgres)
    with postgres.begin() as connection:
        connection.execute(text(f"INSERT INTO {SCHEMA}.procrastinate_workers DEFAULT VALUES"))
    prepare(postgres)
    with postgres.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {SCHEMA}.procrastinate_workers")) == 1
        assert compare_metadata(MigrationContext.configure(connection, opts=options()), models.Base.metadata) == []


def test_the_tables_of_an_older_version_are_made_anew_and_those_of_a_newer_one_refused(postgres: Engine) -> None:
    prepare(postgres)
    with postgres.begin() as connection:
        connection.execute(text(f"DROP TABLE {SCHEMA}.procrastinate_workers CASCADE"))
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '02.00.00_01'"))
    prepare(postgres)
    with postgres.begin() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {SCHEMA}.procrastinate_workers")) == 0
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '99.00.00_01'"))
    with pytest.raises(DatabaseError, match=r"newer Veille \(99\.00\.00_01\); install"):
        prepare(postgres)


def test_on_sqlite_the_commands_that_help_are_named(veille: Veille) -> None:
    one_sentence(veille("worker"), "PostgreSQL", "--database", "VEILLE_DATABASE", "`veille up`", "`veille run`")
