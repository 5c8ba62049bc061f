"""The desk from day to day: an official page changes, an editor writes, disagrees or pins, and the next poll comes."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from alerts.desk.actions import act
from alerts.desk.linking import pin
from alerts.desk.overview import days_wrong
from core import models
from core.database import transaction
from core.values import FactChange, FactType, Provision, Stated
from core.watchlist import Page

DAY = timedelta(days=1)
THIS_YEAR = DAY * 475
"""From the noon of the builders to 22 November 2026."""
FEE = "Avant d'introduire votre déclaration de nationalité, vous devez payer un droit d'enregistrement de {}."
WORK = "Vous pouvez travailler {} mois après l'introduction de votre demande de protection internationale."
DUTY, END = "droit-enregistrement-nationalite", "fin-protection-temporaire"


@pytest.fixture
def desk(world, engine, builders, settings):
    page = Page(id="cire.fr", url="https://example.org/fr", language="fr", topics=["nationalite", "frais"], editor="a@example.org")

    class Desk:
        watchlist = builders.watchlist(pages=(page,))

        def says(self, *texts, after, path="Nos infos"):
            provisions = [Provision(f"p{number}", path, text) for number, text in enumerate(texts)]
            with Session(engine) as session, session.begin():
                world.watch(session, page.id, kind="own", topics=list(page.topics), url=page.url)
                world.version(session, page.id, builders.noon + after, tuple(provisions))
            with transaction(engine) as session:
                stages.review_pages(session, self.watchlist, builders.noon + after)

        def changes(self, change, after):
            world.event(change, builders.noon + after)
            with transaction(engine) as session:
                stages.review_pages(session, self.watchlist, builders.noon + after)

        def does(self, task, action, after, **given):
            with transaction(engine) as session:
                act(session, task, action, "anne", builders.noon + after, **given)

        def pins(self, text, rule, after):
            with transaction(engine) as session:
                claim = session.query(models.Claim).filter_by(text=text, gone=None).one()
                pin(session, claim, rule, "anne", builders.noon + after)
                stages.review_pages(session, self.watchlist, builders.noon + after)

        def tasks(self, state="open"):
            return [task for task in world.all(models.Task) if task.state == state]

        def days(self, after):
            with Session(engine) as session:
                return [days_wrong(task, builders.noon + after) for task in session.query(models.Task).filter_by(state="open")]

    return Desk()


def fee(builders, old, new, **given):
    """The registration fee as a page of an authority tells it, from no day in particular."""
    return builders.fee_change(old, new, **{"effective": None, "summary": {"nl": f"Registratierecht: {old} → {new}"}} | given)


def work(builders, old, new):
    text = "Le demandeur de protection internationale peut travailler {} mois après l'introduction de sa demande."
    sides = (Stated(f"{each} mois", str(each), "month") for each in (old, new))
    fact = FactChange(FactType.DURATION, None, *sides)
    return builders.fee_change(path="Travail", before=text.format(old), after=text.format(new), facts=(fact,), effective=None, summary={})


def test_a_proposal_that_was_written_closes_its_task_and_opens_no_other(desk, builders):
    desk.says(FEE.format("150 €"), after=THIS_YEAR)
    desk.changes(fee(builders, 150, 1000), THIS_YEAR)
    (task,) = desk.tasks()
    assert task.proposal == FEE.format("1.000 €")
    desk.says(task.proposal, after=THIS_YEAR + DAY)
    assert desk.tasks() == []
    assert len(desk.tasks("done")) == 1


def test_what_was_guessed_to_come_later_than_a_change_that_was_seen_comes_all_the_same(desk, builders):
    desk.says(FEE.format("1.000 €"), after=DAY)
    desk.changes(fee(builders, 150, 1000), DAY)
    assert desk.tasks() == []
    desk.says(FEE.format("1.000 €"), "Autre chose.", after=THIS_YEAR)
    assert [(task.problem, task.proposal) for task in desk.tasks()] == [("superseded", None)]


def test_where_the_rule_is_known_to_have_gone_on_to_an_unknown_value_nothing_is_proposed(desk, builders):
    desk.changes(fee(builders, 150, 1000), DAY)
    desk.says(FEE.format("150 €"), after=THIS_YEAR)
    assert [(task.problem, task.proposal) for task in desk.tasks()] == [("superseded", None)]


@pytest.mark.parametrize("before", [FEE.format("150 €"), "Le droit d'enregistrement s'élève à 150 € : apportez la preuve du paiement."])
def test_who_disagrees_with_what_a_change_says_cuts_the_link_for_good(desk, world, builders, before):
    desk.says(before, after=THIS_YEAR)
    desk.changes(fee(builders, 150, 1000), THIS_YEAR)
    desk.does(1, "disagree", THIS_YEAR, note="c'est une archive")
    (decision,) = world.all(models.LinkDecision)
    assert (decision.rule, decision.reason) == (None, "c'est une archive")
    desk.says(f"Attention : {before}", after=THIS_YEAR + DAY)
    desk.changes(fee(builders, 150, 2000), THIS_YEAR + DAY)
    assert desk.tasks() == []
    (claim,) = [each for each in world.all(models.Claim) if each.gone is None]
    assert (claim.rule, claim.reasons) == (None, ["editor"])


def test_who_opens_such_a_task_again_mends_the_link(desk, builders):
    desk.says(WORK.format(4), after=DAY)
    desk.changes(work(builders, 4, 6), DAY)
    desk.does(1, "disagree", DAY, note="non")
    desk.does(1, "reopen", DAY)
    desk.says(WORK.format(4), "Autre chose.", after=DAY * 2)
    assert [task.id for task in desk.tasks()] == [1]


def test_a_sentence_pinned_to_no_rule_is_left_alone_by_every_change(desk, world, builders):
    desk.says(WORK.format(6), after=DAY)
    desk.pins("6 mois", None, DAY)
    desk.changes(work(builders, 6, 9), DAY * 2)
    assert desk.tasks() == []
    assert [each.reasons for each in world.all(models.Claim)] == [["editor"]]


def test_a_sentence_pinned_to_a_rule_is_judged_by_the_changes_of_that_rule_alone(desk, builders):
    desk.says("Le dossier coûte 150 €.", after=DAY)
    desk.pins("150 €", "redevance-etudiant", DAY)
    desk.changes(fee(builders, 150, 1000, path="Dossier"), DAY * 2)
    assert [task.rule for task in desk.tasks()] == ["redevance-etudiant"]
    desk.pins("150 €", DUTY, DAY * 3)
    assert [(task.rule, task.proposal) for task in desk.tasks()] == [(DUTY, "Le dossier coûte 1.000 €.")]


def test_a_sentence_is_wrong_since_the_day_on_which_what_it_states_ended(desk):
    desk.says("La protection temporaire court jusqu'au 4 mars 2024.", FEE.format("150 €"), after=THIS_YEAR)
    assert desk.days(THIS_YEAR) == [1130, 481]


def test_a_change_without_a_day_makes_no_sentence_wrong_for_a_shorter_time(desk, builders):
    desk.says("La protection temporaire est valable jusqu'au 4 mars 2026.", after=THIS_YEAR)
    assert desk.days(THIS_YEAR) == [495]
    desk.changes(builders.date_change("2026", "2027"), THIS_YEAR + DAY)
    (task,) = desk.tasks()
    assert (task.problem, task.rule, task.change_id) == ("stale", END, 1)
    assert desk.days(THIS_YEAR + DAY) == [496]


def test_a_value_that_was_seen_until_the_change_came_is_not_counted_from_what_was_guessed(desk, builders):
    desk.says(FEE.format("1.000 €"), after=THIS_YEAR)
    desk.changes(fee(builders, 150, 1000), THIS_YEAR)
    desk.changes(fee(builders, 1000, 1020), THIS_YEAR + DAY * 3)
    assert [(task.problem, task.proposal) for task in desk.tasks()] == [("stale", FEE.format("1.020 €"))]
    assert desk.days(THIS_YEAR + DAY * 4) == [1]


def test_a_reason_names_the_day_on_which_what_the_sentence_states_ended(desk):
    desk.says(FEE.format("150 €"), after=THIS_YEAR)
    (task,) = desk.tasks()
    assert "150 € n'est plus la valeur depuis le 29 juillet 2025" in task.reason


def test_a_sentence_written_anew_with_a_wrong_value_keeps_its_task_with_all_that_was_said(desk, world):
    desk.says("La protection temporaire court jusqu'au 4 mars 2026.", after=THIS_YEAR)
    desk.does(1, "assign", THIS_YEAR, note="Ahmed")
    desk.does(1, "comment", THIS_YEAR, note="vu avec le service juridique")
    desk.says("Qui a fui la guerre bénéficie ici de la protection temporaire jusqu'au 4 mars 2025.", after=THIS_YEAR + DAY)
    (task,) = desk.tasks()
    assert (task.id, task.text, task.assignee, task.edited) == (1, "4 mars 2025", "Ahmed", True)
    assert [each.action for each in world.all(models.TaskAction) if each.made_by] == ["assign", "comment"]
    assert task.processed_at is None
    desk.says("Qui a fui la guerre bénéficie ici de la protection temporaire jusqu'au 4 mars 2027.", after=THIS_YEAR + DAY * 2)
    assert [task.id for task in desk.tasks("done")] == [1]


def test_a_task_goes_to_no_sentence_about_another_rule(desk):
    desk.says("La protection temporaire court jusqu'au 4 mars 2026.", after=THIS_YEAR)
    desk.says("Le cours de français de l'été a lieu jusqu'au 4 mars 2026.", FEE.format("150 €"), after=THIS_YEAR + DAY)
    assert [task.id for task in desk.tasks("done")] == [1]
    assert 1 not in [task.id for task in desk.tasks()]
