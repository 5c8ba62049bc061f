"""What editors do with Tasks and links, and what becomes of it at the next look."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from alerts.desk.actions import act
from alerts.desk.decisions import Decision, decided
from alerts.desk.links import links
from alerts.desk.official import bundled
from alerts.desk.statements import statements
from core import models
from core.errors import NotInHistory, VeilleError
from core.values import FactType, Provision
from core.watchlist import Page

DAY = timedelta(days=1)
WRONG = Provision("p1", "Ukraine", "La protection temporaire est prolongée jusqu'au 4 mars 2024.")
RIGHT = Provision("p1", "Ukraine", "La protection temporaire est prolongée jusqu'au 4 mars 2027.")


@pytest.fixture
def desk(world, engine, builders, settings):
    page = Page(
        id="cire.ukraine", url="https://example.org/ukraine", language="fr", topics=["protection-temporaire"], editor="a@example.org"
    )

    class Desk:
        watchlist = builders.watchlist(pages=(page,))

        def says(self, *provisions, after=DAY * 0):
            with Session(engine) as session, session.begin():
                world.watch(session, page.id, kind="own").last_read = builders.noon + after
                world.version(session, page.id, builders.noon + after, provisions)

        def is_read(self, after):
            with Session(engine) as session, session.begin():
                session.get_one(models.Watch, page.id).last_read = builders.noon + after

        def review(self, after=DAY * 0):
            with Session(engine) as session, session.begin():
                stages.review_pages(session, self.watchlist, builders.noon + after)
                return stages.write_tasks(session, self.watchlist, settings, builders.noon + after)

        def act(self, action, after=DAY * 0, **given):
            with Session(engine) as session, session.begin():
                act(session, 1, action, "anne", builders.noon + after, **given)

        def states(self):
            return [task.state for task in world.all(models.Task)]

    made = Desk()
    made.says(WRONG)
    assert made.review() == 1
    return made


def test_what_is_called_corrected_and_is_closed_for_good(desk):
    desk.act("done")
    desk.says(RIGHT, after=DAY)
    desk.review(DAY)
    assert desk.states() == ["done"]


def test_what_is_called_corrected_and_is_not_is_asked_again_after_the_next_poll_and_not_before(desk):
    desk.act("done")
    assert desk.review(DAY / 2) == 0
    assert desk.states() == ["done"]
    desk.is_read(DAY)
    desk.review(DAY)
    assert desk.states() == ["open"]


@pytest.mark.parametrize("action", ["disagree", "correct"])
def test_what_an_editor_calls_right_is_not_asked_again(desk, action):
    desk.act(action, note="c'est un texte d'archive")
    desk.says(WRONG, after=DAY)
    desk.review(DAY)
    assert desk.states() == ["disagreed"]


def test_what_is_put_off_wakes_on_its_day(desk):
    desk.act("later")
    desk.review(DAY * 6)
    assert desk.states() == ["later"]
    assert desk.review(DAY * 7) == 1
    assert desk.states() == ["open"]


def test_every_action_is_kept_with_who_and_when(desk, world, builders):
    desk.act("assign", note="Bram")
    desk.act("comment", after=DAY, note="on attend le Moniteur")
    desk.act("disagree", after=DAY, note="archive")
    desk.act("reopen", after=DAY * 2)
    assert [(each.action, each.note, each.made_by, each.made) for each in world.all(models.TaskAction)] == [
        ("assign", "Bram", "anne", builders.noon),
        ("comment", "on attend le Moniteur", "anne", builders.noon + DAY),
        ("disagree", "archive", "anne", builders.noon + DAY),
        ("reopen", "", "anne", builders.noon + DAY * 2),
    ]
    assert (desk.states(), world.all(models.Task)[0].assignee) == (["open"], "Bram")


def test_what_the_machine_did_is_kept_beside_what_people_did(desk, world, builders):
    desk.act("done")
    desk.is_read(DAY)
    desk.review(DAY)
    desk.act("later", after=DAY)
    desk.review(DAY * 9)
    desk.says(RIGHT, after=DAY * 10)
    desk.review(DAY * 10)
    told = [(each.action, each.made_by, each.made - builders.noon) for each in world.all(models.TaskAction)]
    assert told == [
        ("done", "anne", DAY * 0),
        ("reopened", "", DAY),
        ("later", "anne", DAY),
        ("woke", "", DAY * 9),
        ("closed", "", DAY * 10),
    ]


def test_an_editor_who_was_right_is_confirmed(desk, world):
    desk.act("done")
    desk.says(RIGHT, after=DAY)
    desk.review(DAY)
    assert [each.action for each in world.all(models.TaskAction)] == ["done", "confirmed"]


def test_a_sleeping_task_can_be_opened_again(desk):
    desk.act("later")
    desk.act("reopen")
    assert desk.states() == ["open"]


def test_nothing_is_put_off_for_longer_than_a_year(desk, builders):
    with pytest.raises(VeilleError, match="a year at most"):
        desk.act("later", until=builders.noon + DAY * 400)
    desk.act("later", until=builders.noon + DAY * 365)
    assert desk.states() == ["later"]


@pytest.mark.parametrize(("action", "error"), [("dance", VeilleError), ("disagree", VeilleError), ("assign", VeilleError)])
def test_an_action_there_is_not_or_without_its_words_is_refused(desk, action, error):
    with pytest.raises(error):
        desk.act(action)
    assert desk.states() == ["open"]


def test_a_task_there_is_not_is_said(engine, builders):
    with Session(engine) as session, pytest.raises(NotInHistory, match="veille tasks"):
        act(session, 99, "done", "anne", builders.noon)


def linked(sentence, *decisions):
    stated = statements([Provision("p", "", sentence)], "fr")
    return [(link.rule.id, link.score, link.reasons) for link in decided(stated, links(stated, bundled()), decisions, bundled())]


def decision(sentence, rule):
    return Decision(FactType.DATE, frozenset(word for word in sentence.split()), rule)


def test_a_link_that_was_cut_stays_cut_though_the_sentence_is_reworded():
    cut = Decision(FactType.DATE, frozenset({"protect", "tempora", "archive", "communi"}), None)
    assert linked("Communiqué d'archive : la protection temporaire va jusqu'au 4 mars 2024.", cut) == []
    assert len(linked("La protection temporaire et l'accueil des familles en Wallonie vont jusqu'au 4 mars 2024.", cut)) == 1


def test_a_link_that_was_made_by_hand_counts_for_sure():
    made = Decision(FactType.DATE, frozenset({"mesure", "prolong"}), "fin-protection-temporaire")
    assert linked("Cette mesure est prolongée jusqu'au 4 mars 2024.") == []
    assert linked("Cette mesure est prolongée jusqu'au 4 mars 2024.", made) == [("fin-protection-temporaire", 1.0, ("editor",))]
