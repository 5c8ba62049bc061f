"""What each way of failing means: a Doubt with one English sentence that names host and remedy."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError

from core.values import Doubt, IncidentKind
from crawlers.assignment import host_of

WAF_HEADER = "x-amzn-waf-action"
READABLE = {200, 203, 304}

GONE = "{url} does not exist any more (HTTP {status}); look for the page's new address and correct the Watch."
BLOCKED = "{host} refuses us (HTTP {status}); open {url} in a browser, and if it shows there, poll less often or ask the publisher."
CHALLENGE = "{host} wants proof that a person is reading (HTTP {status}); use another address of the publisher, or ask it for access."
FAULT = "{host} has a fault of its own (HTTP {status}); the next poll asks again."
UNFAMILIAR = "{url} answered HTTP {status}, which is no page; open it in a browser and correct the Watch."
UNASKED = "{url} answered HTTP 304 although we hold nothing of it; the next poll asks again."

ANSWERS: dict[int, tuple[IncidentKind, str]] = {
    202: (IncidentKind.BLOCKED, CHALLENGE),
    401: (IncidentKind.BLOCKED, BLOCKED),
    403: (IncidentKind.BLOCKED, BLOCKED),
    404: (IncidentKind.GONE, GONE),
    405: (IncidentKind.BLOCKED, BLOCKED),
    410: (IncidentKind.GONE, GONE),
    429: (IncidentKind.BLOCKED, BLOCKED),
    451: (IncidentKind.BLOCKED, BLOCKED),
}

TOO_LARGE = "{url} is larger than we accept; watch a smaller page of {host}, such as its list of changes."
BROKEN_OFF = "{host} broke the connection off before {url} was complete; the next poll asks again."

EXCEPTIONS: dict[type[Exception], str] = {
    CannotResolveHostError: "The name {host} cannot be resolved; check its spelling in the watchlist, and this machine's DNS.",
    DownloadConnectionRefusedError: "{host} refuses the connection; check the port in the watchlist, or wait for the next poll.",
    DownloadTimeoutError: "{host} did not answer for {url} in time; the next poll asks again.",
    DownloadCancelledError: TOO_LARGE,
    ResponseDataLossError: BROKEN_OFF,
    DownloadFailedError: BROKEN_OFF,
    ConnectError: "{host} cannot be reached; check this machine's network, or wait for the next poll.",
    NotSupported: "{url} is not on the web; write an address beginning with https:// in the watchlist.",
}
CERTIFICATE = "The TLS certificate of {host} cannot be trusted ({error}); check its name and date, and this machine's list of authorities."
REDIRECTS = "{url} is redirected without end; open it in a browser and write the address it ends at in the watchlist."
DEFECT = "Reading {url} failed with {name}: {error}; this is a defect of Veille, please report it with this sentence."
MOVED = "{url} now leads to {final_url}; compare the two and write the new address in the watchlist, or accept it."


class DoubtfulError(IgnoreRequest):
    """Stops the poll of one Watch: ``doubt`` says why, ``status`` is the HTTP status behind it if there is one.

    Scrapy's own components keep quiet about an ``IgnoreRequest``.
    """

    def __init__(self, doubt: Doubt, status: int | None = None) -> None:
        super().__init__(doubt.reason)
        self.doubt = doubt
        self.status = status


def doubt_of_answer(url: str, status: int, headers: Mapping[str, str]) -> Doubt | None:
    """Why an answer holds nothing to read; ``None`` where it does. ``headers`` have lower-case names."""
    if WAF_HEADER in headers:
        kind, sentence = IncidentKind.BLOCKED, CHALLENGE
    elif status in READABLE:
        return None
    else:
        kind, sentence = ANSWERS.get(status, (IncidentKind.ERROR, FAULT if status >= 500 else UNFAMILIAR))
    return Doubt(kind, sentence.format(url=url, host=host_of(url), status=_named(status)))


def doubt_of_exception(url: str, error: Exception) -> Doubt:
    """Why no answer came at all."""
    distrust = _distrust(error)
    if distrust:
        return Doubt(IncidentKind.CERTIFICATE, CERTIFICATE.format(host=host_of(url), error=distrust))
    sentence = next((sentence for kind, sentence in EXCEPTIONS.items() if isinstance(error, kind)), None)
    if sentence is None:
        sentence = _ignored(error) if isinstance(error, IgnoreRequest) else DEFECT
    return Doubt(IncidentKind.ERROR, sentence.format(url=url, host=host_of(url), name=type(error).__name__, error=error))


def doubt_of_move(url: str, final_url: str, statuses: Collection[int]) -> Doubt | None:
    """Why the page that answered may be another one; ``None`` where it is the same.

    A 303 answers a question at another address by design. Scheme, ``www.``, a closing slash and the case
    of letters make no other page.
    """
    if 303 in statuses or _essence(url) == _essence(final_url):
        return None
    return Doubt(IncidentKind.MOVED, MOVED.format(url=url, final_url=final_url))


def _essence(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url.lower())
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _ignored(error: IgnoreRequest) -> str:
    # Scrapy raises IgnoreRequest itself for two reasons only; what grew too large while unpacking has a cause.
    return TOO_LARGE if error.__cause__ else REDIRECTS


def _distrust(error: Exception) -> str:
    """What is wrong with a certificate, empty where the failure is of another kind."""
    for failure in getattr(error.__cause__, "reasons", ()):
        if isinstance(failure.value, TLSError | VerificationError):
            return str(failure.value)
    return ""
