from typing import Any

import pytest

PAGE = b"<p>page</p>"


def test_a_refusal_names_the_address_the_rules_and_the_remedy(publisher: Any, poll_one: Any) -> None:
    publisher.robots("User-agent: Veille\nDisallow: /eli/\n")
    url = publisher.serve("/eli/loi", PAGE)
    reason = poll_one(url).doubt.reason
    assert url in reason
    assert publisher.url("/robots.txt") in reason
    assert "robots: ignore with a why:" in reason


def test_rules_for_other_robots_do_not_bind_us(publisher: Any, poll_one: Any) -> None:
    publisher.robots("User-agent: example\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert poll_one(publisher.serve("/page", PAGE)).doubt is None


def test_a_source_may_ignore_robots_txt(publisher: Any, poll_one: Any) -> None:
    publisher.robots("User-agent: *\nDisallow: /\n")
    assert poll_one(publisher.serve("/page", PAGE), robots="ignore", why="agreed by letter").doubt is None
    assert [asked.path for asked in publisher.asked] == ["/page"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_robots_txt_allows_everything(publisher: Any, poll_one: Any, status: int) -> None:
    publisher.serve("/robots.txt", b"User-agent: *\nDisallow: /", status=status)
    assert poll_one(publisher.serve("/page", PAGE)).doubt is None


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [(500, {}, "error"), (503, {}, "error"), (429, {}, "blocked"), (202, {"x_amzn_waf_action": "challenge"}, "blocked")],
)
def test_an_unreadable_robots_txt_closes_its_host_for_this_poll(  # noqa: PLR0917
    publisher: Any, assignment: Any, poll_all: Any, status: int, headers: dict[str, str], kind: str
) -> None:
    publisher.serve("/robots.txt", status=status, **headers)
    polls = poll_all(*(assignment(publisher.serve(f"/{number}", PAGE)) for number in range(4)))
    assert publisher.paths == []
    for poll in polls.values():
        assert (poll.doubt.kind, poll.status) == (kind, status)
        assert f"robots.txt of 127.0.0.1:{publisher.port} cannot be read" in poll.doubt.reason
    publisher.robots("")
    assert all(poll.doubt is None for poll in poll_all(*(assignment(publisher.url(f"/{number}")) for number in range(4))).values())


def test_an_unreachable_host_is_said_to_be_so(poll_one: Any) -> None:
    doubt = poll_one("http://127.0.0.1:1/page").doubt
    assert doubt.kind == "error"
    assert "robots.txt of 127.0.0.1:1 cannot be read" in doubt.reason
    assert "refuses the connection" in doubt.reason
