"""Our own sites: the pages that their sitemaps and feeds name are followed, those that leave are noted, and too many are refused."""

import gzip
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import models
from core.database import reading
from core.watchlist import Site
from tests.pipeline.conftest import NOW, Publisher, page

SITE = "https://asso.example"
WATCHLIST = """
topics:
  asile: {fr: Asile, nl: Asiel, en: Asylum}
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  own: {name: Asso, delay: 0s}
pages:
  - {id: asso.main, url: "https://asso.example/asile/main", language: fr, topics: [asile]}
  - id: asso
    LIST
    language: fr
    languages: {/nl/: nl}
    topics: {/asile/: asile, /asile/frais/: [asile, frais], /nl/asiel/: asile}
    most: 6
    editor: web@asso.example
"""
XML = {"Content-Type": "application/xml; charset=utf-8"}
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 13)]


def sitemap(*paths, root="urlset", each="url"):
    named = "".join(f"<{each}><loc>{path if ':' in path else SITE + path}</loc></{each}>" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</{root}>'


def feed(*paths):
    items = "".join(f"<item><title>Nouvelle {path}</title><link>{SITE}{path}</link><guid>{path}</guid></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Asso</title>{items}</channel></rss>'


@pytest.fixture
def site(tmp_path):
    """A site of ours with a sitemap."""
    return Publisher(tmp_path, watchlist=WATCHLIST.replace("LIST", f"sitemap: {SITE}/sitemap.xml")).answers(
        page(*RULES), at=f"{SITE}/asile/main"
    )


def names(publisher, *paths, after=timedelta(days=1), **given):
    publisher.answers(sitemap(*paths, **given), at=f"{SITE}/sitemap.xml", headers=XML, after=after)
    return publisher


def has(publisher, *paths, after=NOW):
    for path in paths:
        publisher.answers(page(path, *RULES), at=SITE + path, after=after)
    return publisher


def found(deployment):
    with reading(deployment.engine) as session:
        rows = session.scalars(select(models.Watch).where(models.Watch.site.is_not(None)).order_by(models.Watch.id))
        return {row.id: row for row in rows if not row.is_sitemap}


def incidents(deployment):
    with reading(deployment.engine) as session:
        return [
            (row.watch_id, row.kind, row.closed is not None)
            for row in session.scalars(select(models.Incident).order_by(models.Incident.id))
        ]


def test_the_pages_under_the_paths_are_followed_in_the_same_pass_with_the_topics_and_language_of_their_path(site):
    others = ("/cuisine/", "/asile/main", "https://elsewhere.example/asile/y")
    names(site, "/asile/procédure", "/asile/frais/2026", "/nl/asiel/x", "/asile/a-b", "/asile/a/b", *others, after=NOW)
    pages = found(has(site, "/asile/proc%C3%A9dure", "/asile/frais/2026").play())
    assert {name: (row.kind, row.language, row.topics) for name, row in pages.items() if "asile-a" not in name} == {
        "asso.asile-procedure": ("own", "fr", ["asile"]),
        "asso.asile-frais-2026": ("own", "fr", ["asile", "frais"]),
        "asso.nl-asiel-x": ("own", "nl", ["asile"]),
    }
    assert pages["asso.asile-frais-2026"].last_read
    assert pages["asso.asile-frais-2026"].source_name == "Asso"
    # Two paths of the same words are two pages.
    first, second = (name for name in pages if "asile-a" in name)
    assert second.startswith(f"{first}-")


def test_a_page_that_leaves_the_sitemap_is_noted_and_still_read_until_it_comes_back(site):
    has(names(site, "/asile/a", "/asile/b", "/asile/c", after=NOW), "/asile/a", "/asile/b", "/asile/c")
    left = names(site, "/asile/a").rows[-1].instant
    pages = found(has(names(site, "/asile/a", "/asile/c"), "/asile/b").play())
    assert {name: row.left for name, row in pages.items()} == {"asso.asile-a": None, "asso.asile-b": left, "asso.asile-c": None}
    assert pages["asso.asile-b"].active
    assert pages["asso.asile-b"].last_read == site.rows[-1].instant


def test_a_sitemap_that_cannot_be_read_or_names_too_many_is_an_incident_and_no_page_is_lost(site):
    has(names(site, "/asile/a", after=NOW), "/asile/a")
    site.answers(sitemap("/asile/b")[:-9], at=f"{SITE}/sitemap.xml", headers=XML)
    site.answers("<html><body><p>Maintenance</p></body></html>", at=f"{SITE}/sitemap.xml")
    site.answers(sitemap(), at=f"{SITE}/sitemap.xml", headers=XML)
    deployment = names(site, *(f"/asile/{number}" for number in range(7))).play()
    (row,) = found(deployment).values()
    assert (row.id, row.left, row.active) == ("asso.asile-a", None, True)
    with reading(deployment.engine) as session:
        told = session.scalars(select(models.Poll).where(models.Poll.watch_id == "asso").order_by(models.Poll.id)).all()
    assert [poll.outcome for poll in told] == ["first", *["incident"] * 4]
    assert [poll.incident_kind for poll in told][1] == "unreadable"
    assert "7 pages" in told[-1].reason
    assert "`most`" in told[-1].reason


def test_sitemaps_packed_with_gzip_are_read(site):
    index = sitemap("/pages.xml.gz", root="sitemapindex", each="sitemap")
    for path, content in (("/sitemap.xml", index), ("/pages.xml.gz", sitemap("/asile/a"))):
        site.answers(gzip.compress(content.encode()), at=SITE + path, headers={"Content-Type": "application/x-gzip"}, after=NOW)
    assert list(found(has(site, "/asile/a").play())) == ["asso.asile-a"]


def test_a_sitemap_of_sitemaps_is_followed_and_robots_are_obeyed_as_for_other_pages(site):
    names(site, "/pages.xml", "https://elsewhere.example/pages.xml", root="sitemapindex", each="sitemap", after=NOW)
    site.answers(sitemap("/asile/a", "/asile/b"), at=f"{SITE}/pages.xml", headers=XML, after=NOW)
    site.answers("User-agent: *\nDisallow: /asile/b", at=f"{SITE}/robots.txt", headers={"Content-Type": "text/plain"}, after=NOW)
    deployment = has(site, "/asile/a").play()
    assert {name: row.last_read is not None for name, row in found(deployment).items()} == {"asso.asile-a": True, "asso.asile-b": False}
    assert incidents(deployment) == [("asso.asile-b", "robots", False)]


def test_a_page_of_a_feed_stays_when_it_scrolled_off(tmp_path):
    site = Publisher(tmp_path, watchlist=WATCHLIST.replace("LIST", f"feed: {SITE}/feed")).answers(page(*RULES), at=f"{SITE}/asile/main")
    site.answers(feed("/asile/a", "/cuisine/b"), at=f"{SITE}/feed", headers=XML)
    has(site, "/asile/a")
    deployment = site.answers(feed("/asile/c", "/cuisine/d"), at=f"{SITE}/feed", headers=XML).play()
    assert {name: row.left for name, row in found(deployment).items()} == {"asso.asile-a": None, "asso.asile-c": None}


def test_a_page_whose_path_is_no_longer_wanted_is_followed_no_more():
    entry = Site(id="asso", sitemap=f"{SITE}/sitemap.xml", language="fr", topics={"/asile/": "asile"})
    assert entry.page("asso.a", f"{SITE}/asile/a").topics == ["asile"]
    assert entry.page("asso.b", f"{SITE}/cuisine/b") is None
