"""The calendar, read back with a parser that is not ours."""

from datetime import date, timedelta

import icalendar
import pytest

from api.icalendar import escaped, folded
from core import models
from core.database import transaction
from core.values import Dates, FactChange, FactType, Stated
from tests.api.archive import START, fee_change
from tests.api.conftest import NOW

SOON = "2025-09-01"


def calendar(client, **asked):
    answer = client.get("/calendar.ics", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.text)


def entries(client, **asked):
    return list(calendar(client, **asked).walk("VEVENT"))


def told(archive, change=None, **details):
    """A Change that was told: it has its Event."""
    return archive.change(change or fee_change(effective=SOON), event=archive.event(), **details)


def rectify(engine, change, kind, note="", made=NOW):
    with transaction(engine) as session:
        session.add(models.Rectification(change_id=change, kind=kind, note=note, made=made, made_by="editor"))


def test_what_will_apply_has_its_day_and_two_alarms(client, archive):
    change = told(archive)
    (entry,) = entries(client)
    assert entry["UID"] == f"applies-{change}@veille.example"
    assert entry.decoded("DTSTART") == date(2025, 9, 1)
    assert entry["SUMMARY"] == "Entrée en application\u00a0: Droit : 150 euros → 1.000 euros"
    assert entry["URL"] == "https://example.org/loi.fr"
    assert f"https://veille.example/changes/{change}" in entry["DESCRIPTION"]
    assert str(entry["CATEGORIES"].cats[0]) == "Nationalité"
    alarms = [alarm.decoded("TRIGGER") for alarm in entry.walk("VALARM")]
    assert alarms == [timedelta(days=-30), timedelta(days=-7)]


def test_what_began_lately_is_there_and_what_began_long_ago_is_not(client, archive):
    told(archive, fee_change(effective="2025-07-29"))
    told(archive, fee_change(effective="2025-04-01"))
    assert [entry.decoded("DTSTART") for entry in entries(client)] == [date(2025, 7, 29)]


def test_the_end_that_a_law_states_is_there_before_anything_changes(client, archive):
    archive.watch("decision", topics=["nationalite"])
    archive.version("decision", "La protection temporaire est prolongée jusqu'au 4 mars 2027.")
    (entry,) = entries(client)
    assert entry.decoded("DTSTART") == date(2027, 3, 4)
    assert entry["SUMMARY"].startswith("Fin\u00a0: ")


def test_deadlines_and_entries_into_force_are_days_of_their_own(client, archive):
    deadline = FactChange(FactType.DATE, "deadline", None, Stated("le 15 octobre 2025", "2025-10-15"))
    told(archive, fee_change(effective=SOON, facts=(deadline,), dates=Dates(in_force="2025-08-20", applies=SOON)))
    assert [(str(entry["UID"]).split("-")[0], entry.decoded("DTSTART")) for entry in entries(client)] == [
        ("in_force", date(2025, 8, 20)), ("applies", date(2025, 9, 1)), ("deadline", date(2025, 10, 15)),
    ]  # fmt: skip


def test_pages_that_tell_the_same_news_make_one_entry(client, archive):
    archive.watch("wet.nl", language="nl")
    event = archive.event()
    archive.change(fee_change(effective=SOON), event=event)
    archive.change(fee_change(effective=SOON), event=event, watch="wet.nl")
    assert len(entries(client)) == 1


def test_it_speaks_the_language_asked_for_and_keeps_to_a_topic(client, archive):
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.watch("dofi", topics=["frais"])
    told(archive)
    told(archive, watch="dofi")
    (entry,) = entries(client, lang="nl", topic="frais")
    assert entry["SUMMARY"] == "Van toepassing: Droit : 150 euros → 1.000 euros (nl)"
    assert "Retributies" in calendar(client, lang="nl", topic="frais")["X-WR-CALNAME"]
    assert client.get("/calendar.ics?topic=unknown").status_code == 404


def test_a_correction_keeps_the_entry_and_raises_its_sequence(client, archive, engine):
    change = told(archive)
    (before,) = entries(client)
    rectify(engine, change, "corrected", "La redevance est de 900 euros.")
    (after,) = entries(client)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") == NOW
    assert "900 euros" in after["SUMMARY"]


def test_what_is_withdrawn_is_cancelled_under_the_same_name(client, archive, engine):
    change = told(archive)
    (before,) = entries(client)
    rectify(engine, change, "withdrawn")
    (after,) = entries(client)
    assert after["UID"] == before["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["SUMMARY"].startswith("Retiré")
    assert after.walk("VALARM") == []


def test_the_same_history_gives_the_same_calendar(client, archive):
    told(archive)
    first = client.get("/calendar.ics")
    assert b"DTSTAMP:20250101T100000Z" in first.content
    assert client.get("/calendar.ics", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_an_empty_calendar_is_a_calendar(client, archive):
    assert calendar(client)["VERSION"] == "2.0"


@pytest.mark.parametrize("text", ["a\r\nATTACH:https://evil.example\r\n", "a;b,c\\n\\;", "é" * 300, "a\x00b\x07", "\u202eabc", "🙂" * 60])
def test_hostile_text_stays_text(client, archive, text):
    told(archive, fee_change(effective=SOON, path=text, summary={"fr": text}), url=f"https://example.org/{text}")
    answer = client.get("/calendar.ics")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert not any(line.startswith(b"ATTACH") for line in answer.content.split(b"\r\n"))
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert "\u202e" not in entry["SUMMARY"]
    assert entry.decoded("DTSTART") == date(2025, 9, 1)


def test_text_comes_back_as_it_was():
    text = "Art. 10, § 1er; a\\b\nPériode : " + "ë" * 200
    line = folded(f"DESCRIPTION:{escaped(text)}")
    assert icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n")["DESCRIPTION"] == text


def test_a_page_that_is_read_again_is_worked_out_anew(client, archive, engine):
    archive.watch("decision")
    assert entries(client) == []
    archive.version("decision", "La protection temporaire est prolongée jusqu'au 4 mars 2027.", instant=START)
    assert len(entries(client)) == 1
