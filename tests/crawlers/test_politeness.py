"""What publishers see of us, read in the logs of their own servers: the manners that DESIGN §8 promises.

Every instant is the server's (its monotonic clock, when the request had arrived).
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.values import Poll
from crawlers.crawl import Assignment

PAGE = b"<main><p>page</p></main>"
HTML = {"content_type": "text/html"}
MARGIN = 0.05
"""Seconds by which a request may arrive earlier after another than it was sent."""


def delayed(assignment: Assignment, seconds: float) -> Assignment:
    return replace(assignment, source=assignment.source.model_copy(update={"delay": timedelta(seconds=seconds)}))


def pauses(publisher: Any) -> list[float]:
    """Seconds between the arrivals of two requests, robots.txt among them."""
    return [later.at - earlier.at for earlier, later in pairwise(publisher.asked)]


def at_once(publisher: Any, paths: Iterable[str]) -> list[int]:
    """How many requests the server had in hand whenever one arrived; each takes it a moment."""
    running, seen, counting = [0], [], threading.Lock()

    def answer() -> None:
        with counting:
            running[0] += 1
            seen.append(running[0])
        time.sleep(0.03)
        with counting:
            running[0] -= 1

    for path in paths:
        publisher.wait_before(path, answer)
    return seen


@pytest.fixture
def pages(publisher: Any, assignment: Any) -> Callable[..., list[Assignment]]:
    """Watches of as many pages as named, each served by the publisher."""

    def make(*paths: str, delay: float = 0, **how: str) -> list[Assignment]:
        return [delayed(assignment(publisher.serve(path, PAGE, **HTML), **how), delay) for path in paths]

    return make


def test_every_request_says_who_asks_and_how_to_reach_them(publisher: Any, assignment: Any, poll_all: Any) -> None:
    publisher.serve("/new", PAGE)
    publisher.serve("/news", b'<a rel="next" href="/news2">next</a>', **HTML)
    publisher.serve("/news2", PAGE, **HTML)
    poll_all(
        assignment(publisher.serve("/moved", status=302, location="/new")),
        assignment(publisher.serve("/fault", status=500)),
        assignment(publisher.url("/news"), spider="listing", kind="listing"),
    )
    assert sorted(publisher.paths) == ["/fault", "/fault", "/moved", "/new", "/news", "/news2"]
    assert len(publisher.asked) == 6 + 2  # robots.txt, once by each of the two crawls
    assert {asked.headers["user-agent"] for asked in publisher.asked} == {"Veille/1.0 (+https://example.org/veille)"}
    assert not any("cookie" in asked.headers for asked in publisher.asked)


def test_robots_txt_comes_first_and_once_for_a_host_and_crawl(publisher: Any, other_publisher: Any, pages: Any, poll_all: Any) -> None:
    elsewhere = [
        replace(each, addresses=(other_publisher.serve(f"/{name}", PAGE),)) for name, each in zip("xy", pages("/x", "/y"), strict=True)
    ]
    poll_all(*pages("/a", "/b", "/c", "/d"), *elsewhere)
    for host in (publisher, other_publisher):
        assert [asked.path for asked in host.asked].index("/robots.txt") == 0
        assert [asked.path for asked in host.asked].count("/robots.txt") == 1


def test_requests_queued_while_robots_txt_loads_are_all_judged_by_it(publisher: Any, pages: Any, poll_all: Any) -> None:
    """Scrapy 2.19 alone fetches the third and fourth of the private pages here."""
    publisher.robots("User-agent: *\nDisallow: /private/\n")
    publisher.wait_before("/robots.txt", lambda: time.sleep(0.2))
    private = [f"/private/{name}" for name in "abcd"]
    polls: dict[str, Poll] = poll_all(*pages("/open", *private, "/also-open"))
    assert sorted(publisher.paths) == ["/also-open", "/open"]
    assert sorted(watch for watch, poll in polls.items() if poll.doubt and poll.doubt.kind == "robots") == [
        f"private.{name}" for name in "abcd"
    ]


def test_where_a_redirect_leads_robots_txt_counts_too(publisher: Any, assignment: Any, poll_all: Any) -> None:
    publisher.robots("User-agent: *\nDisallow: /private/\n")
    poll_all(assignment(publisher.serve("/page", status=302, location="/private/page")))
    assert publisher.paths == ["/page"]


def test_the_delay_lies_between_all_requests_whatever_they_are_for(publisher: Any, assignment: Any, poll_all: Any) -> None:
    """robots.txt, a page, a redirect and its target, a fault and its repetition, the pages of a listing."""
    publisher.serve("/new", PAGE)
    publisher.serve("/news", b'<a rel="next" href="/news2">next</a>', **HTML)
    publisher.serve("/news2", PAGE, **HTML)
    watches = [
        assignment(publisher.serve("/moved", status=303, location="/new"), spider="listing"),
        assignment(publisher.serve("/fault", status=500), spider="listing"),
        assignment(publisher.url("/news"), spider="listing", kind="listing"),
    ]
    poll_all(*(delayed(each, 0.3) for each in watches))
    assert len(publisher.asked) == 7
    assert min(pauses(publisher)) > 0.3 - MARGIN


def test_a_delay_is_honoured_as_the_watchlist_writes_it(publisher: Any, poll_one: Any) -> None:
    poll_one(publisher.serve("/a", PAGE), delay="1s")
    assert min(pauses(publisher)) > 1 - MARGIN


def test_without_a_delay_nothing_is_waited_for(publisher: Any, pages: Any, poll_all: Any) -> None:
    """So that the pauses measured here are meant."""
    poll_all(*pages("/a", "/b", "/c"))
    assert max(pauses(publisher)) < 0.3


def test_a_longer_crawl_delay_counts_instead(publisher: Any, pages: Any, poll_all: Any) -> None:
    publisher.robots("User-agent: *\nCrawl-delay: 0.5\n")
    poll_all(*pages("/a", "/b", "/c", delay=0.1))
    assert len(publisher.asked) == 4
    assert min(pauses(publisher)) > 0.5 - MARGIN


def test_a_shorter_crawl_delay_does_not(publisher: Any, pages: Any, poll_all: Any) -> None:
    publisher.robots("User-agent: *\nCrawl-delay: 0.1\n")
    poll_all(*pages("/a", "/b", delay=0.4))
    assert min(pauses(publisher)) > 0.4 - MARGIN


def test_with_a_delay_a_host_has_one_request_at_a_time_however_slow_it_is(publisher: Any, pages: Any, poll_all: Any) -> None:
    seen = at_once(publisher, ["/a", "/b", "/c", "/d"])
    poll_all(*pages("/a", "/b", "/c", "/d", delay=0.01))
    assert seen == [1, 1, 1, 1]


def test_crawls_of_one_host_follow_one_another(publisher: Any, pages: Any, poll_all: Any) -> None:
    spiders = ("page", "dofi", "cgra")
    poll_all(*(each for spider in spiders for each in pages(*(f"/{spider}/{number}" for number in range(3)), spider=spider)))
    asked = [path.split("/")[1] for path in publisher.paths]
    assert len(asked) == 9
    assert sum(one != following for one, following in pairwise(asked)) == len(spiders) - 1


@pytest.mark.parametrize("by", ["the delay of the Source", "Crawl-delay"])
def test_the_delay_lies_between_two_crawls_of_one_host_too(publisher: Any, pages: Any, poll_all: Any, by: str) -> None:
    if by == "Crawl-delay":
        publisher.robots("User-agent: *\nCrawl-delay: 0.4\n")
    delay = 0 if by == "Crawl-delay" else 0.4
    poll_all(*pages("/a", delay=delay), *pages("/b", delay=delay, spider="dofi"), *pages("/c", delay=delay, spider="cgra"))
    assert [asked.path for asked in publisher.asked].count("/robots.txt") == 3
    assert min(pauses(publisher)) > 0.4 - MARGIN


def test_the_delay_lies_between_two_polls_as_well(publisher: Any, pages: Any, poll_all: Any) -> None:
    for _ in range(2):
        poll_all(*pages("/a", delay=0.4))
    assert len(publisher.asked) == 4
    assert min(pauses(publisher)) > 0.4 - MARGIN


def test_a_host_does_not_wait_for_the_rest_of_another(third_publisher: Any, other_publisher: Any, assignment: Any, poll_all: Any) -> None:
    poll_all(delayed(assignment(third_publisher.serve("/a", PAGE)), 1.5))
    poll_all(assignment(other_publisher.serve("/b", PAGE)))
    assert other_publisher.asked[0].at - third_publisher.asked[-1].at < 1.5


@pytest.mark.parametrize(
    ("given", "value", "asked_with"),
    [("etag", 'W/"7"', "If-None-Match"), ("last-modified", "Tue, 29 Jul 2025 06:00:00 GMT", "If-Modified-Since")],
)
def test_what_we_hold_is_not_sent_again(publisher: Any, poll_one: Any, given: str, value: str, asked_with: str) -> None:
    url = publisher.serve("/page", PAGE, **{given: value})
    first: Poll = poll_one(url)
    second: Poll = poll_one(url, validators={url: {asked_with: first.fetches[0].headers[given]}})
    assert [asked.headers.get(asked_with.lower()) for asked in publisher.asked if asked.path == "/page"] == [None, value]
    assert [fetch.status for poll in (first, second) for fetch in poll.fetches] == [200, 304]


def test_a_host_that_says_too_many_requests_is_left_in_peace(publisher: Any, pages: Any, poll_all: Any) -> None:
    """The requests that waited in the queue behind it are not sent either."""
    watches = pages("/a", "/b", "/c", "/d", delay=0.1)
    publisher.serve("/b", b"slow down", status=429, retry_after="3600")
    polls: dict[str, Poll] = poll_all(*watches)
    assert publisher.paths == ["/a", "/b"]
    assert {watch: poll.doubt and (poll.doubt.kind, poll.status) for watch, poll in polls.items()} == {
        "a": None,
        **dict.fromkeys("bcd", ("blocked", 429)),
    }
    assert any("127.0.0.1 asked us to wait (HTTP 429)" in poll.doubt.reason for poll in polls.values() if poll.doubt)


def test_a_host_that_names_a_time_to_come_back_is_not_asked_again_at_once(publisher: Any, pages: Any, poll_all: Any) -> None:
    watches = pages("/a", "/b", delay=0.1)
    publisher.serve("/a", b"maintenance", status=503, retry_after="600")
    polls: dict[str, Poll] = poll_all(*watches)
    assert publisher.paths == ["/a"]
    assert {poll.status for poll in polls.values()} == {503}


def test_a_host_asked_us_to_wait_and_others_are_asked(publisher: Any, other_publisher: Any, assignment: Any, poll_all: Any) -> None:
    polls: dict[str, Poll] = poll_all(
        assignment(publisher.serve("/a", status=429)),
        assignment(other_publisher.serve("/b", PAGE)),
        assignment(other_publisher.serve("/c", PAGE)),
    )
    assert {watch for watch, poll in polls.items() if poll.doubt} == {"a"}


def test_the_next_poll_asks_again(publisher: Any, pages: Any, poll_all: Any) -> None:
    watches = pages("/a", "/b")
    publisher.serve("/a", status=429)
    poll_all(*watches[:1])
    publisher.serve("/a", PAGE)
    assert all(poll.doubt is None for poll in poll_all(*watches).values())
