import asyncio
import gzip
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.values import Fetch, Poll
from crawlers import reactor
from crawlers.crawl import Assignment, crawl
from crawlers.manners import MANNERS
from crawlers.spiders import SPIDERS
from crawlers.spiders.dofi import DofiSpider

PAGE = "<main><p>La redevance est de 180 €.</p></main>".encode()


@pytest.fixture(autouse=True)
def moments_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends a crawl early must be seen before the small crawls of these tests are over."""
    monkeypatch.setattr("crawlers.crawl.MOMENT", 0.01)


def crawl_here(watches: list[Assignment], receive: Callable[[Sequence[Poll]], None]) -> Coroutine[Any, Any, None]:
    return crawl(watches, user_agent="Veille/1.0", now=lambda: datetime.now(UTC), receive=receive, allow_private_hosts=True)


def test_a_page_gives_its_bytes_its_headers_and_its_instant(publisher: Any, poll_one: Any) -> None:
    before = datetime.now(UTC)
    url = publisher.serve("/page", PAGE, content_type="text/html; charset=utf-8", etag='"a1"')
    poll: Poll = poll_one(url)
    (fetch,) = poll.fetches
    assert (poll.doubt, poll.status) == (None, 200)
    assert (fetch.url, fetch.final_url, fetch.redirects, fetch.status, fetch.body) == (url, url, (), 200, PAGE)
    assert fetch.headers["content-type"] == "text/html; charset=utf-8"
    assert fetch.headers["etag"] == '"a1"'
    assert before <= fetch.instant <= poll.instant <= datetime.now(UTC)


def test_it_says_who_asks_and_in_which_language(publisher: Any, poll_one: Any) -> None:
    poll_one(publisher.serve("/page", PAGE))
    for asked in publisher.asked:
        assert asked.headers["user-agent"] == "Veille/1.0 (+https://example.org/veille)"
    assert publisher.asked[-1].headers["accept-language"] == "fr"
    assert "cookie" not in publisher.asked[-1].headers


def test_every_address_of_a_watch_is_in_one_poll_in_order(publisher: Any, poll_one: Any) -> None:
    urls = [publisher.serve(f"/day/{day}", str(day).encode()) for day in range(5)]
    assert [fetch.url for fetch in poll_one(*urls).fetches] == urls


@pytest.mark.parametrize(
    ("validator", "value", "condition"),
    [("etag", 'W/"7"', "If-None-Match"), ("last_modified", "Tue, 29 Jul 2025 06:00:00 GMT", "If-Modified-Since")],
)
def test_an_unchanged_page_is_a_304_without_a_body(publisher: Any, poll_one: Any, validator: str, value: str, condition: str) -> None:
    url = publisher.serve("/page", PAGE, **{validator: value})
    poll: Poll = poll_one(url, validators={url: {condition: value}})
    assert poll.doubt is None
    assert [(fetch.status, fetch.body) for fetch in poll.fetches] == [(304, None)]


def test_a_changed_page_comes_whole_although_validators_were_sent(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve("/page", PAGE, etag='"new"')
    assert poll_one(url, validators={url: {"If-None-Match": '"old"'}}).fetches[0].body == PAGE


def test_a_304_to_a_request_without_validators_is_an_error(publisher: Any, poll_one: Any) -> None:
    poll: Poll = poll_one(publisher.serve("/page", status=304))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status, poll.fetches) == ("error", 304, ())


@pytest.mark.parametrize(
    ("status", "headers", "kind", "times"),
    [
        (404, {}, "gone", 1),
        (410, {}, "gone", 1),
        (403, {}, "blocked", 1),
        (429, {}, "blocked", 1),
        (202, {"x_amzn_waf_action": "challenge"}, "blocked", 1),
        (500, {}, "error", 2),
        (503, {}, "error", 2),
    ],
)
def test_what_is_no_page_stops_the_poll(  # noqa: PLR0917
    publisher: Any, poll_one: Any, status: int, headers: dict[str, str], kind: str, times: int
) -> None:
    poll: Poll = poll_one(publisher.serve("/page", b"sorry", status=status, **headers))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status, poll.fetches) == (kind, status, ())
    assert publisher.paths == ["/page"] * times


def test_a_passing_fault_is_asked_again_once(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve("/page", b"", status=503)
    publisher.wait_before("/page", lambda: publisher.serve("/page", PAGE) if len(publisher.paths) == 2 else None)
    assert poll_one(url).fetches[0].body == PAGE


def test_a_silent_host_is_a_timeout(publisher: Any, poll_one: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MANNERS, "DOWNLOAD_TIMEOUT", 0.2)
    publisher.wait_before("/page", lambda: time.sleep(1))
    poll: Poll = poll_one(publisher.serve("/page", PAGE))
    assert poll.doubt is not None
    assert poll.doubt.kind == "error"
    assert "127.0.0.1 did not answer" in poll.doubt.reason


@pytest.mark.parametrize(
    ("body", "headers"), [(b"x" * 5000, {}), (gzip.compress(b"x" * 5000, mtime=0), {"content_encoding": "gzip"})], ids=["plain", "packed"]
)
def test_a_page_too_large_is_not_taken_packed_or_not(
    publisher: Any, poll_one: Any, monkeypatch: pytest.MonkeyPatch, body: bytes, headers: dict[str, str]
) -> None:
    monkeypatch.setitem(MANNERS, "DOWNLOAD_MAXSIZE", 1000)
    poll: Poll = poll_one(publisher.serve("/page", body, **headers))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.fetches) == ("error", ())
    assert "larger than we accept" in poll.doubt.reason


def test_a_packed_page_is_unpacked(publisher: Any, poll_one: Any) -> None:
    assert poll_one(publisher.serve("/page", gzip.compress(PAGE), content_encoding="gzip")).fetches[0].body == PAGE


def test_a_closed_port_is_a_refused_connection(publisher: Any, poll_one: Any) -> None:
    poll: Poll = poll_one("http://127.0.0.1:1/page", robots="ignore", why="test")
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status) == ("error", None)
    assert "refuses the connection" in poll.doubt.reason


@pytest.mark.parametrize("robots", [{}, {"robots": "ignore", "why": "test"}])
@pytest.mark.parametrize("address", ["file://{path}", "data:text/html,page", "ftp://127.0.0.1/page", "s3://bucket/page"])
def test_only_the_web_is_read(tmp_path: Path, poll_one: Any, address: str, robots: dict[str, str]) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    url = address.format(path=tmp_path / "page.html")
    poll: Poll = poll_one(url, **robots)
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.fetches) == ("error", ())
    assert "is not on the web; write an address beginning with https://" in poll.doubt.reason


def test_a_harmless_redirect_is_recorded(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve("/page", status=301, location="/Page/")
    poll: Poll = poll_one(url) if publisher.serve("/Page/", PAGE) else None
    (fetch,) = poll.fetches
    assert poll.doubt is None
    assert (fetch.url, fetch.final_url, fetch.redirects, fetch.body) == (url, publisher.url("/Page/"), (url,), PAGE)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_page_is_kept_as_evidence_and_doubted(publisher: Any, poll_one: Any, status: int) -> None:
    new = publisher.serve("/fr/accueil", PAGE)
    poll: Poll = poll_one(publisher.serve("/fr/redevance", status=status, location="/fr/accueil"))
    assert poll.doubt is not None
    assert poll.doubt.kind == "moved"
    assert new in poll.doubt.reason
    assert poll.fetches[0].body == PAGE


def test_ten_redirects_are_followed_and_no_more(publisher: Any, poll_one: Any) -> None:
    for step in range(12):
        publisher.serve(f"/{step}", status=303, location=f"/{step + 1}")
    publisher.serve("/12", PAGE)
    assert poll_one(publisher.url("/2")).fetches[0].body == PAGE
    poll: Poll = poll_one(publisher.url("/1"))
    assert poll.doubt is not None
    assert "redirected without end" in poll.doubt.reason


def test_a_failing_watch_stops_no_other(publisher: Any, assignment: Any, poll_all: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(self: DofiSpider, watch: object) -> dict[str, str]:
        raise KeyError("defect")

    monkeypatch.setattr(DofiSpider, "headers", defect)
    good = publisher.serve("/good", PAGE)
    polls = poll_all(
        assignment(publisher.serve("/bad", status=500)),
        assignment(publisher.serve("/defect", PAGE), spider="dofi"),
        assignment(publisher.serve("/typo", PAGE).replace("http:", "htp:")),
        assignment(publisher.serve("/unknown", PAGE), spider="dofy"),
        assignment(good),
    )
    assert polls["good"].fetches[0].body == PAGE
    assert {watch: poll.doubt.kind for watch, poll in polls.items() if poll.doubt} == dict.fromkeys(
        ["bad", "defect", "typo", "unknown"], "error"
    )
    assert "KeyError" in polls["defect"].doubt.reason
    assert all(name in polls["unknown"].doubt.reason for name in ["dofy", *SPIDERS])


def test_a_poll_is_received_before_slower_watches_are_done(publisher: Any, assignment: Any) -> None:
    received = threading.Event()
    publisher.wait_before("/slow", lambda: received.wait(5))
    watches = [assignment(publisher.serve("/slow", PAGE)), assignment(publisher.serve("/quick", PAGE))]
    order: list[str] = []

    def receive(polls: Sequence[Poll]) -> None:
        order.extend(poll.watch for poll in polls)
        received.set()

    reactor.run(crawl_here(watches, receive))
    assert order == ["quick", "slow"]


def test_an_error_of_the_recorder_ends_the_crawl_and_nothing_more_is_asked(publisher: Any, assignment: Any) -> None:
    calls: list[Sequence[Poll]] = []

    def receive(polls: Sequence[Poll]) -> None:
        calls.append(polls)
        raise OSError("disk full")

    publisher.robots("User-agent: *\nCrawl-delay: 0.2\n")
    watches = [assignment(publisher.serve(f"/{number}", PAGE)) for number in range(6)]
    with pytest.raises(OSError, match="disk full"):
        reactor.run(crawl_here(watches, receive))
    reactor.run(asyncio.sleep(1))
    assert len(calls) == 1
    assert len(publisher.paths) <= 2


@pytest.mark.parametrize("pages", [1, 3])
def test_an_error_of_the_recorder_ends_crawls_of_several_hosts(  # noqa: PLR0917
    publisher: Any, other_publisher: Any, third_publisher: Any, assignment: Any, poll_all: Any, pages: int
) -> None:
    """Stopping Scrapy 2.19 while it passes on an item of ``start`` never ends, so the Polls are no items."""
    hosts = {"page": publisher, "dofi": other_publisher, "cgra": third_publisher}
    watches = [assignment(host.serve(f"/{name}/{page}", PAGE), spider=name) for name, host in hosts.items() for page in range(pages)]

    def receive(polls: Sequence[Poll]) -> None:
        raise OSError("disk full")

    for _ in range(3):
        with pytest.raises(OSError, match="disk full"):
            reactor.run(asyncio.wait_for(crawl_here(watches, receive), 10))
        assert all(poll.doubt is None for poll in poll_all(*watches).values())


def test_an_error_of_the_recorder_does_not_wait_for_crawls_that_have_not_started(publisher: Any, assignment: Any) -> None:
    watches = [assignment(publisher.serve(f"/{name}", PAGE), spider=name) for name in ("page", "dofi", "cgra")]

    def receive(polls: Sequence[Poll]) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        reactor.run(asyncio.wait_for(crawl_here(watches, receive), 10))
    reactor.run(asyncio.sleep(0.5))
    assert len(publisher.paths) == 1


def test_crawls_of_different_hosts_run_at_once(publisher: Any, other_publisher: Any, assignment: Any, poll_all: Any) -> None:
    meeting = threading.Barrier(2, timeout=5)
    for each in (publisher, other_publisher):
        each.wait_before(f"/{each.host}", meeting.wait)
    polls = poll_all(
        assignment(publisher.serve("/127.0.0.1", PAGE)),
        assignment(other_publisher.serve("/127.0.0.2", PAGE), spider="dofi"),
    )
    assert all(poll.doubt is None for poll in polls.values())


def test_scrapy_says_nothing_unless_details_are_wanted(publisher: Any, poll_one: Any, caplog: pytest.LogCaptureFixture) -> None:
    url = publisher.serve("/page", status=500)
    poll_one(url)
    assert caplog.text == ""
    with caplog.at_level(logging.INFO):
        poll_one(url)
    assert "Gave up retrying" in caplog.text


def test_no_port_is_opened(publisher: Any, poll_one: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    async def refuse(*address: object, **_: object) -> None:
        opened.append(address)

    url = publisher.serve("/page", PAGE)
    monkeypatch.setattr("twisted.internet.posixbase.PosixReactorBase.listenTCP", lambda *address, **_: opened.append(address))
    monkeypatch.setattr(asyncio.SelectorEventLoop, "create_server", refuse)
    poll_one(url)
    assert opened == []


def test_the_contract_of_a_fetch_is_met_by_every_spider(publisher: Any, assignment: Any, poll_all: Any) -> None:
    watches = [
        assignment(publisher.serve(f"/{name}", PAGE, content_type="text/html"), spider=name, endpoint=publisher.url("")) for name in SPIDERS
    ]
    polls: dict[str, Poll] = poll_all(*watches)
    fetches: list[Fetch] = [fetch for poll in polls.values() for fetch in poll.fetches]
    assert {fetch.body for fetch in fetches} == {PAGE}
    assert len(fetches) == len(SPIDERS) == 7
