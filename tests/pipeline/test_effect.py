"""Where a rule stands when it is seen, and the day on which what was announced is told once more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import models
from core.database import reading
from core.values import Change, Kind, Provision, Rule, Significance, Stage
from pipeline.deployment import Deployment
from pipeline.effect import stage_of
from tests.pipeline.conftest import START, Publisher, changes, page

DAY = timedelta(days=1)
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
OLD = "La redevance pour une demande de séjour est de 198 €."
FUTURE = "À partir du 10 janvier 2026, la redevance pour une demande de séjour est de 206 €."
BODY = page(FUTURE, *RULES)


@pytest.fixture
def publisher(publisher: Publisher) -> Publisher:
    """The fee of 10 January is announced on the 6th."""
    return publisher.answers(page(OLD, *RULES)).answers(BODY)


def messages(deployment: Deployment) -> list[models.Delivery]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Delivery).order_by(models.Delivery.id)))


def test_a_rule_of_a_later_day_is_adopted_and_shown_as_future(publisher: Publisher) -> None:
    deployment = publisher.play()
    (change,) = changes(deployment)
    assert (change.stage, change.effective) == ("adopted", "2026-01-10")
    assert "annoncé, dès le 10.01.2026" in messages(deployment)[0].subject


def test_it_is_told_once_more_on_its_day_and_never_again(publisher: Publisher) -> None:
    for _ in range(6):
        publisher.answers(BODY)
    deployment = publisher.play()
    _, second = messages(deployment)
    assert second.created == START + 5 * DAY
    assert "Prend effet" in second.subject
    assert "prend effet aujourd'hui, 10 janvier 2026" in second.text
    assert changes(deployment)[0].stage == "in_force"


def test_the_day_begins_at_midnight_in_brussels(publisher: Publisher) -> None:
    publisher.answers(BODY, after=datetime(2026, 1, 9, 22, 59, tzinfo=UTC) - START - DAY)
    assert len(messages(publisher.play())) == 1
    publisher.answers(BODY, after=timedelta(minutes=1))
    assert len(messages(publisher.play())) == 2


def test_after_downtime_it_is_told_late_and_once_saying_since_when(publisher: Publisher) -> None:
    deployment = publisher.answers(BODY, after=20 * DAY).answers(BODY).play()
    assert len(messages(deployment)) == 2
    assert "en vigueur depuis le 10 janvier 2026" in messages(deployment)[1].text


def test_what_was_withdrawn_before_its_day_does_not_take_effect(publisher: Publisher) -> None:
    deployment = publisher.answers(page(OLD, *RULES)).answers(page(OLD, *RULES), after=10 * DAY).play()
    assert not any("Prend effet" in message.subject for message in messages(deployment))


def test_what_was_corrected_before_its_day_does_not_take_effect(publisher: Publisher) -> None:
    corrected = page(FUTURE.replace("206", "210"), *RULES)
    deployment = publisher.answers(corrected).answers(corrected, after=10 * DAY).play()
    assert not any("Prend effet" in message.subject for message in messages(deployment))


def test_new_words_around_the_same_values_change_nothing_of_the_day(publisher: Publisher) -> None:
    reworded = page(FUTURE.replace("pour une demande de séjour", "pour chaque demande de séjour"), *RULES)
    deployment = publisher.answers(reworded).answers(reworded, after=10 * DAY).play()
    assert len([message for message in messages(deployment) if "Prend effet" in message.subject]) == 1


def test_nobody_is_told_that_a_technical_change_takes_effect(publisher: Publisher) -> None:
    deployment = publisher.play()
    with deployment.engine.begin() as connection:
        connection.execute(models.Change.__table__.update().values(technical=True))
    deployment = publisher.answers(BODY, after=10 * DAY).play()
    assert len(messages(deployment)) == 1


# The stage of a Change when it is seen


def change(kind: Kind = Kind.SUBSTITUTION, effective: str | None = None) -> Change:
    return Change(kind, "k", "", None, "t", Rule.OTHER, Significance.MINOR, (), effective=effective)


def place(**given: object) -> Provision:
    return Provision("k", "", "t", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("effective", "given", "expected"),
    [
        (None, {}, None),
        ("2026-01-05", {}, Stage.IN_FORCE),
        ("2026-01-06", {}, Stage.ADOPTED),
        ("2026-01-06", {"stage": Stage.ANNULLED}, Stage.ANNULLED),
        ("2025-01-06", {"stage": Stage.SUSPENDED}, Stage.SUSPENDED),
        (None, {"stage": Stage.ADOPTED}, Stage.ADOPTED),
        ("2025-01-06", {"stage": Stage.ADOPTED}, Stage.IN_FORCE),
    ],
)
def test_what_the_page_says_beside_the_text_comes_before_the_day(effective: str | None, given: dict[str, object], expected: Stage) -> None:
    assert stage_of(change(effective=effective), place(**given), "fr", "2026-01-05") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"identity": "celex:52025PC0650"}, Stage.PROPOSED),
        ({"identity": "celex:32025D1460"}, Stage.PUBLISHED),
        ({"identity": "numac:2025005210"}, Stage.PUBLISHED),
        ({"identity": "node/2425", "label": "Avant-projet de loi sur l'accueil"}, Stage.ANNOUNCED),
        ({"identity": "node/2425", "label": "La loi accueil est modifiée"}, None),
    ],
)
def test_a_publication_stands_where_its_publisher_puts_it(given: dict[str, object], expected: Stage | None) -> None:
    assert stage_of(change(Kind.PUBLICATION), place(**given), "fr", "2026-01-05") == expected


def test_a_proposal_stays_one_whatever_day_it_proposes() -> None:
    assert stage_of(change(Kind.PUBLICATION, "2020-01-01"), place(identity="celex:52025PC0650"), "fr", "2026-01-05") == Stage.PROPOSED
