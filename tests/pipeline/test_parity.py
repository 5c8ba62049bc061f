"""A language version that lags or differs in a value: an Incident of its own, while its Changes are told all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from alerts.digests.coverage import coverage
from core import models
from core.database import reading, transaction
from pipeline.deployment import Deployment
from pipeline.parity import check_parity
from tests.pipeline.conftest import NOW, Publisher, changes, page, polls

FR, NL = "https://essai.example/page", "https://essai.example/nl"
WATCHLIST = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  essai: {name: Essai, spider: page, delay: 0s}
watches:
  - {id: essai.fr, source: essai, kind: page, url: "https://essai.example/page", language: fr, topics: [frais], translations: [essai.nl]}
  - {id: essai.nl, source: essai, kind: page, url: "https://essai.example/nl", language: nl, topics: [frais]}
"""
DAY = timedelta(days=1)
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
REGELS = [f"De regel nummer {number} geldt voor elke aanvraag tot verblijf bij de gemeente van uw woonplaats." for number in range(1, 8)]


def fr(fee: str) -> str:
    return page(f"La redevance pour une demande de séjour est de {fee} €.", *RULES)


def nl(fee: str, *more: str) -> str:
    return page(f"De retributie voor een aanvraag tot verblijf bedraagt {fee} euro.", *REGELS, *more)


@pytest.fixture
def publisher(tmp_path) -> Publisher:
    found = Publisher(tmp_path, watchlist=WATCHLIST)
    return found.answers(fr("198")).answers(nl("198"), after=NOW, at=NL)


def incidents(deployment: Deployment) -> list[models.Incident]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Incident).order_by(models.Incident.id)))


def test_a_version_that_still_states_the_old_value_two_days_later_lags(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("198"), at=NL, after=2 * DAY).play()
    (incident,) = incidents(deployment)
    assert (incident.watch_id, incident.kind, incident.closed) == ("essai.nl", "parity", None)
    assert incident.reason == "essai.fr says 206 € instead of 198 € since 2026-01-06; here it is still 198 €."


def test_within_two_days_nothing_is_said(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("198"), at=NL, after=timedelta(hours=47)).play()
    assert incidents(deployment) == []


def test_it_lasts_while_the_version_reads_well_and_ends_when_it_follows(publisher: Publisher) -> None:
    publisher.answers(fr("206")).answers(nl("198"), at=NL, after=3 * DAY).answers(nl("198", "Een zin meer."), at=NL)
    deployment = publisher.answers(nl("206", "Een zin meer."), at=NL).play()
    (incident,) = incidents(deployment)
    last = polls(deployment)[-1].instant
    assert (incident.opened, incident.closed) == (last - 2 * DAY, last)


def test_it_ends_when_the_other_version_goes_back(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("198"), at=NL, after=3 * DAY).answers(fr("198")).play()
    (incident,) = incidents(deployment)
    assert incident.closed == polls(deployment)[-1].instant


def test_its_changes_are_told_all_the_same(publisher: Publisher) -> None:
    publisher.answers(fr("206")).answers(nl("198"), at=NL, after=3 * DAY)
    deployment = publisher.answers(nl("198", "Wie minder dan 18 jaar is, betaalt 50 euro."), at=NL).play()
    assert [change.watch_id for change in changes(deployment)] == ["essai.fr", "essai.nl"]
    assert all(change.event_id for change in changes(deployment))


def test_a_version_that_puts_another_value_differs(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("208"), at=NL).answers(nl("208"), at=NL, after=3 * DAY).play()
    (incident,) = incidents(deployment)
    assert incident.watch_id == "essai.nl"
    assert incident.reason == "essai.fr says 206 € instead of 198 € since 2026-01-06; here 198 € became 208 €."


def test_another_value_is_told_at_once_and_ends_when_the_version_is_corrected(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("208"), after=NOW, at=NL).answers(nl("206"), at=NL).play()
    (incident,) = incidents(deployment)
    told, corrected = polls(deployment)[2].instant, polls(deployment)[-1].instant
    assert (incident.watch_id, incident.opened, incident.closed) == ("essai.nl", told, corrected)


def test_another_value_is_told_as_soon_as_the_second_version_is_read(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("208"), after=timedelta(hours=5), at=NL).play()
    assert [each.opened for each in incidents(deployment)] == [polls(deployment)[-1].instant]


def test_the_old_value_elsewhere_on_the_page_is_no_lag(publisher: Publisher) -> None:
    publisher.answers(nl("198", "Vroeger was dit 198 euro."), at=NL).answers(fr("206"))
    deployment = publisher.answers(nl("206", "Vroeger was dit 198 euro."), at=NL).answers(fr("206"), after=3 * DAY).play()
    assert incidents(deployment) == []


def test_a_version_that_cannot_be_read_is_not_judged(publisher: Publisher) -> None:
    captcha = "<html><head><title>Human Verification</title></head><body><div class=g-recaptcha></div></body></html>"
    deployment = publisher.answers(fr("206")).answers(captcha, at=NL, after=3 * DAY).play()
    assert [incident.kind for incident in incidents(deployment)] == ["blocked"]


def test_it_outlives_a_captcha(publisher: Publisher) -> None:
    captcha = "<html><head><title>Human Verification</title></head><body><div class=g-recaptcha></div></body></html>"
    publisher.answers(fr("206")).answers(nl("198"), at=NL, after=3 * DAY).answers(captcha, at=NL).answers(nl("198"), at=NL)
    assert [(each.kind, each.closed is None) for each in incidents(publisher.play())] == [("parity", True), ("blocked", False)]


def test_a_watch_that_lags_counts_as_read_in_the_proof_of_silence(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("198"), at=NL, after=3 * DAY).play()
    last = polls(deployment)[-1].instant
    with reading(deployment.engine) as session:
        assert coverage(session, last - DAY, last).unread == ()
        assert coverage(session, last - DAY, last).checked == 2


def test_a_worker_that_did_not_read_the_pages_itself_finds_the_same(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("206")).answers(nl("208"), after=NOW, at=NL).play()
    with transaction(deployment.engine) as session:
        session.execute(delete(models.Incident))
    then = replace(deployment, now=lambda: polls(deployment)[-1].instant)
    check_parity(then)
    check_parity(then)
    assert [each.watch_id for each in incidents(deployment)] == ["essai.nl"]
