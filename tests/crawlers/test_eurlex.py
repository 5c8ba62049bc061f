import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.values import Poll
from crawlers.consolidations import question
from crawlers.recordings import Recordings

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


SPARQL = {"content_type": "application/sparql-results+json"}
VERSION = "http://www.w3.org/2001/XMLSchema#string"


def versions(publisher: Any, act: str, *numbers: str) -> None:
    """Lets the endpoint answer with these consolidated versions of ``act``."""
    rows = [{"celex": {"type": "typed-literal", "datatype": VERSION, "value": number}} for number in numbers]
    path = question(publisher.url(""), act).removeprefix(publisher.url(""))
    publisher.serve(path, json.dumps({"head": {}, "results": {"bindings": rows}}).encode(), **SPARQL)


def consolidated(publisher: Any, number: str, body: bytes = ACT, **headers: str) -> str:
    """Serves an act at its CELEX number behind a 303, as CELLAR does; gives where it stands in the end."""
    there = publisher.serve(f"/resource/cellar/{number}", body, content_type="application/xhtml+xml", **headers)
    publisher.serve(f"/resource/celex/{number}", status=303, location=there)
    return str(there)


@pytest.fixture
def poll_pact(publisher: Any, poll_one: Any) -> Callable[..., Poll]:
    """Polls the Watch of the consolidated Pact regulation, which names no version."""
    return lambda **how: poll_one(
        publisher.url("/resource/celex/02024R1348"), spider="eurlex", kind="law", endpoint=publisher.url(""), **how
    )


def test_the_newest_consolidated_version_answers_for_the_watch_that_names_none(publisher: Any, poll_pact: Any) -> None:
    versions(publisher, "32024R1348", "02024R1348-20240522", "02024R1348-20260227", "02024R1348-20251231", "02099R1348-20990101")
    there = consolidated(publisher, "02024R1348-20260227")
    poll: Poll = poll_pact()
    assert poll.doubt is None
    (fetch,) = poll.fetches
    assert (fetch.url, fetch.final_url, fetch.body) == (publisher.url("/resource/celex/02024R1348"), there, ACT)
    asked, *rest = [each for each in publisher.asked if each.path != "/robots.txt"]
    assert asked.headers["accept"] == "application/sparql-results+json"
    assert {each.headers["accept"] for each in rest} == {"application/xhtml+xml, text/html;q=0.8"}


def test_a_newer_version_continues_the_history_and_is_no_move(publisher: Any, poll_pact: Any) -> None:
    consolidated(publisher, "02024R1348-20240522", b"<p>old</p>")
    consolidated(publisher, "02024R1348-20260227", b"<p>new</p>")
    versions(publisher, "32024R1348", "02024R1348-20240522")
    first: Poll = poll_pact()
    versions(publisher, "32024R1348", "02024R1348-20240522", "02024R1348-20260227")
    second: Poll = poll_pact()
    assert first.doubt is second.doubt is None
    assert first.fetches[0].url == second.fetches[0].url
    assert [poll.fetches[0].body for poll in (first, second)] == [b"<p>old</p>", b"<p>new</p>"]


def test_a_version_that_answers_without_a_redirect_is_no_move_either(publisher: Any, poll_pact: Any) -> None:
    versions(publisher, "32024R1348", "02024R1348-20260227")
    publisher.serve("/resource/celex/02024R1348-20260227", ACT, content_type="application/xhtml+xml")
    assert poll_pact().doubt is None


def test_the_act_itself_answers_until_there_is_a_consolidated_version(publisher: Any, poll_pact: Any) -> None:
    versions(publisher, "32024R1348")
    there = consolidated(publisher, "32024R1348")
    poll: Poll = poll_pact()
    assert poll.doubt is None
    assert [(fetch.url, fetch.final_url) for fetch in poll.fetches] == [(publisher.url("/resource/celex/02024R1348"), there)]


