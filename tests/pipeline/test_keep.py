"""Polls that end at the same moment are stored together, read together, and never at one another's cost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from core import models
from core.database import reading
from core.values import Doubt, Fetch, IncidentKind, Poll
from pipeline import readings
from pipeline.collect import due, register
from pipeline.deployment import Deployment
from pipeline.derive import derive
from pipeline.keep import keep
from pipeline.run import process
from tests.pipeline.conftest import START, Publisher, page, polls

HOUR = timedelta(hours=1)
NAMES = [f"essai.{number}" for number in range(12)]
WATCHLIST = "\n".join(
    [
        "sources:",
        "  essai: {name: Essai, spider: page, delay: 0s}",
        "watches:",
        *(f'  - {{id: {name}, source: essai, kind: page, url: "https://essai.example/{name}", language: fr}}' for name in NAMES),
    ]
)
RULE = "La redevance de la demande numéro {} est de {} € pour chaque personne qui introduit une demande."


@pytest.fixture
def deployment(publisher: Publisher) -> Deployment:
    publisher.watchlist = WATCHLIST
    made = publisher.deployment()
    register(made)
    return made


def poll(name: str, hour: int = 0, fee: int = 150, **more: Any) -> Poll:
    """The page of a Watch with its own fee, as polled so many hours after the start."""
    instant, address = START + hour * HOUR, f"https://essai.example/{name}"
    body = page(RULE.format(name, fee)).encode()
    return Poll(name, instant, (Fetch(address, address, instant, 200, {"content-type": "text/html", **more}, body),), status=200)


def outcomes(deployment: Deployment, hour: int) -> list[str | None]:
    return [each.outcome for each in polls(deployment) if each.instant == START + hour * HOUR]


def test_polls_of_one_moment_are_stored_in_one_transaction_and_read_in_one_more(deployment: Deployment) -> None:
    commits: list[object] = []
    event.listen(deployment.engine, "commit", commits.append)
    keep(deployment, [poll(name) for name in NAMES])
    assert len(commits) == 1
    assert derive(deployment) == len(NAMES)
    assert len(commits) == 2
    assert outcomes(deployment, 0) == ["first"] * len(NAMES)


def test_pages_that_did_not_change_are_not_read_again(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(deployment, [poll(name) for name in NAMES])
    process(deployment)
    monkeypatch.setattr(readings, "read", lambda *_, **__: pytest.fail("an unchanged page was read"))
    keep(deployment, [poll(name, hour=1) for name in NAMES])
    process(deployment)
    assert outcomes(deployment, 1) == ["unchanged"] * len(NAMES)


def test_of_polls_of_one_moment_each_ends_by_itself(deployment: Deployment) -> None:
    keep(deployment, [poll(name) for name in NAMES])
    process(deployment)
    failed = Poll(NAMES[2], START + HOUR, doubt=Doubt(IncidentKind.ERROR, "it does not answer"))
    keep(deployment, [poll(NAMES[0], hour=1), poll(NAMES[1], hour=1, fee=1000), failed])
    process(deployment)
    assert outcomes(deployment, 1) == ["unchanged", "changed", "incident"]
    with reading(deployment.engine) as session:
        assert [(row.watch_id, row.kind) for row in session.scalars(select(models.Incident))] == [(NAMES[2], "error")]


def test_several_polls_of_one_watch_that_wait_together_are_read_one_after_the_other(deployment: Deployment) -> None:
    for hour, fee in enumerate((150, 180, 150)):
        keep(deployment, [poll(NAMES[0], hour=hour, fee=fee)])
    assert derive(deployment) == 3
    assert [each.outcome for each in polls(deployment)] == ["first", "changed", "changed"]
    with reading(deployment.engine) as session:
        assert session.scalars(select(models.Version.number).order_by(models.Version.id)).all() == [1, 2, 3]


def test_a_page_that_our_own_reading_fails_on_costs_no_other_its_reading(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(body: bytes, *arguments: Any, **more: Any) -> Any:
        if NAMES[3].encode() in body:
            raise ValueError("no such date")
        return whole(body, *arguments, **more)

    whole = readings.read
    monkeypatch.setattr(readings, "read", read)
    keep(deployment, [poll(name) for name in NAMES])
    process(deployment)
    ended = {each.watch_id: each.outcome for each in polls(deployment)}
    assert ended == {name: "incident" if name == NAMES[3] else "first" for name in NAMES}
    with reading(deployment.engine) as session:
        (incident,) = session.scalars(select(models.Incident))
        assert (incident.watch_id, incident.kind) == (NAMES[3], "unreadable")
        assert "ValueError: no such date" in incident.reason


def test_the_same_polls_stored_again_are_the_same_polls(deployment: Deployment) -> None:
    for _ in range(2):
        keep(deployment, [poll(name) for name in NAMES])
    assert len(polls(deployment)) == len(NAMES)


def test_bytes_that_many_watches_share_are_stored_once(deployment: Deployment) -> None:
    shared: Sequence[Poll] = [Poll(name, START, poll("essai.0").fetches, status=200) for name in NAMES]
    keep(deployment, shared)
    with reading(deployment.engine) as session:
        assert len(session.scalars(select(models.Body.sha256)).all()) == 1
        assert len(session.scalars(select(models.Snapshot.id)).all()) == len(NAMES)


def test_validators_are_those_of_the_newest_answer_of_each_address(deployment: Deployment) -> None:
    keep(deployment, [poll(name, etag=f'"{name}"') for name in NAMES])
    process(deployment)
    keep(deployment, [poll(NAMES[0], hour=1, fee=1000, etag='"new"')])
    process(deployment)
    asked = {each.watch.id: each.validators[each.addresses[0]] for each in due(deployment, NAMES)}
    assert asked == {NAMES[0]: {"If-None-Match": '"new"'}, **{name: {"If-None-Match": f'"{name}"'} for name in NAMES[1:]}}
