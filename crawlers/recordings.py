"""Recorded pages, played by a local server as their publishers answered at a given instant."""

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import unquote, urldefrag, urlsplit

from w3lib.url import safe_url_string

from core.errors import DocumentError

INDEX = "index.tsv"
COLUMNS = "instant\turl\tstatus\theaders\tfile"
NO_BODY = "-"
# What describes the wire and not the page: a recorded body is stored whole and unpacked.
WIRE_HEADERS = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
CONDITIONS = {"if-none-match": "etag", "if-modified-since": "last-modified"}


@dataclass(frozen=True)
class Recording:
    """One answer of one address, from ``instant`` until the next recording of that address."""

    instant: datetime
    url: str
    status: int
    headers: Mapping[str, str]
    file: Path | None

    def body(self) -> bytes:
        """The recorded bytes."""
        return self.file.read_bytes() if self.file else b""

    def unchanged_for(self, asked: Mapping[str, str]) -> bool:
        """Whether whoever sends these request headers holds this answer already."""
        conditions = [(asked.get(name), self.headers.get(validator)) for name, validator in CONDITIONS.items()]
        # If-None-Match comes first: where it is sent, the date no longer counts (RFC 9110).
        return self.status == 200 and next((sent == held for sent, held in conditions if sent is not None), False)


class Recordings:
    """The recordings of a folder; as a context manager it serves them on ``127.0.0.1``.

    ``DocumentError`` with file, line and remedy where ``index.tsv`` has a mistake.
    """

    def __init__(self, folder: Path) -> None:
        self._rows: dict[str, list[Recording]] = {}
        self._now = datetime.max.replace(tzinfo=UTC)
        for recording in sorted(_read(folder), key=lambda each: each.instant):
            self._rows.setdefault(recording.url, []).append(recording)

    @property
    def instants(self) -> list[datetime]:
        """Each instant at which something was recorded, in order, UTC."""
        return sorted({recording.instant for rows in self._rows.values() for recording in rows})

    def at(self, instant: datetime) -> None:
        """From now on, answer as at ``instant``."""
        self._now = instant

    def newest(self, url: str) -> Recording | None:
        """What ``url`` answers now; ``None`` like a host that cannot be reached."""
        rows = [row for row in self._rows.get(_plain(url), []) if row.instant <= self._now]
        if not rows and urlsplit(url).path == "/robots.txt":
            return Recording(self._now, url, 404, {}, None)
        return rows[-1] if rows else None

    @property
    def port(self) -> int:
        """The port of the running server."""
        return self._server.server_port

    def __enter__(self) -> Self:
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, recordings: Recordings) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.recordings = recordings

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a crawl that broke off; tell any other error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Answering(BaseHTTPRequestHandler):
    """Answers ``GET /OFFICIAL-ADDRESS`` (percent-encoded) with the recording and nothing else."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        recording = cast("_Server", self.server).recordings.newest(unquote(self.path[1:]))
        if recording is None:
            # An unreachable host says nothing at all.
            self.close_connection = True
        else:
            self._play(recording)

    def _play(self, recording: Recording) -> None:
        unchanged = recording.unchanged_for({name.lower(): value for name, value in self.headers.items()})
        body = b"" if unchanged else recording.body()
        self.send_response_only(304 if unchanged else recording.status)
        for name, value in recording.headers.items():
            self.send_header(name, value)
        if not unchanged:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the crawl tells what it fetched."""


def _read(folder: Path) -> Iterator[Recording]:
    index = folder / INDEX
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{index} cannot be read ({error}); name a folder that holds recordings and their {INDEX}.") from error
    if lines[:1] != [COLUMNS]:
        raise DocumentError(f"{index}:1: the first line must be {COLUMNS!r}, with tabs between; write it so.")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            try:
                yield _recording(folder, line.split("\t"))
            except ValueError as error:
                raise DocumentError(f"{index}:{number}: {error}.") from error


def _recording(folder: Path, cells: list[str]) -> Recording:
    if len(cells) != 5:
        raise ValueError(f"there are {len(cells)} columns instead of 5; separate them by single tabs")
    instant, url, status, headers, file = cells
    if not status.isdigit() or not 200 <= int(status) <= 599:
        raise ValueError(f"{status!r} is not an HTTP status; write a number such as 200")
    return Recording(_instant(instant), _plain(url), int(status), _headers(headers), _file(folder, file))


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"{text!r} is not an instant; write it with its time zone, such as 2025-07-29T06:00:00Z")
    return instant.astimezone(UTC)


def _headers(text: str) -> dict[str, str]:
    try:
        headers = json.loads(text)
    except ValueError:
        headers = None
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise ValueError(f'the headers {text!r} are not a JSON object of texts; write {{}} or {{"content-type": "text/html"}}')
    return {name.lower(): value for name, value in headers.items() if name.lower() not in WIRE_HEADERS}


def _file(folder: Path, name: str) -> Path | None:
    if name == NO_BODY:
        return None
    path = folder / name
    if not path.is_file():
        raise ValueError(f"there is no file {name!r} in {folder}; add it, or write {NO_BODY} for no body")
    return path


def _plain(url: str) -> str:
    """The address as Scrapy sends it: percent-encoded, without a fragment."""
    return urldefrag(safe_url_string(url)).url
