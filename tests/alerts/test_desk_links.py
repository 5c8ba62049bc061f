"""Links of our own pages to official pages that are gone or have moved."""

from datetime import timedelta

import pytest

from alerts import stages
from core import models
from core.compression import compress
from core.database import transaction
from core.values import Provision
from core.watchlist import Page
from differ.links import Link, links_of

DAY = timedelta(days=1)
OFFICIAL = "https://example.org/dofi.ukraine"
TEXT = Provision("p1", "Ukraine", "Tout est expliqué par l'Office des étrangers.")
HTML = "<html><body><main><h1>Ukraine</h1><p>Tout est expliqué par l'<a href='{}'>Office des étrangers</a>.</p></main></body></html>"


@pytest.fixture
def desk(world, engine, builders):
    """A page of ours with one link, and the official page that it leads to."""
    page = Page(id="cire.ukraine", url="https://cire.example/ukraine", language="fr", topics=["protection-temporaire"])

    class Desk:
        watchlist = builders.watchlist(pages=(page,))

        def links_to(self, address, after=DAY * 0):
            with transaction(engine) as session:
                world.watch(session, page.id, kind="own")
                world.watch(session, "dofi.ukraine")
                row = world.version(session, page.id, builders.noon + after, (TEXT,))
                row.snapshot.body.data = compress(HTML.format(address).encode())
                row.snapshot.headers = {"Content-Type": "text/html; charset=utf-8"}
                row.snapshot.final_url = page.url

        def official_is(self, kind, after=DAY * 0, leads_to=OFFICIAL):
            with transaction(engine) as session:
                session.add(models.Incident(watch_id="dofi.ukraine", kind=kind, reason="", opened=builders.noon + after))
                world.version(session, "dofi.ukraine", builders.noon + after, ()).snapshot.final_url = leads_to

        def tasks(self, after=DAY * 0):
            with transaction(engine) as session:
                stages.review_pages(session, self.watchlist, builders.noon + after)
            return [(each.problem, each.text, each.proposal, each.state) for each in world.all(models.Task)]

    return Desk()


def test_a_link_to_a_page_that_is_gone_becomes_a_task_the_day_after(desk, world):
    desk.links_to(f"{OFFICIAL}#frais")
    assert desk.tasks() == []
    desk.official_is("gone")
    assert desk.tasks(DAY) == [("dead", "Office des étrangers", None, "open")]
    (task,) = world.all(models.Task)
    assert (task.sentence, task.path) == (TEXT.text, "Ukraine")
    assert "n'existe plus (https://example.org/dofi.ukraine)" in task.reason


def test_of_a_page_that_moved_the_new_address_is_proposed(desk):
    desk.links_to(OFFICIAL)
    desk.official_is("moved", leads_to="https://example.org/nouveau")
    assert desk.tasks() == [("dead", "Office des étrangers", "https://example.org/nouveau", "open")]


@pytest.mark.parametrize("kind", ["blocked", "error", "collapsed"])
def test_what_only_cannot_be_read_for_now_is_no_dead_link(desk, kind):
    desk.links_to(OFFICIAL)
    desk.official_is(kind)
    assert desk.tasks() == []


def test_a_mended_link_closes_its_task_though_no_word_of_the_page_changed(desk):
    desk.links_to(OFFICIAL)
    desk.official_is("gone")
    desk.tasks()
    desk.links_to("https://example.org/nouveau", after=DAY)
    assert desk.tasks(DAY) == [("dead", "Office des étrangers", None, "done")]


def test_links_are_read_with_their_words_whatever_the_page_holds():
    page = HTML.format("/a#x") + "<p><a href='javascript:alert(1)'>piège</a> <a href='http://[bad'>x</a> <a href='b.pdf'></a></p>"
    assert links_of(page.encode(), "text/html; charset=utf-8", "https://cire.example/") == [
        Link("Office des étrangers", "https://cire.example/a")
    ]
    assert links_of(b"%PDF-1.4", "application/pdf", "https://cire.example/") == []
