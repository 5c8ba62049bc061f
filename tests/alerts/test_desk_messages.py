"""When editors are told of their Tasks: urgent ones at once, the rest in the morning, reminders further and further apart."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import stages
from alerts.desk.actions import act
from alerts.sending.undone import left_undone
from core import models
from core.database import transaction
from core.values import Provision
from core.watchlist import Page

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MORNING = timedelta(hours=20, minutes=30)
"""From noon in Brussels to half past eight."""
DATED = Provision("p1", "Ukraine", "La protection temporaire est prolongée jusqu'au 4 mars 2024.")
CLOSED = Provision("p2", "Arrivée", "Le Centre d'enregistrement de Bruxelles est fermé.")
OPEN = Provision("p3", "Accueil", "Le Centre d'enregistrement de Bruxelles est rouvert.")


def own_page(name, editor="web@example.org"):
    return Page(id=name, url=f"https://example.org/{name}", language="fr", topics=["protection-temporaire"], editor=editor)


@pytest.fixture
def desk(world, engine, builders, settings):
    """Two pages of one editor, one of another, one of nobody."""

    class Desk:
        watchlist = builders.watchlist(
            pages=(own_page("cire.a"), own_page("cire.b"), own_page("cire.c", "autre@example.org"), own_page("cire.d", ""))
        )

        def says(self, page, *provisions, after=DAY * 0):
            with transaction(engine) as session:
                world.watch(session, page, kind="own")
                world.version(session, page, builders.noon + after, provisions)

        def passes(self, after=DAY * 0):
            """One pass of the stages; the subjects of what it put in the ledger."""
            now, before = builders.noon + after, len(world.all(models.Delivery))
            with transaction(engine) as session:
                stages.review_pages(session, self.watchlist, now)
            with transaction(engine) as session:
                stages.write_tasks(session, self.watchlist, settings, now)
            return [(row.route, row.subject) for row in world.all(models.Delivery)[before:]]

        def act(self, number, action, after=DAY * 0, **given):
            with transaction(engine) as session:
                act(session, number, action, "anne", builders.noon + after, **given)

        def newest(self):
            with Session(engine) as session:
                return session.scalars(select(models.Delivery).order_by(models.Delivery.id.desc())).first()

        def newest_text(self):
            return self.newest().text

    return Desk()


def test_a_wrong_date_is_told_at_once_and_a_wrong_status_in_the_morning(desk):
    desk.says("cire.a", CLOSED, OPEN)
    desk.says("cire.c", DATED)
    assert desk.passes() == [("autre@example.org", "[À corriger] example.org/cire.c : 1 phrase à revoir")]
    assert desk.passes(HOUR) == []
    assert desk.passes(MORNING - HOUR) == []
    assert desk.passes(MORNING) == [("web@example.org", "[À corriger] example.org/cire.a : 1 phrase à revoir")]
    assert desk.passes(MORNING + HOUR) == []


def test_what_waits_until_the_morning_goes_with_what_is_urgent_on_the_same_page(desk):
    desk.says("cire.a", DATED, CLOSED, OPEN)
    assert desk.passes() == [("web@example.org", "[À corriger] example.org/cire.a : 2 phrases à revoir")]
    assert desk.passes(MORNING) == []


def test_the_message_of_the_morning_is_one_for_all_pages_of_an_editor(desk):
    for page in ("cire.a", "cire.b", "cire.c"):
        desk.says(page, CLOSED, OPEN)
    desk.passes()
    assert desk.passes(MORNING) == [
        ("web@example.org", "[À corriger] example.org/cire.a et 1 autre page : 2 phrases à revoir"),
        ("autre@example.org", "[À corriger] example.org/cire.c : 1 phrase à revoir"),
    ]


def test_the_message_says_why_where_no_change_does(desk):
    desk.says("cire.a", DATED)
    desk.passes()
    text = " ".join(desk.newest_text().split())
    assert "Problème : Fin de la protection temporaire (Ukraine) : 4 mars 2027 depuis le 15 juillet 2025" in text
    assert "Proposition : La protection temporaire est prolongée jusqu'au 4 mars 2027." in text
    assert "https://veille.example.org/desk/1" in text


def test_the_message_names_the_page_by_its_title_and_links_the_official_act(desk, world, engine):
    desk.says("cire.a", DATED)
    with transaction(engine) as session:
        session.scalars(select(models.Version)).one().title = "  La protection\ntemporaire – Ciré "
    assert desk.passes() == [("web@example.org", "[À corriger] La protection temporaire – Ciré : 1 phrase à revoir")]
    text = desk.newest_text()
    assert "Votre page : La protection temporaire – Ciré\nhttps://example.org/cire.a" in text
    assert "Source officielle : décision 2025/1460\nhttps://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32025D1460" in text
    assert all("cire.a" not in part for part in (desk.newest().subject, text.replace("https://example.org/cire.a", "")))


def test_who_called_a_page_corrected_that_is_not_is_told_so(desk, engine, builders):
    said = "Vous aviez dit la page corrigée"
    desk.says("cire.a", DATED)
    desk.passes()
    assert said not in desk.newest_text()
    desk.act(1, "done")
    with transaction(engine) as session:
        session.get_one(models.Watch, "cire.a").last_read = builders.noon + DAY
    assert len(desk.passes(DAY)) == 1
    assert said in desk.newest_text()
    assert said in BeautifulSoup(desk.newest().html, "lxml").get_text()


def test_the_link_to_answer_says_what_it_does(desk):
    desk.says("cire.a", CLOSED, OPEN)
    desk.passes()
    desk.passes(MORNING)
    links = {each["href"]: each.get_text() for each in BeautifulSoup(desk.newest().html, "lxml").select("a[href*='/desk/']")}
    assert links["https://veille.example.org/desk/1?lang=fr"] == "Répondre pour la phrase 1 : fait, pas d'accord, plus tard"


def test_reminders_come_after_3_7_and_21_days_then_every_month(desk):
    desk.says("cire.a", DATED)
    desk.says("cire.b", DATED)
    desk.passes()
    told = [day for day in range(1, 62) if desk.passes(MORNING + DAY * (day - 1))]
    assert told == [3, 10, 31, 61]
    assert desk.passes(MORNING + DAY * 120) == [("web@example.org", "[Rappel] example.org/cire.a et 1 autre page : 2 phrases à revoir")]


@pytest.mark.parametrize("action", ["done", "disagree", "later"])
def test_nobody_is_reminded_of_what_was_answered(desk, action):
    desk.says("cire.a", DATED)
    desk.passes()
    desk.act(1, action, note="archive", **({"until": None} if action == "later" else {}))
    assert desk.passes(MORNING + DAY * 2) == []


def test_a_page_without_an_editor_holds_nothing_up(desk, engine, builders):
    desk.says("cire.d", DATED, CLOSED, OPEN)
    assert desk.passes() == desk.passes(MORNING + DAY * 10) == []
    with Session(engine) as session:
        assert left_undone(session, builders.noon + DAY * 30) == []


def test_what_was_put_right_before_anybody_was_told_is_not_left_undone(desk, engine, builders):
    desk.says("cire.a", CLOSED, OPEN)
    desk.passes()
    desk.says("cire.a", OPEN, after=HOUR)
    assert desk.passes(HOUR) == desk.passes(MORNING) == []
    with Session(engine) as session:
        assert left_undone(session, builders.noon + DAY * 3) == []


def test_who_disagrees_is_not_asked_about_the_reworded_sentence_until_reopening(desk, world):
    desk.says("cire.a", DATED)
    desk.passes()
    desk.act(1, "disagree", note="c'est une archive")
    reworded = Provision("p1", "Ukraine", "La protection temporaire est donc prolongée jusqu'au 4 mars 2025.")
    desk.says("cire.a", reworded, after=DAY)
    assert [task.rule for task in world.all(models.Task)] == ["fin-protection-temporaire"]
    desk.passes(DAY)
    assert "superseded" not in [task.problem for task in world.all(models.Task)[1:]]
    desk.act(1, "reopen", after=DAY)
    assert desk.passes(DAY + HOUR) == [("web@example.org", "[À corriger] example.org/cire.a : 1 phrase à revoir")]
    assert [task.problem for task in world.all(models.Task) if task.state == "open"] == ["superseded"]
