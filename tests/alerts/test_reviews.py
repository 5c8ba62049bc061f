"""Editors' Tasks: opened by a Change, updated by the next, closed by the page itself."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from alerts.desk import reviews
from alerts.desk.actions import act
from alerts.desk.statements import statements
from core import models
from core.database import transaction
from core.values import Provision, Significance
from core.watchlist import Page

DAY = timedelta(days=1)
OLD = Provision("p1", "Ukraine › Durée", "La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2024). Apportez votre passeport.")
FEE = Provision("p2", "Nationalité › Coût", "Le droit d'enregistrement est de 150 €.")
RIGHT = Provision("p1", "Ukraine › Durée", "La protection vient d'être prolongée (jusqu'au 4 mars 2027).")


@pytest.fixture
def page():
    return Page(
        id="cire.ukraine",
        url="https://example.org/ukraine",
        language="fr",
        topics=["protection-temporaire", "nationalite"],
        editor="redaction@example.org",
    )


@pytest.fixture
def desk(world, engine, builders, page, settings):
    """The world around one page: ``says`` is a new Version of it, ``review`` the two stages."""

    class Desk:
        watchlist = builders.watchlist(pages=(page,))

        def says(self, *provisions, after=DAY * 0):
            with Session(engine) as session, session.begin():
                world.watch(session, page.id, kind="own", topics=list(page.topics))
                world.version(session, page.id, builders.noon + after, provisions)

        def review(self, after=DAY * 0):
            now = builders.noon + after
            with transaction(engine) as session:
                stages.review_pages(session, self.watchlist, now)
            with transaction(engine) as session:
                return stages.write_tasks(session, self.watchlist, settings, now)

        def prolong(self, before, new, after=DAY * 0, **given):
            topics = given.pop("topics", ["protection-temporaire"])
            world.event(builders.date_change(before, new, **given), builders.noon + after, "dofi.ukraine", topics=topics)

        def tasks(self):
            return world.all(models.Task)

        def problems(self):
            return [task.problem for task in self.tasks()]

        def answer(self, state):
            with Session(engine) as session, session.begin():
                session.query(models.Task).one().state = state

        def mails(self):
            return world.all(models.Delivery)

    return Desk()


def test_a_stale_sentence_becomes_one_task_with_the_newest_value(desk):
    desk.says(OLD)
    for before, after in (("2024", "2025"), ("2025", "2026"), ("2026", "2027")):
        desk.prolong(before, after)
    desk.review()
    (task,) = desk.tasks()
    assert (task.state, task.problem, task.text, task.path) == ("open", "stale", "4 mars 2024", "Ukraine › Durée")
    assert task.sentence == "La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2024)."
    assert task.proposal == "La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2027)."
    assert task.change_id == 3


def test_the_editor_gets_one_message_for_all_new_tasks_of_a_page(desk, world, builders):
    desk.says(OLD, FEE)
    desk.prolong("2024", "2027")
    world.event(builders.fee_change(), builders.noon)
    assert desk.review() == 1
    assert desk.review() == 0
    (mail,) = desk.mails()
    assert mail.subject == "[À corriger] example.org/ukraine : 2 phrases à revoir"
    assert "jusqu'au 4 mars 2027" in mail.text
    assert "Le droit d'enregistrement est de 1.000 €." in mail.text
    assert mail.route == "redaction@example.org"


def test_a_newer_change_updates_the_open_task_and_tells_the_editor(desk):
    desk.says(OLD)
    desk.prolong("2024", "2025")
    desk.review()
    desk.prolong("2025", "2026", after=DAY)
    assert desk.review(after=DAY) == 1
    (task,) = desk.tasks()
    assert (task.change_id, task.proposal) == (2, "La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2026).")
    assert len(desk.mails()) == 2


def test_a_corrected_page_closes_its_task(desk, builders):
    desk.says(OLD)
    desk.prolong("2024", "2027")
    desk.review()
    desk.says(RIGHT, after=DAY)
    desk.review(after=DAY)
    (task,) = desk.tasks()
    assert (task.state, task.closed) == ("done", builders.noon + DAY)


def test_a_mistake_that_comes_back_is_a_task_again(desk):
    desk.says(OLD)
    desk.prolong("2024", "2027")
    desk.review()
    desk.says(RIGHT, after=DAY)
    desk.review(after=DAY)
    desk.says(OLD, after=DAY * 2)
    desk.review(after=DAY * 2)
    assert [task.state for task in desk.tasks()] == ["done", "open"]


@pytest.mark.parametrize("state", ["disagreed", "later"])
def test_what_an_editor_answered_is_not_asked_again_until_the_rule_changes_again(desk, state):
    desk.says(OLD)
    desk.prolong("2024", "2025")
    desk.review()
    desk.answer(state)
    desk.review(after=DAY)
    assert [task.state for task in desk.tasks()] == [state]
    desk.prolong("2025", "2026", after=DAY * 2)
    desk.review(after=DAY * 2)
    assert [task.state for task in desk.tasks()] == [state, "open"]


@pytest.mark.parametrize(
    "given",
    [
        {"topics": ["frais"]},
        {"significance": Significance.MINOR},
        {"effective": "2026-01-01"},
    ],
)
def test_other_topics_lesser_changes_and_rules_that_do_not_bind_yet_open_nothing(desk, given):
    desk.says(OLD)
    desk.prolong("2024", "2025", **given)
    desk.review()
    assert desk.problems() == ["superseded"]


def test_a_technical_change_opens_nothing(desk, world, builders):
    desk.says(OLD)
    world.event(builders.date_change("2024", "2025"), builders.noon, topics=["protection-temporaire"], technical=True)
    desk.review()
    assert desk.problems() == ["superseded"]


def test_a_rule_that_starts_to_bind_opens_its_task_that_day(desk):
    desk.says(OLD)
    desk.prolong("2024", "2025", effective="2025-08-10")
    desk.review()
    assert desk.problems() == ["superseded"]
    desk.review(after=DAY * 6)
    assert desk.problems() == ["stale"]


def test_a_page_never_read_and_a_page_without_editor_hold_nothing_up(desk, page, builders):
    desk.watchlist = builders.watchlist(pages=(page.model_copy(update={"id": "cire.unread"}), page.model_copy(update={"editor": ""})))
    desk.says(OLD)
    desk.prolong("2024", "2027")
    assert desk.review() == 0
    (task,) = desk.tasks()
    assert task.processed_at is not None


def test_a_stage_killed_before_its_commit_is_done_by_the_next_run(desk, engine, builders, settings):
    desk.says(OLD)
    desk.prolong("2024", "2027")
    for stage in (
        lambda session: stages.review_pages(session, desk.watchlist, builders.noon),
        lambda session: stages.write_tasks(session, desk.watchlist, settings, builders.noon),
    ):
        with pytest.raises(KeyboardInterrupt), transaction(engine) as session:
            stage(session)
            raise KeyboardInterrupt
        with transaction(engine) as session:
            stage(session)
    assert (len(desk.tasks()), len(desk.mails())) == (1, 1)


def test_what_the_history_knows_is_found_on_first_sight_of_a_page(desk):
    desk.says(Provision("p1", "Ukraine › Durée", "La protection temporaire est prolongée jusqu'au 4 mars 2024."))
    desk.review()
    (task,) = desk.tasks()
    assert (task.problem, task.rule) == ("superseded", "fin-protection-temporaire")
    assert task.proposal == "La protection temporaire est prolongée jusqu'au 4 mars 2027."
    assert "jusqu'au" not in task.reason
    assert "4 mars 2027 depuis le 15 juillet 2025" in task.reason


def test_what_a_polled_page_says_comes_before_the_bundled_history(desk, world, builders):
    desk.says(Provision("p2", "Nationalité", "Le droit d'enregistrement pour la nationalité est de 1.000 €."))
    summary = {"fr": "Nationalité, droit d'enregistrement : 1.000 € → 1.021 €"}
    world.event(builders.fee_change(1000, 1021, effective="2025-08-01", summary=summary), builders.noon, topics=["frais"])
    desk.watchlist = builders.watchlist(pages=(desk.watchlist.pages[0].model_copy(update={"topics": ["frais", "nationalite"]}),))
    desk.review()
    (task,) = desk.tasks()
    assert task.proposal == "Le droit d'enregistrement pour la nationalité est de 1.021 €."


@pytest.fixture
def looked_at(monkeypatch):
    """How often a page was read for what it claims."""
    calls = []
    monkeypatch.setattr(reviews, "statements", lambda *given: calls.append(given) or statements(*given))
    return calls


def test_a_page_is_looked_at_again_only_when_something_came_that_could_make_it_wrong(desk, looked_at, world, builders):
    desk.says(FEE)
    world.event(builders.fee_change(), builders.noon)
    desk.review()
    assert len(looked_at) == 1
    world.event(builders.fee_change(700, 800), builders.noon)
    world.event(builders.fee_change(significance=Significance.MINOR), builders.noon)
    world.event(builders.fee_change(facts=()), builders.noon)
    desk.review(timedelta(hours=1))
    desk.review(DAY)
    assert len(looked_at) == 1
    world.event(builders.fee_change(150, 2000), builders.noon)
    desk.review(DAY)
    assert len(looked_at) == 2
    desk.says(FEE, after=DAY * 2)
    desk.review(DAY * 2)
    assert len(looked_at) == 3


def test_a_page_is_looked_at_again_on_the_day_after_one_that_it_states(desk, looked_at):
    desk.says(Provision("p1", "Cours", "Les inscriptions sont ouvertes jusqu'au 5 août 2025."))
    desk.review()
    desk.review(DAY)
    assert len(looked_at) == 1
    desk.review(DAY * 2)
    assert desk.problems() == ["expired"]


def test_a_time_told_from_the_day_of_writing_is_looked_at_again_with_each_month(desk, looked_at):
    desk.says(Provision("p1", "Guichet › Mis à jour en mars 2025", "L'année prochaine, le guichet ouvrira aussi le soir."))
    desk.review()
    desk.review(DAY)
    assert len(looked_at) == 1
    desk.review(DAY * 100)
    assert desk.problems() == []
    desk.review(DAY * 600)
    assert desk.problems() == ["expired"]


def test_the_claims_of_a_page_are_what_it_states_today(desk, world):
    desk.says(OLD, FEE)
    desk.review()
    desk.says(OLD, after=DAY)
    desk.review(DAY)
    claims = {claim.text: claim.gone for claim in world.all(models.Claim)}
    assert claims["4 mars 2024"] is None
    assert claims["150 €"] is not None


def test_a_change_that_is_recorded_late_is_not_overlooked(desk):
    desk.says(OLD)
    desk.review()
    desk.prolong("2024", "2025", after=-DAY)
    desk.review()
    assert len(desk.tasks()) == 1


def corrected(text):
    return Provision("p1", "Ukraine › Durée", text)


@pytest.fixture
def wrong(desk):
    """A Task about an end date, of which its editor was told."""
    desk.says(OLD)
    desk.prolong("2024", "2027")
    desk.review()
    return desk


def test_a_wrong_edit_keeps_the_task_open_and_says_so(wrong):
    wrong.says(corrected("La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2025). Apportez votre passeport."), after=DAY)
    wrong.review(after=DAY)
    (task,) = wrong.tasks()
    assert (task.state, task.text, task.edited) == ("open", "4 mars 2025", True)
    assert task.proposal == "La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2027)."
    assert task.reason == "La phrase a été modifiée, mais elle dit 4 mars 2025 ; il faudrait 4 mars 2027."
    assert len(wrong.mails()) == 2
    assert task.reason in " ".join(wrong.mails()[-1].text.split())
    # Nothing is said again until the page is edited once more, rightly.
    wrong.review(after=2 * DAY)
    assert len(wrong.mails()) == 2
    wrong.says(RIGHT, after=3 * DAY)
    wrong.review(after=3 * DAY)
    assert [task.state for task in wrong.tasks()] == ["done"]


def test_a_wrong_edit_that_was_called_done_is_open_again(wrong, engine, builders):
    with transaction(engine) as session:
        act(session, 1, "done", "web", builders.noon)
    wrong.says(corrected("La protection vient d'être prolongée d'un an (jusqu'au 4 mars 2025)."), after=DAY)
    wrong.review(after=DAY)
    assert [(task.state, task.text) for task in wrong.tasks()] == [("open", "4 mars 2025")]


@pytest.mark.parametrize(
    "text",
    [
        "La protection vient d'être prolongée, jusqu'au 4 mars 2027. Apportez votre passeport.",
        "La protection vient d'être prolongée d'un an. Apportez votre passeport.",
        "Apportez votre passeport. Le guichet a fermé le 4 mars 2025.",
        "Apportez votre passeport.",
    ],
)
def test_a_sentence_that_is_right_or_gone_closes_its_task(wrong, text):
    wrong.says(corrected(text), after=DAY)
    wrong.review(after=DAY)
    assert [task.state for task in wrong.tasks()] == ["done"]


def test_a_sentence_like_it_that_was_there_before_is_not_taken_for_an_edit(desk):
    other = Provision("p3", "Ukraine › Durée", "La protection avait été prolongée d'un an (jusqu'au 4 mars 2021).")
    desk.says(OLD, other)
    desk.prolong("2024", "2027")
    desk.review()
    desk.says(other, after=DAY)
    desk.review(after=DAY)
    assert [task.state for task in desk.tasks()] == ["done"]
