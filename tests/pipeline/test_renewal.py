"""A poller follows the watchlist as it is written now."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from core import models
from core.database import connect, reading
from core.settings import Settings
from core.watchlist_reader import read_watchlist
from pipeline.deployment import Deployment
from pipeline.renewal import renewing

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def written(path: Path, *pages: str) -> None:
    entries = (f"  - {{id: asso.{each}, url: 'https://asso.example/{each}', language: fr}}\n" for each in pages)
    path.write_text("pages:\n" + "".join(entries), encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.yaml"
    written(path, "a")
    return path


@pytest.fixture
def deployment(path: Path, upgraded_sqlite_address: str) -> Deployment:
    return Deployment(connect(upgraded_sqlite_address), read_watchlist(path)[0], Settings(watchlist=path), lambda: NOW)


def active(deployment: Deployment) -> list[str]:
    row = models.Watch
    with reading(deployment.engine) as session:
        return list(session.scalars(select(row.id).where(row.active).order_by(row.id)))


def test_what_is_written_into_the_watchlist_is_polled_without_starting_again(path: Path, deployment: Deployment) -> None:
    renewed = renewing(deployment, pause=0)
    assert renewed() is renewed() is deployment
    written(path, "b", "c")
    assert (list(renewed().watches), active(deployment)) == (["asso.b", "asso.c"], ["asso.b", "asso.c"])
    assert renewed() is renewed()


def test_a_broken_watchlist_leaves_the_last_good_one_to_be_polled(
    path: Path, deployment: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    renewed = renewing(deployment, pause=0)
    path.write_text("pages: [", encoding="utf-8")
    assert renewed() is deployment
    assert "the last good one stands" in caplog.text
    written(path, "b")
    assert list(renewed().watches) == ["asso.b"]


def test_one_that_could_not_be_prepared_is_prepared_the_next_time(
    path: Path, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed = renewing(deployment, pause=0)
    written(path, "b")

    def locked(_: Deployment) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="full"):
        patched.setattr("pipeline.renewal.prepare", locked)
        renewed()
    renewed()
    assert active(deployment) == ["asso.b"]
