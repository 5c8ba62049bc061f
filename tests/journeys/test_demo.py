"""The shipped demonstration, replayed through the real spiders: every poll ends as a person reviewed it."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select
from sqlalchemy.orm import selectinload

import pipeline
from core import models
from core.clock import utc_now
from core.database import connect, reading
from core.migration import upgrade
from core.settings import Settings
from core.values import Significance
from core.watchlist_reader import read_watchlist
from crawlers import reactor
from pipeline.deployment import Deployment
from pipeline.replay import replay
from tests.journeys.whole_history import history

DEMO = Path(pipeline.__file__).parent / "demo"
Expected = dict[str, Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which `veille demo` ran, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "demo"]
    environment = os.environ | {"PYTHONPATH": str(DEMO.parents[1]), "VEILLE_SEND": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture(scope="module")
def polls(demo: tuple[Path, str]) -> dict[tuple[datetime, str], tuple[models.Poll, list[models.Change]]]:
    """Each poll with the Changes it brought, by instant and Watch."""
    engine = connect(f"sqlite:///{demo[0] / 'demo.db'}")
    with reading(engine) as session:
        changes = list(session.scalars(select(models.Change)))
        found = session.scalars(select(models.Poll).options(selectinload(models.Poll.snapshots)))
        return {
            (poll.instant, poll.watch_id): (
                poll,
                [each for each in changes if (each.detected, each.watch_id) == (poll.instant, poll.watch_id)],
            )
            for poll in found
        }


def expectations() -> list[Any]:
    days = YAML(typ="safe").load((DEMO / "expected.yaml").read_text(encoding="utf-8"))
    return [pytest.param(day["instant"], poll, id=f"{day['instant']:%Y-%m-%d}-{poll['watch']}") for day in days for poll in day["polls"]]


@pytest.mark.parametrize(("instant", "expected"), expectations())
def test_every_poll_ends_as_expected(
    instant: datetime, expected: Expected, polls: dict[tuple[datetime, str], tuple[models.Poll, list[models.Change]]]
) -> None:
    poll, changes = polls[instant, expected["watch"]]
    assert (poll.outcome, poll.incident_kind) == (expected["outcome"], expected.get("incident"))
    assert poll.reason
    assert len(changes) == expected.get("changes", 0)
    if changes:
        assert Significance.highest([Significance(each.significance) for each in changes]) == expected["significance"]
    stated = [value(fact) for change in changes for fact in change.content["facts"]]
    assert [fact for fact in expected.get("facts", []) if fact not in stated] == []
    if "effective" in expected:
        assert expected["effective"] in {change.effective for change in changes}


def value(fact: Expected) -> list[str | None]:
    sides = (fact["before"], fact["after"])
    return [fact["type"], *(side["value"] if side else None for side in sides)]


def test_it_says_where_to_look_and_sends_nothing(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    assert printed.rstrip().splitlines()[-1] == "veille --database sqlite:///demo.db serve"
    assert len(list((folder / "demo-outbox").glob("*.html"))) == len(list((folder / "demo-outbox").glob("*.txt"))) > 10


def test_both_languages_of_the_fees_are_one_event_told_once(demo: tuple[Path, str]) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        fees = session.scalars(select(models.Change).where(models.Change.watch_id.like("dofi.redevance%"))).all()
        assert len({change.event_id for change in fees}) == 1
        event = session.get_one(models.Event, fees[0].event_id)
        assert event.revision == 1
        told = session.scalars(select(models.Delivery).where(models.Delivery.message_id == f"event-{event.id}-1")).all()
        assert len({delivery.recipient for delivery in told}) == len(told) > 0


@pytest.mark.parametrize(
    ("watches", "count"),
    [
        ({"dofi.protection-temporaire", "eurlex.nouveaux-actes"}, 3),  # three prolongations
        ({"ejustice.loi-accueil", "ejustice.moniteur", "fedasil.actualites"}, 1),  # two grounds enter the reception law
        ({"ejustice.code-enregistrement", "ejustice.moniteur"}, 1),  # the nationality fee
    ],
)
def test_the_page_the_law_and_the_act_tell_one_piece_of_news(demo: tuple[Path, str], watches: set[str], count: int) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        events = session.scalars(select(models.Event)).all()
        assert [{change.watch_id for change in event.changes} for event in events].count(watches) == count


def test_another_act_of_the_day_of_the_nationality_fee_is_other_news(demo: tuple[Path, str]) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        acts = session.scalars(select(models.Change).where(models.Change.watch_id == "ejustice.moniteur")).all()
        assert len({act.event_id for act in acts}) == len(acts)


def test_what_was_announced_is_told_once_more_when_it_binds(demo: tuple[Path, str]) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        announced = session.scalars(select(models.Change).where(models.Change.took_effect.is_not(None))).all()
        assert {(change.watch_id, change.effective) for change in announced} >= {
            ("ejustice.loi-accueil", "2025-08-02"),
            ("dofi.protection-temporaire", "2026-01-04"),
        }
        assert {change.stage for change in announced} == {"in_force"}
        subjects = session.scalars(select(models.Delivery.subject).where(models.Delivery.subject.contains("Prend effet"))).all()
        assert len(subjects) == len({change.event_id for change in announced})


def test_every_incident_closed_by_itself(demo: tuple[Path, str]) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        incidents = session.scalars(select(models.Incident)).all()
        assert {incident.kind for incident in incidents} == {"blocked", "error", "collapsed"}
        assert [incident for incident in incidents if incident.closed is None] == []


def test_the_stale_sentence_is_a_task_with_todays_value(demo: tuple[Path, str]) -> None:
    with reading(connect(f"sqlite:///{demo[0] / 'demo.db'}")) as session:
        tasks = {task.text: task for task in session.scalars(select(models.Task))}
        assert tasks["4 mars 2024"].state == "open"
        assert "4 mars 2027" in (tasks["4 mars 2024"].proposal or "")
        assert [task.state for text, task in tasks.items() if text.startswith("198")] == ["done"]


def test_it_leaves_the_same_history_on_postgresql(demo: tuple[Path, str], tmp_path: Path, new_postgres_address: str) -> None:
    engine = connect(new_postgres_address)
    upgrade(engine)
    watchlist, _ = read_watchlist(DEMO / "watchlist.yaml", allow_private_hosts=True, loopback=True)
    settings = Settings(database=new_postgres_address, outbox=tmp_path / "outbox", send=False)
    reactor.run(replay(Deployment(engine, watchlist, settings, utc_now), DEMO, lambda *_: None))
    try:
        ours, theirs = history(connect(f"sqlite:///{demo[0] / 'demo.db'}")), history(engine)
    finally:
        engine.dispose()
    assert {name: len(rows) for name, rows in ours.items()} == {name: len(rows) for name, rows in theirs.items()}
    assert min(len(rows) for rows in ours.values()) > 0
    for name, rows in ours.items():
        assert rows == theirs[name], name
