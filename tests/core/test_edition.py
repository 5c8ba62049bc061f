"""A new edition of the history begins whenever something was written that readers can be shown, on both databases."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from core import models
from core.database import reading, transaction
from core.edition import edition
from tests.api.archive import START, Archive

LATER = START + timedelta(days=1)


@pytest.fixture
def archive(engine):
    archive = Archive(engine)
    archive.topic()
    archive.watch()
    archive.change(event=archive.event())
    archive.incident()
    return archive


def number(engine):
    with reading(engine) as session:
        return edition(session)


def written(engine, write):
    with transaction(engine) as session:
        write(session)


SHOWN = {
    "a Version": lambda archive: archive.version("loi.fr", number=9),
    "a Change": lambda archive: archive.change(),
    "an Event": lambda archive: archive.event(),
    "an Incident": lambda archive: archive.incident(),
    "a Watch": lambda archive: archive.watch("b"),
    "a Topic": lambda archive: archive.topic("b"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_added_begins_an_edition(engine, archive, name):
    before = number(engine)
    SHOWN[name](archive)
    assert number(engine) > before


CHANGED = {
    "a Change is noise": lambda session: setattr(session.get(models.Change, 1), "quiet", True),
    "a Change leaves its Event": lambda session: setattr(session.get(models.Change, 1), "event_id", None),
    "an Event has another revision": lambda session: setattr(session.get(models.Event, 1), "revision", 2),
    "an Incident is over": lambda session: setattr(session.get(models.Incident, 1), "closed", LATER),
    "a Topic has another label": lambda session: setattr(session.get(models.Topic, "nationalite"), "labels", {"fr": "Autre"}),
    "the watchlist names a Watch no more": lambda session: setattr(session.get(models.Watch, "loi.fr"), "active", False),
    "a person rectifies": lambda session: session.add(
        models.Rectification(change_id=1, kind="withdrawn", note="", made=LATER, made_by="admin")
    ),
    "a person marks noise": lambda session: session.add(models.NoiseMark(watch_id="loi.fr", change_id=1, marked=LATER, marked_by="admin")),
    "an Incident is taken out": lambda session: session.delete(session.get(models.Incident, 1)),
}


@pytest.mark.parametrize("name", CHANGED)
def test_what_is_changed_begins_an_edition(engine, archive, name):
    before = number(engine)
    written(engine, CHANGED[name])
    assert number(engine) > before


def test_a_poll_that_brings_nothing_and_the_progress_of_work_begin_none(engine, archive):
    def poll(session):
        session.add(models.Poll(watch_id="loi.fr", instant=LATER, outcome="unchanged"))
        watch = session.get(models.Watch, "loi.fr")
        watch.last_read, watch.due_at = LATER, LATER
        session.get(models.Change, 1).processed_at = LATER
        session.get(models.Event, 1).processed_at = LATER
        session.get(models.Incident, 1).told = LATER

    before = number(engine)
    written(engine, poll)
    assert number(engine) == before


def test_what_was_not_committed_begins_none(engine, archive):
    before = number(engine)
    with pytest.raises(RuntimeError), transaction(engine) as session:
        session.add(models.Topic(id="b", labels={}))
        session.flush()
        raise RuntimeError
    assert number(engine) == before


def test_a_reader_sees_the_edition_of_what_it_reads(engine, archive):
    with reading(engine) as session:
        before = edition(session)
        archive.change()
        assert edition(session) == before
        assert session.query(models.Change).count() == 1
    assert number(engine) > before


def test_writers_who_write_in_another_order_do_not_wait_for_each_other_for_ever(engine, archive):
    """On PostgreSQL each would hold what the other waits for, were editions counted as soon as something is written."""
    failed = []

    def write(turned):
        incident = {"watch_id": "loi.fr", "kind": "blocked", "reason": "", "opened": START}
        event = {"created": START, "topics": [], "significance": "minor"}
        for _ in range(15):
            rows = [models.Incident(**incident), models.Event(**event)]
            try:
                with transaction(engine) as session:
                    for row in reversed(rows) if turned else rows:
                        session.add(row)
                        session.flush()
                        time.sleep(0.002)
            except DBAPIError as error:
                failed.append(error)

    before = number(engine)
    writers = [threading.Thread(target=write, args=(turned,)) for turned in (False, True)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert failed == []
    assert number(engine) >= before + 30
