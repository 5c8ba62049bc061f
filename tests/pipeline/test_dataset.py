"""The evidence looked at again, taken out and brought in: the same history, the same bytes, and nobody who is told of it."""

import gzip
import hashlib
import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from core import models
from core.compression import compress
from core.database import connect, reading, transaction
from core.migration import upgrade
from pipeline.dataset import PRIVATE, columns, tables
from pipeline.dataset_export import write_dataset
from pipeline.dataset_import import read_dataset
from tests.pipeline.conftest import START, Publisher, Veille, one_sentence, page, polls

RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 9)]


def fr(fee: str) -> str:
    return page(f"La redevance pour une demande de séjour est de {fee} € à partir du 1er mars 2026.", *RULES)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Three readings, two Changes."""
    publisher = Publisher(tmp_path_factory.mktemp("played"))
    publisher.answers(fr("198")).answers(fr("206")).answers(fr("210"), after=timedelta(days=3)).play().engine.dispose()
    return publisher


@pytest.fixture
def publisher(played: Publisher, tmp_path: Path) -> Publisher:
    """The publisher of that history, in a folder of its own."""
    shutil.copytree(played.folder, tmp_path, dirs_exist_ok=True)
    return replace(played, folder=tmp_path, rows=list(played.rows))


@pytest.fixture
def history(publisher: Publisher) -> Engine:
    return connect(database(publisher.folder, "veille.db"))


def rows(engine: Engine) -> dict[str, list[object]]:
    """Every row of the history; the bytes are compared by what they decompress to elsewhere."""
    with reading(engine) as session:
        wanted = {table.name: select(*columns(table)).order_by(*table.primary_key) for table in tables()}
        return {name: [tuple(row) for row in session.execute(each)] for name, each in wanted.items()}


def database(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name}"


def test_a_dataset_gives_the_same_history_and_the_same_bytes(history: Engine, veille: Veille, tmp_path: Path) -> None:
    out, copy = veille("export", "dataset"), database(tmp_path, "copy.db")
    assert (out.returncode, out.stdout) == (0, "dataset: 1 watches, 3 snapshots, 3 versions, 2 changes, 2 events.\n"), out.stderr
    back = veille("--database", copy, "import", "dataset")
    assert back.returncode == 0, back.stderr
    assert rows(connect(copy)) == rows(history)
    assert veille("--database", copy, "verify").stdout == "3 snapshots, 0 damaged.\n"
    assert "206 €" in veille("--database", copy, "log").stdout


def test_anybody_can_check_a_snapshot_of_a_dataset_without_veille(history: Engine, veille: Veille, tmp_path: Path) -> None:
    veille("export", "dataset")
    files = sorted((tmp_path / "dataset" / "snapshots").glob("*/*.gz"))
    assert len(files) == len(polls_of(history))
    for file in files:
        assert hashlib.sha256(gzip.decompress(file.read_bytes())).hexdigest() == file.stem


def test_no_address_of_an_editor_leaves_with_a_dataset(history: Engine, veille: Veille, tmp_path: Path) -> None:
    with transaction(history) as session:
        watch, lotte = session.scalars(select(models.Watch.id)).first(), "lotte@asso.example"
        said = {"sentence": "Un recours : recours@asso.example.", "reason": f"vu avec {lotte}", "made": START, "made_by": lotte}
        session.add(models.LinkDecision(page_id=watch, type="contact", words=[], rule=None, **said))
    veille("export", "dataset")
    (row,) = (json.loads(line) for line in gzip.decompress(table(tmp_path, "link_decisions").read_bytes()).splitlines())
    assert (row["made_by"], row["reason"]) == ("l***@asso.example", "vu avec l***@asso.example")
    assert row["sentence"] == "Un recours : recours@asso.example."


def table(folder: Path, name: str) -> Path:
    (found,) = (folder / "dataset").rglob(f"{name}*.gz")
    return found


def polls_of(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(models.Snapshot.sha256).distinct()))


def test_the_same_history_gives_the_same_files(history: Engine, veille: Veille, tmp_path: Path) -> None:
    veille("export", "one")
    veille("--database", database(tmp_path, "copy.db"), "import", "one")
    veille("--database", database(tmp_path, "copy.db"), "export", "two")
    names = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.gz"))
    assert names
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    assert manifest(tmp_path / "one")["tables"] == manifest(tmp_path / "two")["tables"]


def manifest(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    return found


def test_what_was_imported_goes_on_where_it_was(publisher: Publisher, history: Engine, veille: Veille, tmp_path: Path) -> None:
    veille("export", "dataset")
    history.dispose()
    for file in tmp_path.glob("veille.db*"):
        file.unlink()
    read_dataset(connect(database(tmp_path, "veille.db")), tmp_path / "dataset", lambda *_: None)
    deployment = publisher.answers(fr("212")).play()
    assert [poll.outcome for poll in polls(deployment)] == ["first", "changed", "changed", "changed"]


def test_a_dataset_goes_into_either_database_and_new_rows_are_numbered_on(played: Publisher, engine: Engine, tmp_path: Path) -> None:
    history = connect(database(played.folder, "veille.db"))
    write_dataset(history, tmp_path / "dataset", START, lambda *_: None)
    assert read_dataset(engine, tmp_path / "dataset", lambda *_: None)["changes"] == 2
    assert rows(engine) == rows(history)
    with transaction(engine) as session:
        event = models.Event(created=START, topics=[], significance="minor")
        session.add(event)
        session.flush()
        assert event.id == 3


def test_nobody_who_is_told_stands_in_a_dataset(history: Engine, veille: Veille, tmp_path: Path) -> None:
    with reading(history) as session:
        assert session.scalars(select(models.Delivery.route)).all() == ["politique@example.org"] * 2
    veille("export", "dataset")
    written = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "dataset").glob("*.gz"))
    assert b"politique" not in written


def test_every_table_that_holds_people_is_left_out() -> None:
    words = ("recipient", "address", "token", "subscriber", "route")
    every = models.Base.metadata.sorted_tables
    holding = {table.name for table in every if any(word in column.name for column in table.columns for word in words)}
    assert holding <= PRIVATE


def test_a_database_that_holds_anything_takes_no_dataset(history: Engine, veille: Veille) -> None:
    veille("export", "dataset")
    one_sentence(veille("import", "dataset"), "rows in", "an empty one", "--database")


def test_a_folder_that_holds_anything_takes_no_dataset(history: Engine, veille: Veille, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.odt").write_text("…", encoding="utf-8")
    one_sentence(veille("export", "full"), "not an empty folder")


@pytest.mark.parametrize("damage", ["changes.jsonl.gz", "snapshots", "dataset.json"])
def test_a_damaged_dataset_leaves_the_database_empty(history: Engine, veille: Veille, tmp_path: Path, damage: str) -> None:
    veille("export", "dataset")
    path = tmp_path / "dataset" / damage
    if damage == "snapshots":
        path = next(path.glob("*/*.gz"))
        path.write_bytes(gzip.compress(b"another page"))
    elif damage == "dataset.json":
        path.write_text("{}", encoding="utf-8")
    else:
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace("206 €".encode(), "207 €".encode())))
    copy = database(tmp_path, "copy.db")
    one_sentence(veille("--database", copy, "import", "dataset"), str(path.relative_to(tmp_path)))
    upgrade(connect(copy))
    assert not any(rows(connect(copy)).values())


def test_a_folder_that_was_not_written_whole_is_no_dataset(history: Engine, veille: Veille, tmp_path: Path) -> None:
    veille("export", "dataset")
    shutil.copytree(tmp_path / "dataset", tmp_path / "half", ignore=shutil.ignore_patterns("dataset.json"))
    one_sentence(veille("--database", database(tmp_path, "copy.db"), "import", "half"), "half/dataset.json cannot be read", "wrote whole")


@pytest.mark.parametrize("stored", [compress(b"another page"), b"no Zstandard at all"])
def test_a_snapshot_whose_bytes_were_touched_is_named(history: Engine, veille: Veille, stored: bytes) -> None:
    first = polls_of(history)[0]
    with transaction(history) as session:
        session.execute(update(models.Body).where(models.Body.sha256 == first).values(data=stored))
    done = veille("verify")
    assert (done.returncode, done.stdout) == (2, "3 snapshots, 1 damaged. Bring back the database of a day before.\n")
    assert first in done.stderr
    assert "essai.page" in done.stderr
