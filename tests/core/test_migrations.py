"""The migrations bring both databases to the tables of ``core.models``, whoever runs them and how often."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from core import models
from core.database import connect
from core.edition import EDITION
from core.errors import DatabaseError
from core.migration import options, require_current, upgrade
from core.search_index import INDEX

UPGRADE = "import sys; from core.database import connect; from core.migration import upgrade; upgrade(connect(sys.argv[1]))"


@pytest.fixture
def empty(database_address: str) -> Iterator[Engine]:
    engine = connect(database_address)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_migrated_tables_are_those_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options()), models.Base.metadata) == []
    assert {name for name in tables(engine) if not name.startswith((INDEX, EDITION))} == {*models.Base.metadata.tables, "alembic_version"}


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO bodies (sha256, size, data) VALUES ('a', 1, '')"))
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sha256 FROM bodies")).scalars().all() == ["a"]


def test_an_upgraded_database_is_current(engine: Engine) -> None:
    require_current(engine)


def test_an_empty_database_is_refused_with_the_command_that_helps(empty: Engine) -> None:
    with pytest.raises(DatabaseError, match="is empty; run `veille db upgrade`"):
        require_current(empty)
    assert tables(empty) == set(), "asking must not write"


def test_a_database_of_a_newer_veille_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for action in (require_current, upgrade):
        with pytest.raises(DatabaseError, match=r"newer Veille \(migration 9999\)"):
            action(engine)


def test_a_database_behind_is_refused_with_the_command_that_helps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.migration.revisions", lambda: ["0001", "9999"])
    with pytest.raises(DatabaseError, match="not up to date; run `veille db upgrade`"):
        require_current(engine)


def test_processes_that_upgrade_at_once_all_succeed(database_address: str) -> None:
    together = [subprocess.Popen([sys.executable, "-c", UPGRADE, database_address], stderr=subprocess.PIPE) for _ in range(3)]
    complaints = [process.communicate(timeout=60)[1].decode() for process in together]
    assert [process.returncode for process in together] == [0, 0, 0], complaints
    engine = connect(database_address)
    require_current(engine)
    engine.dispose()


def test_a_failed_upgrade_leaves_nothing_behind(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE watches (something_else INTEGER)"))
    with pytest.raises(DatabaseError, match="watches"):
        upgrade(empty)
    assert tables(empty) == {"watches"}


def test_a_database_that_may_only_be_read_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "veille.db"
    connect(f"sqlite:///{path}").dispose()
    engine = connect(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(DatabaseError, match=r"cannot be upgraded: .*readonly.*Check that it may be written to"):
        upgrade(engine)
