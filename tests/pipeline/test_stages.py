"""What one page goes through from poll to poll: outcomes, Incidents, acceptance, technical Versions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import models
from core.database import reading
from pipeline.collect import register
from pipeline.compare import compare
from pipeline.derive import accept, rederive
from pipeline.gather import gather
from pipeline.run import process, tell
from tests.pipeline.conftest import Publisher, changes, page, polls

RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 13)]
FEE = "La redevance pour une demande de séjour est de {} €."


def outcomes(deployment) -> list[str | None]:
    return [poll.outcome for poll in polls(deployment)]


def test_each_poll_ends_in_one_outcome_with_its_reason(publisher: Publisher) -> None:
    publisher.answers(page(FEE.format(150), *RULES)).answers(page(FEE.format(150), *RULES)).answers(page(FEE.format(1000), *RULES))
    deployment = publisher.play()
    assert outcomes(deployment) == ["first", "unchanged", "changed"]
    assert all(poll.reason for poll in polls(deployment))
    (change,) = changes(deployment)
    assert change.content["summary"]["fr"] == "Redevance : 150 € → 1.000 €"


def test_the_same_bytes_are_stored_once_and_a_304_counts_as_read(publisher: Publisher) -> None:
    etag = {"ETag": '"une-version"'}
    deployment = publisher.answers(page(*RULES), headers=etag).answers(page(*RULES), headers=etag).play()
    assert outcomes(deployment) == ["first", "unchanged"]
    with reading(deployment.engine) as session:
        assert len(session.scalars(select(models.Snapshot)).all()) == 1
        assert session.get_one(models.Watch, "essai.page").last_read == polls(deployment)[1].instant


def test_a_page_cut_short_is_an_incident_that_closes_by_itself_without_a_change(publisher: Publisher) -> None:
    deployment = publisher.answers(page(*RULES)).answers(page(*RULES[:3])).answers(page(*RULES)).play()
    assert outcomes(deployment) == ["first", "incident", "unchanged"]
    assert changes(deployment) == []
    with reading(deployment.engine) as session:
        (incident,) = session.scalars(select(models.Incident))
        assert (incident.kind, incident.opened, incident.closed) == (
            "collapsed",
            polls(deployment)[1].instant,
            polls(deployment)[2].instant,
        )


def test_a_collapse_read_alike_three_times_over_a_day_is_told_as_a_large_change(publisher: Publisher) -> None:
    publisher.answers(page(*RULES))
    for _ in range(3):
        publisher.answers(page(*RULES[:3]), after=timedelta(hours=12))
    deployment = publisher.play()
    assert outcomes(deployment) == ["first", "incident", "incident", "changed"]
    assert "large change" in polls(deployment)[3].reason
    assert {change.kind for change in changes(deployment)} == {"repeal"}


def test_three_equal_readings_within_a_day_are_not_enough(publisher: Publisher) -> None:
    publisher.answers(page(*RULES))
    for _ in range(4):
        publisher.answers(page(*RULES[:3]), after=timedelta(hours=2))
    assert outcomes(publisher.play()) == ["first", "incident", "incident", "incident", "incident"]


def test_a_captcha_never_accepts_itself(publisher: Publisher) -> None:
    captcha = "<html><head><title>Human Verification</title></head><body><div class=g-recaptcha></div></body></html>"
    publisher.answers(page(*RULES))
    for _ in range(4):
        publisher.answers(captcha)
    deployment = publisher.answers(page(*RULES)).play()
    assert outcomes(deployment) == ["first", "incident", "incident", "incident", "incident", "unchanged"]
    with reading(deployment.engine) as session:
        assert len(session.scalars(select(models.Incident)).all()) == 1


def test_a_person_accepts_a_collapse_and_its_differences_become_changes(publisher: Publisher) -> None:
    deployment = publisher.answers(page(*RULES)).answers(page(*RULES[:3])).play()
    watch = deployment.watch("essai.page")
    assert watch
    assert accept(deployment, watch)
    assert process(deployment) == len(RULES) - 3
    assert outcomes(deployment)[-1] == "changed"
    assert not accept(deployment, watch)


def test_a_new_selector_is_technical_recorded_but_never_told(publisher: Publisher) -> None:
    publisher.answers(page(*RULES, "Mis à jour le 5 janvier 2026."))
    publisher.play()
    publisher.extra = ', ignore: ["Mis à jour le .*"]'
    deployment = publisher.deployment()
    assert rederive(deployment) == 1
    assert compare(deployment) == 1
    assert gather(deployment) == 0
    assert tell(deployment).sent == 0
    (change,) = changes(deployment)
    assert (change.technical, change.event_id) == (True, None)
    assert rederive(deployment) == 0


def test_a_key_names_the_same_paragraph_through_time(publisher: Publisher) -> None:
    publisher.answers(page(FEE.format(150), *RULES))
    publisher.answers(page("Une ligne nouvelle.", FEE.format(150), *RULES)).answers(page("Une ligne nouvelle.", FEE.format(1000), *RULES))
    inserted, substituted = changes(publisher.play())
    assert inserted.content["key"] != substituted.content["key"]
    assert "key_before" not in substituted.content


def test_running_every_stage_again_changes_nothing(publisher: Publisher) -> None:
    deployment = publisher.answers(page(FEE.format(150), *RULES)).answers(page(FEE.format(1000), *RULES)).play()
    before = len(changes(deployment))
    assert process(deployment) == 0
    assert tell(deployment).sent == 0
    assert len(changes(deployment)) == before


def test_a_replay_repeated_adds_nothing(publisher: Publisher) -> None:
    publisher.answers(page(FEE.format(150), *RULES)).answers(page(FEE.format(1000), *RULES))
    first = publisher.play()
    before = (len(polls(first)), len(changes(first)))
    again = publisher.play()
    assert (len(polls(again)), len(changes(again))) == before


def test_a_watch_that_the_watchlist_drops_takes_its_incident_along(publisher: Publisher) -> None:
    publisher.answers(page(*RULES)).answers(page(*RULES[:3]))
    deployment = publisher.play()
    register(replace(deployment, watchlist=deployment.watchlist.model_copy(update={"watches": []})))
    with reading(deployment.engine) as session:
        assert [incident.closed is None for incident in session.scalars(select(models.Incident))] == [False]


def test_a_document_that_our_reading_fails_on_is_an_incident_and_holds_up_nothing(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("pipeline.readings.read", fail)
    deployment = publisher.answers(page(*RULES)).play()
    assert [(poll.outcome, poll.incident_kind) for poll in polls(deployment)] == [("incident", "unreadable")]
    monkeypatch.undo()
    assert process(deployment) == 0
