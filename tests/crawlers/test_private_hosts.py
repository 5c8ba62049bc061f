"""Whoever writes a redirect must not reach what only this machine can reach.

A public publisher is played by a proxy on this machine, which answers for every address it is asked for.
"""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from core.values import Poll
from crawlers.recordings import Recordings

PAGE = b"<p>page</p>"
PUBLIC = "http://93.184.215.14"
REMEDY = "VEILLE_ALLOW_PRIVATE_HOSTS=1"


@pytest.fixture
def proxy(publisher: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers for all hosts, by whole address."""
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", publisher.url(""))
    return publisher


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The names that this machine can resolve, and their addresses."""
    known: dict[str, list[str]] = {}

    def getaddrinfo(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)) for number in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def refused(poll: Poll, host: str) -> None:
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status, poll.fetches) == ("error", None, ())
    assert f"{host} is a private host" in poll.doubt.reason
    assert REMEDY in poll.doubt.reason


@pytest.mark.parametrize("robots", [{}, {"robots": "ignore", "why": "test"}])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "LOCALHOST.", "2130706433"])
def test_a_watch_of_a_private_host_is_refused(publisher: Any, poll_one: Any, host: str, robots: dict[str, str]) -> None:
    url = publisher.serve("/page", PAGE).replace("127.0.0.1", host)
    refused(poll_one(url, allow_private_hosts=False, **robots), host.lower())
    assert publisher.asked == []


def test_a_public_host_is_asked(proxy: Any, poll_one: Any) -> None:
    proxy.serve(f"{PUBLIC}/page", PAGE)
    assert poll_one(f"{PUBLIC}/page", allow_private_hosts=False).fetches[0].body == PAGE


@pytest.mark.parametrize("private", ["http://127.0.0.2/admin", "http://169.254.169.254/latest/", "http://[::1]/", "https://10.0.0.8/"])
def test_a_redirect_to_a_private_host_is_not_followed(proxy: Any, poll_one: Any, private: str) -> None:
    proxy.serve(f"{PUBLIC}/page", status=302, location=private)
    refused(poll_one(f"{PUBLIC}/page", allow_private_hosts=False), private.split("/")[2].strip("[]"))
    assert proxy.paths == [f"{PUBLIC}/robots.txt", f"{PUBLIC}/page"]


def test_a_redirect_of_robots_txt_to_a_private_host_is_not_followed(proxy: Any, poll_one: Any) -> None:
    proxy.serve(f"{PUBLIC}/robots.txt", status=301, location="http://169.254.169.254/robots.txt")
    proxy.serve(f"{PUBLIC}/page", PAGE)
    refused(poll_one(f"{PUBLIC}/page", allow_private_hosts=False), "169.254.169.254")
    assert proxy.paths == [f"{PUBLIC}/robots.txt"]


def test_a_name_that_leads_to_a_private_host_is_refused(proxy: Any, poll_one: Any, names: dict[str, list[str]]) -> None:
    names.update({"public.example": ["93.184.215.14"], "rebound.example": ["93.184.215.14", "10.0.0.8"]})
    proxy.serve("http://public.example/page", PAGE)
    proxy.serve("http://public.example/moved", status=302, location="http://rebound.example/page")
    assert poll_one("http://public.example/page", allow_private_hosts=False).doubt is None
    refused(poll_one("http://rebound.example/page", allow_private_hosts=False), "rebound.example")
    refused(poll_one("http://public.example/moved", allow_private_hosts=False), "rebound.example")
    assert not [path for path in proxy.paths if "rebound" in path]


def test_a_name_that_only_the_proxy_knows_is_left_to_it(proxy: Any, poll_one: Any, names: dict[str, list[str]]) -> None:
    proxy.serve("http://unknown.example/page", PAGE)
    assert poll_one("http://unknown.example/page", allow_private_hosts=False).fetches[0].body == PAGE


def test_a_name_nobody_knows_is_still_said_to_be_so(poll_one: Any) -> None:
    doubts = [poll_one("http://nowhere.invalid/page", allow_private_hosts=allowed).doubt for allowed in (False, True)]
    assert doubts[0] == doubts[1]
    assert "cannot be resolved" in doubts[0].reason


def test_a_replay_asks_no_host_and_so_allows_any(tmp_path: Path, poll_one: Any) -> None:
    url = "http://10.0.0.8/page"
    row = ["2025-01-01T00:00:00Z", url, "200", json.dumps({}), "page.html"]
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "index.tsv").write_text("instant\turl\tstatus\theaders\tfile\n" + "\t".join(row) + "\n", encoding="utf-8")
    with Recordings(tmp_path) as recordings:
        assert poll_one(url, allow_private_hosts=False, recordings=recordings).fetches[0].body == PAGE
