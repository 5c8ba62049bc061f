"""When Changes of several language versions are one piece of news, and when people hear of it again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from core import models
from core.database import connect, transaction
from core.migration import upgrade
from core.settings import Settings
from core.watchlist import Watchlist
from pipeline.deployment import Deployment
from pipeline.gather import gather

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'veille.db'}")
    upgrade(engine)
    with transaction(engine) as session:
        session.add(models.Body(sha256="0" * 64, size=0, data=b""))
        for language, other in (("fr", "nl"), ("nl", "fr")):
            session.add(watch(language, other))
            session.flush()
            session.add(models.Poll(id=len(language) + ord(language[0]), watch_id=language, instant=NOW))
    yield engine
    engine.dispose()


def watch(language: str, other: str) -> models.Watch:
    return models.Watch(
        id=language,
        source="essai",
        source_name="Essai",
        kind="page",
        url="https://essai.example",
        language=language,
        topics=["frais"],
        translations=[other],
    )


def told(
    engine: Engine, language: str, *, after: timedelta = timedelta(), significance: str = "major", facts: list[Any] | None = None
) -> models.Event:
    """The Event that a Change of this language version ends up in."""
    instant = NOW + after
    with transaction(engine) as session:
        poll = session.scalars(select(models.Poll).where(models.Poll.watch_id == language)).one()
        snapshot = models.Snapshot(
            watch_id=language,
            poll_id=poll.id,
            url="u",
            final_url="u",
            redirects=[],
            instant=instant,
            status=200,
            headers={},
            sha256="0" * 64,
        )
        session.add(snapshot)
        session.flush()
        number = len(session.scalars(select(models.Version).where(models.Version.watch_id == language)).all()) + 1
        version = models.Version(
            watch_id=language,
            number=number,
            snapshot_id=snapshot.id,
            instant=instant,
            extractor="e",
            sha256="",
            provisions=b"",
            processed_at=instant,
        )
        session.add(version)
        session.flush()
        change = models.Change(
            watch_id=language, version_after_id=version.id, position=0, kind="substitution", rule="fee", significance=significance,
            language=language, topics=["frais"], url="u", detected=instant, technical=False, content={"facts": facts or []}, folded="",
        )  # fmt: skip
        session.add(change)
        session.flush()
        number = change.id
    gather(Deployment(engine, Watchlist(), Settings(), lambda: instant))
    with transaction(engine) as session:
        event = session.get_one(models.Change, number).event
        assert event
        return event


def amount(before: str, after: str) -> dict[str, Any]:
    return {"type": "amount", "before": {"value": before, "unit": "EUR"}, "after": {"value": after, "unit": "EUR"}}


def test_a_translation_that_tells_the_same_joins_without_a_revision(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    second = told(engine, "nl", after=timedelta(hours=20), facts=[amount("198", "206")])
    assert (second.id, second.revision) == (first.id, 1)


def test_a_translation_that_adds_a_value_revises_the_event(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    second = told(engine, "nl", after=timedelta(hours=1), facts=[amount("198", "206"), amount("228", "237")])
    assert (second.id, second.revision, second.processed_at) == (first.id, 2, None)


def test_a_translation_with_other_values_is_other_news(engine: Engine) -> None:
    assert told(engine, "nl", facts=[amount("150", "1000")]).id != told(engine, "fr", facts=[amount("198", "206")]).id


def test_a_higher_significance_is_told_even_without_a_value(engine: Engine) -> None:
    first = told(engine, "fr", significance="minor")
    second = told(engine, "nl", after=timedelta(hours=1), significance="major")
    assert (second.id, second.revision, second.significance) == (first.id, 2, "major")


def test_after_two_days_it_is_news_again(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    assert told(engine, "nl", after=timedelta(hours=49), facts=[amount("198", "206")]).id != first.id


def test_the_next_change_of_the_same_page_is_news_of_its_own(engine: Engine) -> None:
    assert told(engine, "fr").id != told(engine, "fr", after=timedelta(hours=1)).id
