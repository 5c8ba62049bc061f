import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from core.errors import DocumentError
from core.values import Poll
from crawlers.recordings import Recordings

HEADER = "instant\turl\tstatus\theaders\tfile"
URL = "https://dofi.ibz.be/fr/redevance"
WINTER, SUMMER = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    """Writes recordings: (instant, address, status, headers, body)."""

    def write(*rows: tuple[str, str, int, dict[str, str], bytes | None]) -> Path:
        lines = [HEADER]
        for number, (instant, url, status, headers, body) in enumerate(rows):
            if body is not None:
                (tmp_path / f"{number}.html").write_bytes(body)
            lines.append("\t".join([instant, url, str(status), json.dumps(headers), "-" if body is None else f"{number}.html"]))
        (tmp_path / "index.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


def test_an_address_answers_with_its_newest_recording(record: Any, poll_one: Any) -> None:
    folder = record(
        ("2025-07-01T00:00:00Z", URL, 200, {"Content-Type": "text/html"}, b"1.000 euros"),
        ("2025-01-01T01:00:00+01:00", URL, 200, {"Content-Type": "text/html"}, b"150 euros"),
        ("2025-04-01T00:00:00Z", "https://other.be/", 200, {}, b""),
    )
    with Recordings(folder) as recordings:
        assert recordings.instants == [WINTER, datetime(2025, 4, 1, tzinfo=UTC), SUMMER]
        seen = []
        for instant in recordings.instants:
            recordings.at(instant)
            (fetch,) = poll_one(URL, delay="1h", recordings=recordings).fetches
            seen.append((fetch.url, fetch.final_url, fetch.body, fetch.headers["content-type"]))
    assert seen == [(URL, URL, body, "text/html") for body in (b"150 euros", b"150 euros", b"1.000 euros")]


def test_validators_of_a_recording_are_honoured(record: Any, poll_one: Any) -> None:
    folder = record(("2025-01-01T00:00:00Z", URL, 200, {"ETag": '"1"', "Last-Modified": "Wed, 01 Jan 2025 00:00:00 GMT"}, b"page"))
    with Recordings(folder) as recordings:
        for known, status in [
            ({"If-None-Match": '"1"'}, 304),
            ({"If-Modified-Since": "Wed, 01 Jan 2025 00:00:00 GMT"}, 304),
            ({"If-None-Match": '"0"', "If-Modified-Since": "Wed, 01 Jan 2025 00:00:00 GMT"}, 200),
        ]:
            (fetch,) = poll_one(URL, validators={URL: known}, recordings=recordings).fetches
            assert (fetch.status, fetch.body) == (status, None if status == 304 else b"page")


def test_what_was_not_recorded_yet_fails_like_an_unreachable_host(record: Any, poll_one: Any) -> None:
    with Recordings(record(("2025-07-01T00:00:00Z", URL, 200, {}, b"page"))) as recordings:
        recordings.at(WINTER)
        poll: Poll = poll_one(URL, recordings=recordings)
        assert poll.doubt is not None
        assert (poll.doubt.kind, poll.status, poll.fetches) == ("error", None, ())
        assert "dofi.ibz.be" in poll.doubt.reason
        assert "127.0.0.1" not in poll.doubt.reason


def test_a_recorded_robots_txt_is_obeyed_and_its_delay_is_not_waited_for(record: Any, assignment: Any, poll_all: Any) -> None:
    folder = record(
        ("2025-01-01T00:00:00Z", "https://dofi.ibz.be/robots.txt", 200, {}, b"User-agent: *\nDisallow: /nl/\nCrawl-delay: 600"),
        *[("2025-01-01T00:00:00Z", f"https://dofi.ibz.be/{path}", 200, {}, b"page") for path in ("fr/a", "fr/b", "nl/a")],
    )
    with Recordings(folder) as recordings:
        watches = [assignment(f"https://dofi.ibz.be/{path}") for path in ("fr/a", "fr/b", "nl/a")]
        polls = poll_all(*watches, recordings=recordings)
    assert {watch: poll.doubt and poll.doubt.kind for watch, poll in polls.items()} == {"fr.a": None, "fr.b": None, "nl.a": "robots"}


def test_a_recorded_redirect_is_followed_between_official_addresses(record: Any, poll_one: Any) -> None:
    new = "https://dofi.ibz.be/fr/frais"
    folder = record(
        ("2025-01-01T00:00:00Z", URL, 301, {"location": "/fr/frais"}, None),
        ("2025-01-01T00:00:00Z", new, 200, {}, b"page"),
    )
    with Recordings(folder) as recordings:
        poll: Poll = poll_one(URL, recordings=recordings)
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.fetches[0].final_url, poll.fetches[0].redirects) == ("moved", new, (URL,))


