"""The database keeps instants whole, lets writers wait their turn, and says plainly what is wrong with it."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from core import models
from core.database import connect, reading, transaction
from core.errors import DatabaseError, VeilleError
from core.migration import upgrade
from core.settings import Settings, read_settings

NOON = datetime(2025, 7, 29, 12, tzinfo=UTC)


def watch(name: str = "dofi.redevance", **columns: object) -> models.Watch:
    row = {"id": name, "source": "dofi", "source_name": "Office des étrangers", "kind": "page", "url": "https://dofi.ibz.be/"}
    return models.Watch(**{**row, "language": "fr", "topics": ["frais"], "translations": [], **columns})


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_written_in(engine: Engine) -> None:
    brussels = NOON.astimezone(timezone(timedelta(hours=2)))
    with transaction(engine) as session:
        session.add(watch(last_read=brussels))
    with reading(engine) as session:
        read = session.scalars(select(models.Watch.last_read)).one()
    assert read == NOON
    assert read is not None
    assert read.utcoffset() == timedelta(0)


def test_instants_are_compared_as_instants(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add_all([watch("a", due_at=NOON), watch("b", due_at=NOON + timedelta(seconds=1)), watch("c")])
    with reading(engine) as session:
        assert session.scalars(select(models.Watch.id).where(models.Watch.due_at <= NOON)).all() == ["a"]


def test_an_instant_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="instant without a time zone"), transaction(engine) as session:
        session.add(watch(last_read=datetime(2025, 7, 29)))  # noqa: DTZ001 - it is the mistake


def test_an_error_takes_back_the_whole_transaction(engine: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(engine) as session:
        session.add(watch())
        session.flush()
        raise RuntimeError
    with reading(engine) as session:
        assert session.scalars(select(models.Watch.id)).all() == []


def test_a_row_refers_only_to_what_exists(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(models.Poll(watch_id="unheard-of", instant=NOON))


def test_reading_does_not_write(new_postgres_address: str) -> None:
    """On PostgreSQL only: SQLite has no transaction that may only read."""
    engine = connect(new_postgres_address)
    upgrade(engine)
    with reading(engine) as session, pytest.raises(DBAPIError, match="read-only"):
        session.add(watch())
        session.flush()
    engine.dispose()


def test_a_reader_sees_one_state_however_often_it_looks(engine: Engine) -> None:
    count = select(func.count()).select_from(models.Watch)
    with reading(engine) as session:
        assert session.scalars(count).one() == 0
        with transaction(engine) as writer:
            writer.add(watch())
        assert session.scalars(count).one() == 0


def test_readers_go_on_while_someone_writes(engine: Engine) -> None:
    with transaction(engine) as writer:
        writer.add(watch())
        writer.flush()
        with reading(engine) as session:
            assert session.scalars(select(func.count()).select_from(models.Watch)).one() == 0


def test_writers_that_read_first_wait_for_each_other_and_none_fails(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(models.Topic(id="count", labels={"fr": "0"}))
    failures: list[Exception] = []

    def raise_by_five() -> None:
        try:
            for _ in range(5):
                with transaction(engine) as session:
                    topic = session.scalars(select(models.Topic).with_for_update()).one()
                    topic.labels = {"fr": str(int(topic.labels["fr"]) + 1)}
        except DBAPIError as error:
            failures.append(error)

    writers = [threading.Thread(target=raise_by_five) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    with reading(engine) as session:
        assert session.scalars(select(models.Topic)).one().labels == {"fr": "20"}
    assert failures == []


def test_an_sqlite_file_survives_a_crash_of_the_machine(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'veille.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2, "FULL"
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("nonsense", r"address 'nonsense' is not understood .*Use sqlite:///veille\.db, or postgresql://"),
        ("oracle+unheard://x", r"is not understood .*Use sqlite:///"),
        ("sqlite:////nowhere/at/all.db", r"cannot be opened: unable to open database file\. Check that its folder exists"),
        ("postgresql://veille@127.0.0.1:9/veille", r"cannot be opened: .*or that the server runs"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_with_the_remedy(address: str, expected: str) -> None:
    with pytest.raises(DatabaseError, match=expected):
        connect(address)


def test_a_password_never_stands_in_a_message() -> None:
    for address in ("postgresql://veille:hush@127.0.0.1:9/veille", "unheard://veille:hush@host/x"):
        with pytest.raises(DatabaseError) as caught:
            connect(address)
        assert "hush" not in str(caught.value)


def test_settings_come_from_the_environment_and_empty_means_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEILLE_DATABASE", "sqlite:///other.db")
    monkeypatch.setenv("VEILLE_SEND", "1")
    monkeypatch.setenv("VEILLE_OUTBOX", "")
    settings = Settings()
    assert (settings.database, settings.send, settings.outbox) == ("sqlite:///other.db", True, Path("outbox"))


def test_nothing_is_sent_unless_the_deployment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEILLE_SEND", raising=False)
    assert Settings().send is False


def test_a_setting_that_is_not_understood_is_told_in_one_sentence_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEILLE_SEND", "maybe")
    with pytest.raises(
        VeilleError, match=r"^The variable VEILLE_SEND is not understood \(.*\); correct it or unset it\. 1 sends"
    ) as caught:
        read_settings()
    assert "\n" not in str(caught.value)
    monkeypatch.setenv("VEILLE_SEND", "1")
    assert read_settings().send is True
