from typing import Any

import pytest

from core.values import Poll

ACT = b"<html xmlns='http://www.w3.org/1999/xhtml'/>"


def test_an_act_is_negotiated_and_found_where_cellar_says(publisher: Any, poll_one: Any) -> None:
    manifestation = publisher.serve("/resource/cellar/1", ACT, content_type="application/xhtml+xml")
    act = publisher.serve("/resource/celex/32022D0382", status=303, location=manifestation)
    poll: Poll = poll_one(act, spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert poll.doubt is None
    (fetch,) = poll.fetches
    assert (fetch.body, fetch.final_url, fetch.redirects) == (ACT, manifestation, (act,))
    for asked in publisher.asked[1:]:
        assert asked.headers["accept"] == "application/xhtml+xml, text/html;q=0.8"
        assert asked.headers["accept-language"] == "fra"


def test_a_listing_is_a_sparql_question(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve("/webapi/rdf/sparql?query=SELECT", b"{}", content_type="application/sparql-results+json")
    assert poll_one(url, spider="eurlex", kind="listing", endpoint=publisher.url("")).doubt is None
    assert publisher.asked[-1].headers["accept"] == "application/sparql-results+json"


def test_a_redirect_to_a_stranger_is_not_followed(publisher: Any, other_publisher: Any, poll_one: Any) -> None:
    stranger = other_publisher.serve("/act", ACT)
    act = publisher.serve("/resource/celex/1", status=303, location=stranger)
    poll: Poll = poll_one(act, spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status) == ("error", 303)
    assert "127.0.0.2" in poll.doubt.reason
    assert other_publisher.asked == []


@pytest.mark.parametrize("status", [202, 405])
def test_the_challenge_of_eur_lex_is_blocked(publisher: Any, poll_one: Any, status: int) -> None:
    url = publisher.serve("/legal-content", b"", status=status, x_amzn_waf_action="challenge")
    poll: Poll = poll_one(url, spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status) == ("blocked", status)
