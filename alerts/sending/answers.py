"""What a service's answer means: for the message, for the address it went to, and for everybody on the same Route.

Sources: RFC 5321 §4.2 and RFC 3463 (SMTP replies and their enhanced codes), RFC 9110 §15 and RFC 6585 (HTTP).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

LONGEST_PATIENCE = timedelta(days=1)
"""What a service may ask for at most: none may put everybody off for ever."""


class Verdict(Enum):
    """What comes of an answer."""

    SENT = "sent"
    LATER = "later"
    """Not now to this address, though the service works: tried again."""
    FAILED = "failed"
    """The service failed at this message: tried again."""
    ROUTE = "route"
    """The service cannot be used now, whatever the message: down, overrun, or it does not let us in."""
    REFUSED = "refused"
    """This address does not take messages, now or later."""
    DOUBTED = "doubted"
    """It refuses this address as it refuses too many others: the service is in trouble, not the address."""
    UNFIT = "unfit"
    """This message will never be taken, another may."""


@dataclass(frozen=True)
class Answer:
    """A verdict, the service's own words without secrets, and how long it asked us to wait."""

    verdict: Verdict
    says: str
    patience: timedelta | None = None


@dataclass(frozen=True)
class Target:
    """How sending went at one target: ``id`` tells targets apart without giving away their address, ``route`` is its Route."""

    id: str
    route: str
    answer: Answer


ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")
NOT_FOR_US = re.compile(r"\brelay|authentication (is )?required|not authenticated|must (first )?(authenticate|log ?in)", re.IGNORECASE)
"""How servers say that they do not serve us, under the codes that they also use for a recipient."""
NO_SUCH_ADDRESS = {521, 550, 551, 553, 556}
NO_ACCESS = {530, 534, 535, 538}


def of_mail(step: str, code: int, text: str) -> Verdict:
    """What an SMTP reply means at a ``step``: ``connection`` (with login), ``sender``, ``recipient`` or ``data``."""
    if step == "connection" or code in NO_ACCESS or code == 421 or (code >= 500 and NOT_FOR_US.search(text)):
        return Verdict.ROUTE
    found = ENHANCED.match(text)
    subject, detail = (int(found[2]), int(found[3])) if found else (0, 0)
    if code < 500:
        # 4.7.x, and 452 for the system: too many messages for now.
        if step == "recipient":
            return Verdict.LATER
        return Verdict.ROUTE if subject == 7 else Verdict.FAILED
    if step == "sender":
        return Verdict.UNFIT if code == 552 else Verdict.ROUTE
    return _of_refusal(step, code, subject, detail)


def _of_refusal(step: str, code: int, subject: int, detail: int) -> Verdict:
    if subject == 1 or (subject, detail) == (2, 1):
        return Verdict.REFUSED
    if step == "data":
        return Verdict.UNFIT
    # A full mailbox (5.2.2), a policy (5.7.x): that may change, and is not the address's last word.
    return Verdict.REFUSED if not subject and code in NO_SUCH_ADDRESS else Verdict.LATER


def of_http(status: int, patience: timedelta | None) -> Verdict:
    """What an HTTP status means that the service did not count as success."""
    if status in (401, 403, 404, 410):
        return Verdict.REFUSED
    if status == 413:
        return Verdict.UNFIT
    if status in (429, 502, 503, 504) or (patience and status >= 400):
        return Verdict.ROUTE
    return Verdict.FAILED


def asked_patience(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long ``Retry-After`` asks to wait (seconds, or an HTTP date seen from the server's own ``Date``)."""
    asked = headers.get("Retry-After", "").strip()
    if not asked:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
        return min(timedelta(seconds=float(asked)), LONGEST_PATIENCE)
    until, since = _date(asked), _date(headers.get("Date", "")) or now
    return min(max(until - since, timedelta()), LONGEST_PATIENCE) if until else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