def test_a_version_that_is_held_already_is_not_sent_again(publisher: Any, poll_pact: Any) -> None:
    """Only its ETag says so: a date may be later for a version that is older."""
    held = {"If-None-Match": '"v2"', "If-Modified-Since": "Fri, 27 Feb 2026 10:00:00 GMT"}
    versions(publisher, "32024R1348", "02024R1348-20260227")
    consolidated(publisher, "02024R1348-20260227", etag='"v2"')
    poll: Poll = poll_pact(validators={publisher.url("/resource/celex/02024R1348"): held})
    assert (poll.doubt, [fetch.body for fetch in poll.fetches]) == (None, [None])
    assert "if-modified-since" not in publisher.asked[-1].headers


@pytest.mark.parametrize("answer", [b"<html>maintenance</html>", b'{"results": []}', b'{"results": {"bindings": [{}]}}'])
def test_an_endpoint_that_gives_no_results_is_doubted(publisher: Any, poll_pact: Any, answer: bytes) -> None:
    path = question(publisher.url(""), "32024R1348").removeprefix(publisher.url(""))
    publisher.serve(path, answer, **SPARQL)
    poll: Poll = poll_pact()
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.fetches) == ("error", ())
    assert "32024R1348" in poll.doubt.reason


def test_a_consolidated_version_of_a_stated_date_is_asked_for_as_it_is(publisher: Any, poll_one: Any) -> None:
    there = consolidated(publisher, "02024R1348-20240522")
    url = publisher.url("/resource/celex/02024R1348-20240522")
    poll: Poll = poll_one(url, spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert [(fetch.url, fetch.final_url) for fetch in poll.fetches] == [(url, there)]
    assert not any("sparql" in path for path in publisher.paths)


def test_a_redirect_to_plain_http_is_followed_over_https(poll_one: Any, tmp_path: Path) -> None:
    act, there = "https://publications.europa.eu/resource/celex/32022D0382", "//publications.europa.eu/resource/cellar/1"
    (tmp_path / "act.xhtml").write_bytes(ACT)
    rows = [("url", "status", "headers", "file"), (act, "303", json.dumps({"location": f"http:{there}"}), "-")]
    rows.append((f"https:{there}", "200", '{"content-type": "application/xhtml+xml"}', "act.xhtml"))
    index = ["\t".join((instant, *row)) for instant, row in zip(["instant", *["2026-01-01T00:00:00Z"] * 2], rows, strict=True)]
    (tmp_path / "index.tsv").write_text("\n".join(index) + "\n", encoding="utf-8")
    with Recordings(tmp_path) as recordings:
        (fetch,) = poll_one(act, spider="eurlex", kind="law", recordings=recordings).fetches
    assert (fetch.final_url, fetch.body) == (f"https:{there}", ACT)


@pytest.mark.parametrize("status", [300, 404, 406])
def test_an_act_that_exists_as_html_only_is_asked_for_so(publisher: Any, poll_one: Any, status: int) -> None:
    act = publisher.serve("/resource/celex/32001L0055", b"", status=status)
    publisher.wait_before("/resource/celex/32001L0055", lambda: _serve_html_once_refused(publisher))
    poll: Poll = poll_one(act, spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert (poll.doubt, [fetch.body for fetch in poll.fetches]) == (None, [b"<p>as html</p>"])
    assert [each.headers["accept"] for each in publisher.asked[1:]] == ["application/xhtml+xml, text/html;q=0.8", "text/html"]


def _serve_html_once_refused(publisher: Any) -> None:
    if publisher.asked[-1].headers["accept"] == "text/html":
        publisher.serve("/resource/celex/32001L0055", b"<p>as html</p>", content_type="text/html")


def test_an_act_that_does_not_exist_in_any_form_is_gone(publisher: Any, poll_one: Any) -> None:
    poll: Poll = poll_one(publisher.url("/resource/celex/39999R9999"), spider="eurlex", kind="law", endpoint=publisher.url(""))
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status, len(publisher.paths)) == ("gone", 404, 2)
