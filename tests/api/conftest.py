"""The application over a small SQLite database, and who writes into it."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from core.database import connect
from tests.api.archive import Archive

NOW = datetime(2025, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(upgraded_sqlite_address):
    engine = connect(upgraded_sqlite_address)
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
