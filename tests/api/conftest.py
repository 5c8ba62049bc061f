"""The application over a small SQLite database, and who writes into it."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import create_app
from core.database import connect
from core.models import Base
from core.search_index import prepare
from tests.api.archive import Archive

NOW = datetime(2025, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'veille.db'}")
    # Surviving a power cut is not what these tests show, and waiting for the disk is most of their time.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        prepare(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def archive(engine):
    """An archive that knows one Topic and one Watch."""
    archive = Archive(engine)
    archive.topic()
    archive.watch()
    return archive


@pytest.fixture
def client(engine):
    app = create_app(engine, now=lambda: NOW, site="https://veille.example")
    return TestClient(app, raise_server_exceptions=False)