def test_cellar_is_followed_over_https_although_it_answers_with_plain_http(record: Any, poll_one: Any) -> None:
    office = "publications.europa.eu/resource"
    folder = record(
        ("2025-01-01T00:00:00Z", f"https://{office}/celex/32022D0382", 303, {"Location": f"http://{office}/cellar/1"}, None),
        ("2025-01-01T00:00:00Z", f"https://{office}/cellar/1", 200, {"Content-Type": "application/xhtml+xml"}, b"<html/>"),
    )
    with Recordings(folder) as recordings:
        poll: Poll = poll_one(f"https://{office}/celex/32022D0382", spider="eurlex", kind="law", recordings=recordings)
    assert poll.doubt is None
    assert [fetch.final_url for fetch in poll.fetches] == [f"https://{office}/cellar/1"]


def test_a_bad_day_is_replayed_as_it_was(record: Any, poll_one: Any) -> None:
    folder = record(
        ("2025-01-01T00:00:00Z", URL, 202, {"x-amzn-waf-action": "challenge"}, None),
        ("2025-07-01T00:00:00Z", URL, 500, {}, b"oops"),
    )
    with Recordings(folder) as recordings:
        seen = []
        for instant in recordings.instants:
            recordings.at(instant)
            poll: Poll = poll_one(URL, recordings=recordings)
            seen.append((poll.doubt and poll.doubt.kind, poll.status))
    assert seen == [("blocked", 202), ("error", 500)]


def test_addresses_match_however_their_letters_are_written(record: Any, poll_one: Any) -> None:
    url = "https://x.be/cgi?texte=réfugié&q=a%20b"
    with Recordings(record(("2025-01-01T00:00:00Z", url, 200, {}, b"page"))) as recordings:
        assert poll_one(url, recordings=recordings).fetches[0].url == url


def test_the_server_can_be_looked_at_by_hand(record: Any) -> None:
    with (
        Recordings(record(("2025-01-01T00:00:00Z", URL, 200, {"content-encoding": "gzip"}, b"page"))) as recordings,
        urllib.request.urlopen(f"http://127.0.0.1:{recordings.port}/{quote(URL, safe='')}") as answer,
    ):
        assert (answer.read(), answer.headers["content-encoding"]) == (b"page", None)


GOOD = ["2025-01-01T00:00:00Z", URL, "200", "{}", "-"]


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("instant\turl\n", 1, "the first line must be"),
        ("", 1, "the first line must be"),
        (f"{HEADER}\n2025-01-01T00:00:00Z {URL} 200\n", 2, "separate them by single tabs"),
        (f"{HEADER}\n" + "\t".join(GOOD) + "\n" + "\t".join(["yesterday", *GOOD[1:]]), 3, "'yesterday' is not an instant"),
        (f"{HEADER}\n" + "\t".join(["2025-01-01T00:00:00", *GOOD[1:]]), 2, "with its time zone"),
        (f"{HEADER}\n" + "\t".join([*GOOD[:2], "OK", *GOOD[3:]]), 2, "'OK' is not an HTTP status"),
        (f"{HEADER}\n" + "\t".join([*GOOD[:3], "{etag: 1}", "-"]), 2, "are not a JSON object"),
        (f"{HEADER}\n" + "\t".join([*GOOD[:3], "[]", "-"]), 2, "are not a JSON object"),
        (f"{HEADER}\n" + "\t".join([*GOOD[:4], "lost.html"]), 2, "there is no file 'lost.html'"),
    ],
)
def test_a_mistake_in_the_index_is_told_with_its_place_and_remedy(tmp_path: Path, text: str, line: int, remedy: str) -> None:
    (tmp_path / "index.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as told:
        Recordings(tmp_path)
    assert str(told.value).startswith(f"{tmp_path / 'index.tsv'}:{line}: ")
    assert remedy in str(told.value)


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"index\.tsv cannot be read"):
        Recordings(tmp_path)
