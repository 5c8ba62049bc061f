"""The history as values, on SQLite and on PostgreSQL alike."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core import models
from core.compression import compress, decompress
from core.database import reading, transaction
from core.errors import NotInHistory
from core.folding import fold
from core.history import ChangeFilter, changes, recorded_change, recorded_event
from core.history_pages import page_of_events
from core.history_records import change_record
from core.instants import instant_as_text, instant_from_text
from core.paging import LARGEST, CursorError, read_cursor, write_cursor
from core.tasks import tasks
from core.topics import topic_labels
from core.values import Rule, Significance
from core.watches import incidents, version, version_at, versions, watches
from tests.api.archive import START, Archive, fee_change


@pytest.fixture
def archive(engine):
    archive = Archive(engine)
    archive.topic()
    archive.watch()
    return archive


def ids(page):
    return [item.id for item in page.items]


def found(engine, **conditions):
    with reading(engine) as session:
        return ids(changes(session, ChangeFilter(**conditions)))


def test_a_recorded_change_is_the_change_that_was_made_with_its_evidence(engine, archive):
    made = fee_change()
    number = archive.change(made)
    with reading(engine) as session:
        recorded = recorded_change(session, number)
    assert recorded.change == made
    assert (recorded.watch, recorded.source, recorded.source_name, recorded.topics) == ("loi.fr", "ejustice", "eJustice", ("nationalite",))
    assert recorded.before.instant < recorded.after.instant == recorded.detected
    assert recorded.detected.tzinfo is UTC


def test_what_is_not_there_is_not_in_history(engine, archive):
    with reading(engine) as session:
        for ask in (
            lambda: recorded_change(session, 1),
            lambda: recorded_event(session, 1),
            lambda: versions(session, "unknown"),
            lambda: version(session, "loi.fr", 1),
            lambda: version_at(session, "loi.fr", START),
        ):
            with pytest.raises(NotInHistory, match=r"There is no|has no|not been read"):
                ask()


@pytest.mark.parametrize("number", [10**20, LARGEST + 1, 0, -1, -(10**20)])
def test_a_number_that_no_row_can_have_is_not_in_history(engine, archive, number):
    with reading(engine) as session:
        for ask in (
            lambda: recorded_change(session, number),
            lambda: recorded_event(session, number),
            lambda: version(session, "loi.fr", number),
        ):
            with pytest.raises(NotInHistory, match=r"There is no|has no"):
                ask()


def test_an_event_holds_its_changes_the_most_significant_first(engine, archive):
    event, empty = archive.event(), archive.event()
    minor = archive.change(fee_change(significance=Significance.MINOR), event=event)
    first, second = archive.change(event=event), archive.change(event=event)
    archive.change(event=event, technical=True)
    with reading(engine) as session:
        assert [change.id for change in recorded_event(session, event).changes] == [first, second, minor]
        assert [json.loads(each)["id"] for each in page_of_events(session, None, 50, "desc", None).items] == [empty, event]


def test_conditions_select_alike_on_both_databases(engine, archive):
    archive.watch("b", topics=["frais", "asile"], source="dofi", language="nl")
    fee = archive.change()
    dutch = archive.change(fee_change("Étranger à l’œuvre", rule=Rule.STATUS, significance=Significance.MINOR), watch="b")
    ours = archive.change(technical=True)
    assert found(engine) == [dutch, fee]
    assert found(engine, technical=True) == [ours, dutch, fee]
    assert found(engine, topic="asile") == found(engine, source="dofi") == found(engine, language="nl") == [dutch]
    assert found(engine, topic="asil") == found(engine, topic="%") == []
    assert found(engine, significance=Significance.MAJOR) == found(engine, watch="loi.fr") == [fee]
    assert found(engine, rule=Rule.STATUS) == found(engine, q="ETRANGER l'oeuvre") == [dutch]
    assert found(engine, q="Art. 238, al. 1er") == [dutch, fee]
    assert found(engine, q="1_000") == []
    assert found(engine, since=START + timedelta(hours=4)) == found(engine, until=START + timedelta(hours=4), topic="frais") == [dutch]


def test_both_orders_give_every_change_once_while_more_arrive(engine, archive):
    before = [archive.change() for _ in range(5)]
    seen, cursor = [], None
    with reading(engine) as session:
        first = changes(session, ChangeFilter(), None, 2)
    seen, cursor = ids(first), first.next
    while cursor:
        archive.change()
        with reading(engine) as session:
            page = changes(session, ChangeFilter(), cursor, 2)
        seen, cursor = seen + ids(page), page.next
    assert seen == before[::-1]

    seen, cursor = [], None
    for _ in range(6):
        with reading(engine) as session:
            page = changes(session, ChangeFilter(), cursor, 2, "asc")
        archive.change()
        seen, cursor = seen + ids(page), page.next
    assert seen == sorted(seen) == list(range(before[0], before[0] + len(seen)))


def test_following_skips_nothing_while_several_write_at_once(engine, archive):
    first = archive.change()
    with reading(engine) as session:
        known = session.get(models.Change, first)
        columns = {
            each.key: getattr(known, each.key) for each in models.Change.__table__.columns if each.key not in ("id", "position", "marks")
        }
    failures, written, seen, cursor = [], threading.Barrier(3), [], None

    def write(turn):
        try:
            written.wait(timeout=30)
            for number in range(5):
                with transaction(engine) as session:
                    session.add(models.Change(**columns, position=100 * turn + number))
                    session.flush()
                    # Whoever numbers first is the last to commit, unless the others wait.
                    time.sleep(0.02 if number % 2 == turn % 2 else 0)
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(turn,)) for turn in (1, 2)]
    for writer in writers:
        writer.start()
    written.wait(timeout=30)
    while True:
        writing = any(writer.is_alive() for writer in writers)
        with reading(engine) as session:
            page = changes(session, ChangeFilter(), cursor, 2, "asc")
        seen, cursor = seen + ids(page), page.next
        if not writing and not page.items:
            break
    assert failures == []
    with reading(engine) as session:
        assert seen == list(session.scalars(select(models.Change.id).order_by(models.Change.id)))
    assert len(seen) == 11


def test_a_record_is_plain_json(engine, archive):
    number = archive.change()
    with reading(engine) as session:
        record = change_record(recorded_change(session, number))
    assert json.loads(json.dumps(record)) == record


def test_incidents_and_tasks_are_given_once_each(engine, archive):
    numbers = [archive.incident(closed=START if closed else None) for closed in (False, True, False, True)]
    made = [archive.task() for _ in range(3)]
    with reading(engine) as session:
        seen, cursor = [], None
        while True:
            page = incidents(session, cursor, 1)
            seen, cursor = seen + ids(page), page.next
            if cursor is None:
                break
        assert seen == [numbers[2], numbers[0], numbers[3], numbers[1]]
        page = tasks(session, None, 2)
        assert ids(page) + ids(tasks(session, page.next, 2)) == made[::-1]
        assert ids(tasks(session, page="unknown")) == []


def test_watches_and_what_they_said(engine, archive):
    incident = archive.incident()
    for number in (1, 2):
        archive.version("loi.fr", f"Texte {number}", number=number, instant=START + timedelta(days=number))
    with reading(engine) as session:
        ((watch, open_incident),) = watches(session).items
        assert (watch.id, open_incident.id) == ("loi.fr", incident)
        assert version_at(session, "loi.fr", START + timedelta(days=1.5)).provisions[0].text == "Texte 1"
        assert [each.number for each in versions(session, "loi.fr").items] == [2, 1]
        assert topic_labels(session, "nl") == {"nationalite": "Nationaliteit"}


def test_a_reader_neither_waits_for_a_writer_nor_holds_it_up(engine, archive):
    with reading(engine) as reader:
        assert ids(changes(reader, ChangeFilter())) == []
        with transaction(engine) as writer:
            writer.add(models.Topic(id="frais", labels={"fr": "Frais"}))
            writer.flush()
            with reading(engine) as other:
                assert list(topic_labels(other, "fr")) == ["nationalite"]
    with reading(engine) as session:
        assert list(topic_labels(session, "fr")) == ["frais", "nationalite"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Étranger  à\u00a0l’œuvre", "etranger a l'oeuvre"),
        ("« 1.000 € » — 9‑bis", '" 1.000 € " - 9-bis'),
        ("Vreemdeling, België", "vreemdeling, belgie"),
        ("STRASSE Straße", "strasse strasse"),
    ],
)
def test_folding_leaves_neither_accents_nor_case(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.binary())
def test_what_was_compressed_comes_back(data):
    assert decompress(compress(data)) == data


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-07-29T08:00:00Z", datetime(2025, 7, 29, 8, tzinfo=UTC)),
        ("2025-07-29T10:00:00+02:00", datetime(2025, 7, 29, 8, tzinfo=UTC)),
        ("2025-07-29T10:00:00 02:00", datetime(2025, 7, 29, 8, tzinfo=UTC)),
        ("2025-07-29T08:00", datetime(2025, 7, 29, 8, tzinfo=UTC)),
        ("2025-07-29 08:00", datetime(2025, 7, 29, 8, tzinfo=UTC)),
        ("2025-07-29", datetime(2025, 7, 29, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_utc(text, instant):
    read = instant_from_text(text)
    assert (read, read.tzinfo) == (instant, UTC)


def test_a_day_can_stand_for_its_end():
    assert instant_from_text("2025-07-29", end_of_day=True) == datetime(2025, 7, 29, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_instant_beyond_the_calendar_is_refused(text):
    with pytest.raises(ValueError, match="outside the years"):
        instant_from_text(text)


def test_an_instant_is_written_in_utc():
    assert instant_as_text(datetime(2025, 7, 29, 10, tzinfo=timezone(timedelta(hours=2)))) == "2025-07-29T08:00:00Z"


@given(st.lists(st.integers(0, LARGEST) | st.text("abc.é- 0")))
def test_a_cursor_gives_back_its_key(key):
    assert read_cursor(write_cursor(*key), *map(type, key)) == key


@given(st.text())
def test_anything_else_is_no_cursor(text):
    with pytest.raises(CursorError):
        read_cursor(text, int)


@pytest.mark.parametrize("key", [10**30, LARGEST + 1, -1, "\x00", "\ud800"])
def test_a_key_that_no_database_can_hold_is_no_cursor(key):
    with pytest.raises(CursorError):
        read_cursor(write_cursor(key), type(key))


def test_a_cursor_that_is_nested_without_end_is_no_cursor():
    with pytest.raises(CursorError):
        read_cursor(urlsafe_b64encode(b"[" * 100_000).decode(), int)
