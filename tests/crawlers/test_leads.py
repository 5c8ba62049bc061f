"""The pages that the answers of a listing lead to: asked for after it, politely, and never at its cost."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.values import Fetch, Poll
from crawlers.crawl import Assignment

HTML = {"content_type": "text/html; charset=utf-8"}
LIST = "/fr/actualites"
Leading = Callable[..., Poll]


@pytest.fixture
def led(publisher: Any, assignment: Any, poll_all: Any) -> Leading:
    """Polls a listing whose answers, and the pages these lead to, lead to the addresses given by path."""

    def poll(leads: Mapping[str, Sequence[str]], *addresses: str, spider: str = "listing", delay: int = 0, **source: str) -> Poll:
        def leads_to(fetch: Fetch) -> Sequence[str]:
            return leads.get(fetch.url.removeprefix(publisher.url("")), ())

        asked = addresses or (publisher.serve(LIST, b"<main><p>liste</p></main>", **HTML),)
        watch: Assignment = assignment(*asked, spider=spider, kind="listing", **source)
        manners = watch.source.model_copy(update={"delay": timedelta(seconds=delay)})
        (poll,) = poll_all(replace(watch, source=manners, leads_to=leads_to)).values()
        return poll

    return poll


def page(publisher: Any, path: str) -> str:
    return publisher.serve(path, f"<main><p>{path}</p></main>".encode(), **HTML)


def led_to(poll: Poll, publisher: Any) -> list[tuple[str, str]]:
    """The path of each answer and that of the answer which led to it."""
    return [(fetch.url.removeprefix(publisher.url("")), fetch.parent.removeprefix(publisher.url(""))) for fetch in poll.fetches]


def test_the_pages_come_after_the_listing_and_each_documents_after_its_page(publisher: Any, led: Leading) -> None:
    one, other, document = (page(publisher, path) for path in ("/fr/un", "/fr/autre", "/un.pdf"))
    poll = led({LIST: [one, other], "/fr/un": [document], "/un.pdf": [page(publisher, "/plus-loin")]})
    assert led_to(poll, publisher) == [(LIST, ""), ("/fr/un", LIST), ("/un.pdf", "/fr/un"), ("/fr/autre", LIST)]
    assert (poll.doubt, poll.status) == (None, 200)


@pytest.mark.parametrize("status", [404, 403, 500, 202])
def test_a_page_that_fails_is_left_out(publisher: Any, led: Leading, status: int) -> None:
    failing, good = publisher.serve("/fr/un", b"", status=status), page(publisher, "/fr/autre")
    poll = led({LIST: [failing, good]})
    assert led_to(poll, publisher) == [(LIST, ""), ("/fr/autre", LIST)]
    assert (poll.doubt, poll.status) == (None, 200)


def test_what_robots_refuses_is_left_out(publisher: Any, led: Leading) -> None:
    publisher.robots("User-agent: *\nDisallow: /eli/\n")
    poll = led({LIST: [page(publisher, "/eli/loi"), page(publisher, "/fr/autre")]})
    assert led_to(poll, publisher) == [(LIST, ""), ("/fr/autre", LIST)]
    assert "/eli/loi" not in publisher.paths


@pytest.mark.parametrize(
    "lead", ["file:///etc/hostname", "ftp://127.0.0.1/un", "http://[", "{other}/fr/un", "http://127.0.0.2:1\\@127.0.0.1/un"]
)
def test_only_the_same_host_of_the_web_is_asked(publisher: Any, other_publisher: Any, led: Leading, lead: str) -> None:
    page(other_publisher, "/fr/un")
    assert led_to(led({LIST: [lead.format(other=other_publisher.url(""))]}), publisher) == [(LIST, "")]
    assert other_publisher.asked == []


@pytest.mark.parametrize("location", ["/", "/fr", "{other}/fr/un"])
def test_a_redirect_up_the_site_or_away_from_it_says_that_there_is_no_page(
    publisher: Any, other_publisher: Any, led: Leading, location: str
) -> None:
    for path in ("/", "/fr"):
        page(publisher, path)
    target = location.format(other=page(other_publisher, "/fr/un").removesuffix("/fr/un"))
    assert led_to(led({LIST: [publisher.serve("/fr/un", status=302, location=target)]}), publisher) == [(LIST, "")]


def test_a_redirect_to_another_slug_is_followed(publisher: Any, led: Leading) -> None:
    page(publisher, "/fr/nouveau")
    poll = led({LIST: [publisher.serve("/fr/un", status=301, location="/fr/nouveau")]})
    assert led_to(poll, publisher) == [(LIST, ""), ("/fr/un", LIST)]


def test_twenty_pages_and_three_documents_each_are_the_most(publisher: Any, led: Leading) -> None:
    pages = [page(publisher, f"/fr/{number}") for number in range(25)]
    documents = [page(publisher, f"/{number}.pdf") for number in range(5)]
    poll = led({LIST: pages, "/fr/0": documents})
    assert [path for path, parent in led_to(poll, publisher) if parent == LIST] == [f"/fr/{number}" for number in range(20)]
    assert [path for path, parent in led_to(poll, publisher) if parent == "/fr/0"] == ["/0.pdf", "/1.pdf", "/2.pdf"]


def test_the_first_leads_of_every_page_of_the_listing_come_before_its_second_ones(publisher: Any, led: Leading) -> None:
    one, two = page(publisher, "/jour/1"), page(publisher, "/jour/2")
    leads = {f"/jour/{day}": [page(publisher, f"/acte/{day}{number}") for number in range(2)] for day in (1, 2)}
    poll = led(leads, one, two)
    assert [path for path, parent in led_to(poll, publisher) if parent] == ["/acte/10", "/acte/20", "/acte/11", "/acte/21"]


def test_a_defect_in_telling_the_leads_costs_the_listing_nothing(
    publisher: Any, assignment: Any, poll_all: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Fetch) -> Sequence[str]:
        raise KeyError("defect")

    watch = assignment(page(publisher, LIST), spider="listing", kind="listing")
    (poll,) = poll_all(replace(watch, leads_to=fail)).values()
    assert led_to(poll, publisher) == [(LIST, "")]
    assert "leads to cannot be told" in caplog.text


def test_a_listing_that_moved_is_not_followed_further(publisher: Any, led: Leading) -> None:
    page(publisher, "/fr/ailleurs")
    moved = publisher.serve(LIST, status=301, location="/fr/ailleurs")
    poll = led({LIST: [page(publisher, "/fr/un")]}, moved)
    assert poll.doubt is not None
    assert publisher.paths == [LIST, "/fr/ailleurs"]


def test_the_delay_lies_between_the_pages_too(publisher: Any, led: Leading) -> None:
    led({LIST: [page(publisher, "/fr/un"), page(publisher, "/fr/autre")]}, delay=1)
    assert all(later.at - earlier.at > 0.9 for earlier, later in pairwise(publisher.asked))
    assert len(publisher.paths) == 3


def test_an_act_is_negotiated_as_a_document_although_its_listing_is_json(publisher: Any, led: Leading) -> None:
    sparql = publisher.serve("/webapi/rdf/sparql", b"{}", content_type="application/sparql-results+json")
    act = page(publisher, "/resource/celex/32024D1836")
    led({"/webapi/rdf/sparql": [act]}, sparql, spider="eurlex")
    accepted = {asked.path: asked.headers["accept"] for asked in publisher.asked if asked.path != "/robots.txt"}
    assert "sparql-results" in accepted["/webapi/rdf/sparql"]
    assert "xhtml" in accepted["/resource/celex/32024D1836"]


def test_a_day_that_is_gone_is_left_out_where_another_answers(publisher: Any, led: Leading) -> None:
    first, gone, third = page(publisher, "/jour/1"), publisher.url("/jour/2"), page(publisher, "/jour/3")
    poll = led({}, first, gone, third)
    assert (poll.doubt, [path for path, _ in led_to(poll, publisher)]) == (None, ["/jour/1", "/jour/3"])


def test_days_that_are_all_gone_are_a_doubt(publisher: Any, led: Leading) -> None:
    poll = led({}, publisher.url("/jour/1"), publisher.url("/jour/2"))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status) == ("gone", 404)


def test_a_day_that_fails_otherwise_is_the_doubt_of_all(publisher: Any, led: Leading) -> None:
    poll = led({}, page(publisher, "/jour/1"), publisher.serve("/jour/2", b"", status=403))
    assert poll.doubt is not None
    assert poll.doubt.kind == "blocked"


def test_a_pager_that_counts_from_zero_shows_its_first_page_once(publisher: Any, led: Leading) -> None:
    def pager(path: str, following: str) -> str:
        body = f'<ul><li class="pager__item--next"><a href="{following}">›</a></li></ul>'
        return publisher.serve(path, body.encode(), **HTML)

    first = pager(LIST, "?page=1")
    pager(f"{LIST}?page=1", "?page=0")
    assert led_to(led({}, first), publisher) == [(LIST, ""), (f"{LIST}?page=1", "")]


def test_it_is_said_where_a_listing_goes_on_further_than_it_is_read(publisher: Any, led: Leading, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(12):
        body = f'<ul class="pager"><li class="pager-next"><a href="?page={number + 1}">›</a></li></ul>'
        publisher.serve(f"{LIST}?page={number}" if number else LIST, body.encode(), **HTML)
    with caplog.at_level(logging.WARNING):
        poll = led({}, publisher.url(LIST))
    assert len(poll.fetches) == 10
    assert "goes on after 10 pages" in caplog.text
