from pathlib import Path
from typing import Any

import pytest

from core.values import Poll

HTML = {"content_type": "text/html; charset=utf-8"}
SUMMARY = "/cgi/summary.pl?language=fr&sum_date=2025-07-23"


def moniteur(publisher: Any, address: str, editions: int = 1, following: str = "") -> str:
    buttons = "".join(f'<a class="button__small" href="?e={number}"> {number} </a>' for number in range(1, editions + 1))
    pager = f'<a href="{following}" class="pagination-button pagination-next"></a>' if following else ""
    body = f'<div class="editions">{buttons}</div><div class="list-item">notice</div>{pager}'
    return publisher.serve(address, body.encode("latin-1"), content_type="text/html; charset=iso-8859-1")


def listing(publisher: Any, address: str, following: str = "") -> str:
    pager = f'<nav><ul><li class="pager__item--next"><a href="{following}">›</a></li></ul></nav>' if following else ""
    return publisher.serve(address, f"<ul><li>news</li></ul>{pager}".encode(), **HTML)


def asked(poll: Poll, publisher: Any) -> list[str]:
    assert poll.doubt is None
    assert all(fetch.body for fetch in poll.fetches)
    return [fetch.url.removeprefix(publisher.url("")) for fetch in poll.fetches]


def test_a_listing_is_followed_to_its_last_page(publisher: Any, poll_one: Any) -> None:
    first = listing(publisher, "/news", "?page=1")
    listing(publisher, "/news?page=1", "?page=2")
    listing(publisher, "/news?page=2")
    assert asked(poll_one(first, spider="listing", kind="listing"), publisher) == ["/news", "/news?page=1", "/news?page=2"]


def test_a_pager_that_turns_in_a_circle_ends(publisher: Any, poll_one: Any) -> None:
    first = listing(publisher, "/news", "?page=1")
    listing(publisher, "/news?page=1", "/news")
    assert asked(poll_one(first, spider="listing", kind="listing"), publisher) == ["/news", "/news?page=1"]


@pytest.mark.parametrize(
    "following",
    [
        *["file://{path}", "ftp://127.0.0.1/news", "javascript:void(0)", "data:text/html,news", "http://["],
        *["{other}", "//127.0.0.2:1/news", "http://127.0.0.2:1\\@127.0.0.1/news"],
    ],
)
def test_a_pager_is_followed_on_the_same_host_of_the_web_only(
    publisher: Any, other_publisher: Any, poll_one: Any, tmp_path: Path, following: str
) -> None:
    (tmp_path / "local.html").write_text("secret", encoding="utf-8")
    first = listing(publisher, "/news", following.format(path=tmp_path / "local.html", other=listing(other_publisher, "/news")))
    assert asked(poll_one(first, spider="listing", kind="listing"), publisher) == ["/news"]
    assert other_publisher.asked == []


def test_a_base_address_leads_no_pager_away(publisher: Any, poll_one: Any) -> None:
    page = b'<head><base href="file:///etc/"></head><a rel="next" href="hostname">next</a>'
    assert asked(poll_one(publisher.serve("/news", page, **HTML), spider="listing", kind="listing"), publisher) == ["/news"]


def test_a_listing_without_pages_such_as_a_feed_is_taken_as_it_is(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve("/feed", b"<feed/>", content_type="application/atom+xml")
    assert asked(poll_one(url, spider="listing", kind="listing"), publisher) == ["/feed"]


@pytest.mark.parametrize("spider", ["cgra", "fedasil", "dofi"])
def test_of_these_publishers_the_first_page_holds_the_news(publisher: Any, poll_one: Any, spider: str) -> None:
    assert asked(poll_one(listing(publisher, "/fr/news", "?page=1"), spider=spider, kind="listing"), publisher) == ["/fr/news"]


@pytest.mark.parametrize("kind", ["page", "law"])
def test_a_page_that_has_a_pager_is_not_a_listing(publisher: Any, poll_one: Any, kind: str) -> None:
    url = moniteur(publisher, "/cgi_loi/article.pl", editions=3, following="?page=2")
    assert asked(poll_one(url, spider="ejustice", kind=kind), publisher) == ["/cgi_loi/article.pl"]


def test_a_paged_listing_is_always_asked_for_whole(publisher: Any, poll_one: Any) -> None:
    """A 304 on its first page would hide the editions and pages behind it."""
    url = publisher.serve(SUMMARY, b"<p>rien</p>", etag='"1"', **HTML)
    poll: Poll = poll_one(url, spider="ejustice", kind="listing", validators={url: {"If-None-Match": '"1"'}})
    assert [fetch.status for fetch in poll.fetches] == [200]
