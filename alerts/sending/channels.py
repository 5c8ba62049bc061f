"""Apprise: how a message leaves. No other module imports it.

Mail goes out as HTML with the message's own text beside it, under a Message-ID that stays the same when the
message is repeated, and one connection carries many mails. Slack and its like get Markdown, all others the plain text.
An attempt at one target takes at most the seconds below for each answer that it waits for, so that a server which
hangs is known soon; they are far below ``alerts.sending.leases.LEASE``.
"""

import copy
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email import message_from_string
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from apprise import Apprise, AppriseConfig, NotificationManager, NotifyBase, NotifyFormat, NotifyResult
from apprise.exception import AppriseException
from apprise.plugins.email.base import NotifyEmail
from apprise.url import URLBase

from alerts.messages import Message
from alerts.sending.answers import Answer, Target, Verdict
from alerts.sending.connections import Connections, Server
from alerts.sending.headers import list_headers, message_identity
from alerts.sending.lengths import cut
from alerts.sending.listening import listening
from alerts.sending.routes import TAG
from alerts.sending.services import service_of
from core import models
from core.errors import RouteError
from core.settings import Settings

# What Markdown reads as a mention, a link or the escaping of one; Apprise turns the escapes into each service's own.
MEANS_SOMETHING = re.compile(r"[\\<>\[\]]")
# A host of one word cannot be told from a secret.
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9-]+(\.[a-z0-9-]+)+|localhost)(:\d{1,5})?", re.IGNORECASE)
WEB_CONNECT, WEB_READ = 10.0, 20.0
MAIL_READ = 60.0
"""RFC 5321 §4.5.3.2 asks for more patience after a message; but whoever is cut off here may get it twice."""


@dataclass(frozen=True)
class Outgoing:
    """A Delivery, what it says, where it goes, and its recipient's token."""

    delivery: models.Delivery
    message: Message
    address: str
    token: str


class Channels:
    """The channels of one sender; mail connections stay open until the end of the block.

    ``topics`` are the watchlist's: an entry of the Apprise configuration that is tagged with some of them only
    takes messages about those. Routes in ``paused`` are passed by.
    """

    def __init__(self, settings: Settings, topics: Collection[str], paused: Collection[str]) -> None:
        self._settings, self._topics, self._paused = settings, topics, paused
        self._connections = Connections()

    def __enter__(self) -> Self:
        self._connections.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connections.__exit__(kind, error, trace)

    def send(self, delivery: models.Delivery, message: Message, to: tuple[str, str], done: Collection[str] = ()) -> list[Target]:
        """Send to every target that is not ``done``, and say how each went; ``RouteError`` where the address leads nowhere.

        ``to`` is the address, and the recipient's token: it stands in the link that ends the Subscription.
        """
        outgoing = Outgoing(delivery, message, *to)
        targets = _identified(_services(outgoing, self._settings, self._topics))
        return [self._send_to(service, identity, outgoing) for identity, service in targets if identity not in done]

    def _send_to(self, service: NotifyBase, identity: str, outgoing: Outgoing) -> Target:
        # A tag leads to several services; what is asked of one of them must not touch the others.
        route = route_at(_shown(service) if outgoing.address.startswith(TAG) else outgoing.address)
        if route in self._paused:
            return Target(identity, route, Answer(Verdict.LATER, "its route rests"))
        try:
            return Target(identity, route, self._answer(service, outgoing))
        except (AppriseException, ValueError, TypeError) as error:
            # One target's poisoned message must not hold up the other targets.
            return Target(identity, route, Answer(Verdict.LATER, str(error) or type(error).__name__))

    def _answer(self, service: NotifyBase, outgoing: Outgoing) -> Answer:
        title, body, body_format = _content(service, outgoing.message, self._settings)
        _be_patient(service)
        if isinstance(service, StableMail):
            service.ours = Ours(outgoing, self._settings.site, self._connections)
        with (
            listening() as heard,
            Apprise(service).notify(body=body, title=title, body_format=body_format, log_level=logging.DEBUG) as result,
        ):
            if result:
                return Answer(Verdict.SENT, "; ".join(f"{each.name} {each.url}: OK" for each in result))
            says = "; ".join(f"{each.name} {each.url}: {_explained(each)}" for each in result) or str(result.status.name)
        last = service.ours.answer if isinstance(service, StableMail) and service.ours else heard[-1] if heard else None
        return replace(last, says=f"{says} ({last.says})") if last else Answer(Verdict.FAILED, says)


def is_understood(address: str) -> bool:
    """Whether Apprise knows the service that ``address`` names, and the way it is written; nothing is sent."""
    return Apprise.instantiate(address) is not None


def route_at(address: str) -> str:
    """The Route of an address: its service, and its host where the service has hosts (else a secret may stand there)."""
    if address.startswith(TAG):
        return address
    scheme, _, rest = address.partition("://")
    host = HOST.fullmatch(re.split("[/?#]", rest)[0].rpartition("@")[2])
    return f"{scheme.lower()}://{host[0].lower()}" if host and _has_hosts(scheme.lower()) else scheme.lower()


@cache
def _has_hosts(scheme: str) -> bool:
    manager: Any = NotificationManager
    try:
        return any("{host}" in each for each in manager()[scheme].templates)
    except KeyError:
        return False


def _shown(service: Any) -> str:
    return str(service.url(privacy=True))


def _identified(services: Iterable[Any]) -> Iterator[tuple[str, NotifyBase]]:
    """Each service with what tells it apart without its secrets: a password may be replaced between two attempts."""
    alike: Counter[str] = Counter()
    for service in services:
        shown = _shown(service)
        alike[shown] += 1
        yield hashlib.sha256(f"{shown} {alike[shown]}".encode()).hexdigest()[:16], service


def _services(outgoing: Outgoing, settings: Settings, topics: Collection[str]) -> Iterator[NotifyBase]:
    if outgoing.address.startswith(TAG):
        tagged = _tagged(outgoing.address.removeprefix(TAG), settings)
        yield from (part for service in tagged if _takes(service, outgoing.message.tags, topics) for part in _apart(service))
        return
    service = Apprise.instantiate(outgoing.address)
    if service is None:
        # Apprise drops an address it does not understand without a word; the address itself may hold secrets.
        raise RouteError(f"The route {outgoing.delivery.route!r} does not lead to an address that Apprise understands; correct it.")
    yield from _apart(service)


def _apart(service: Any) -> Iterator[NotifyBase]:
    """A service of several mail addresses as one of each: one that is refused neither holds up nor repeats the others."""
    if not isinstance(service, NotifyEmail) or len(service.targets) < 2:
        yield service
        return
    for target in service.targets:
        one: Any = copy.copy(service)
        one.targets = [target]
        yield one


def _tagged(tag: str, settings: Settings) -> list[NotifyBase]:
    if not settings.apprise_config:
        raise RouteError(f"The route 'tag:{tag}' needs an Apprise configuration; name its file in VEILLE_APPRISE_CONFIG.")
    if not Path(settings.apprise_config).is_file():
        raise RouteError(f"There is no Apprise configuration {settings.apprise_config!r}; correct VEILLE_APPRISE_CONFIG.")
    found = Apprise(AppriseConfig(paths=settings.apprise_config))
    services = list(found.find(tag, match_always=False))
    if not services:
        raise RouteError(
            f"No entry of {settings.apprise_config!r} that Apprise understands has the tag {tag!r}; tag one, or correct the route."
        )
    return services


def _takes(service: NotifyBase, tags: Sequence[str], topics: Collection[str]) -> bool:
    """Whether the entry takes the message: one that is tagged with Topics chose these."""
    chosen = {str(tag) for tag in service.tags} & set(topics)
    return not chosen or not tags or bool(chosen & set(tags))


def _content(service: NotifyBase, message: Message, settings: Settings) -> tuple[str, str, NotifyFormat]:
    """Title and body as the service takes them, so that Apprise converts nothing; long texts are cut where it would refuse them."""
    known = service_of(_shown(service))
    # Some room for escapes: `&` becomes `&amp;` on the way.
    longest = min(int(service.body_maxlen * 0.95), known.longest or service.body_maxlen) - len(message.subject)
    reads = [each for each in NotifyFormat if service.resolve_format(each) is each]
    if known.markdown or reads == [NotifyFormat.MARKDOWN]:
        # The Markdown begins with its own title.
        title = "" if message.markdown else message.subject
        markdown = message.markdown or MEANS_SOMETHING.sub(r"\\\g<0>", message.text)
        as_it_is = NotifyFormat.MARKDOWN if NotifyFormat.MARKDOWN in reads else NotifyFormat.TEXT
        return title, cut(markdown, longest, settings.site), as_it_is
    # A mail may be of any length; services that send mail themselves may refuse it.
    if service.resolve_format(None) is NotifyFormat.HTML and (isinstance(service, NotifyEmail) or len(message.html) <= longest):
        return message.subject, message.html, NotifyFormat.HTML
    return message.subject, cut(message.text, longest, settings.site), NotifyFormat.TEXT


def _be_patient(service: Any) -> None:
    """Give a web service time to answer, where its address does not say how much: one that is cut off gets the message twice."""
    if service.socket_read_timeout == URLBase.socket_read_timeout:
        service.socket_read_timeout = WEB_READ if not isinstance(service, NotifyEmail) else MAIL_READ
    if service.socket_connect_timeout == URLBase.socket_connect_timeout:
        service.socket_connect_timeout = WEB_CONNECT


def _explained(result: NotifyResult) -> str:
    """The services' own words about a failure, without the many about how it was attempted."""
    entries = [entry for attempt in result.attempts for entry in attempt.logs]
    causes = [entry.message for entry in entries if entry.level in ("WARNING", "ERROR") or "Exception" in entry.message]
    return " ".join(dict.fromkeys(causes)) or str(result.status.name)


@dataclass
class Ours:
    """What a mail carries and goes by that Apprise does not know of, and the answer it got."""

    outgoing: Outgoing
    site: str
    connections: Connections
    answer: Answer | None = None


class StableMail(NotifyEmail):  # type: ignore[no-untyped-call] # Apprise leaves this part of itself untyped
    """Apprise's mail service, but the mail carries our own text and headers, and a Message-ID that a repetition keeps."""

    ours: Ours | None = None
    from_addr: Any

    def send(self, body: str, title: str = "", notify_type: Any = None, attach: Any = None, body_format: Any = None, **_: Any) -> bool:
        """Send the mail to its one target."""
        assert self.ours
        (mail,) = self.prepare_emails(
            subject=title,
            body=body,
            notify_format=self.resolve_format(body_format),
            from_addr=self.from_addr,
            to=self.targets,
            headers={"X-Application": self.app_id, "Auto-Submitted": "auto-generated", **self.headers},
            **{each: getattr(self, each) for each in PREPARED_WITH},
        )
        self.ours.answer = self.ours.connections.submit(self._server(), self.from_addr[1], mail.to_addrs, self._ours(mail.body, self.ours))
        return self.ours.answer.verdict is Verdict.SENT

    def _server(self) -> Server:
        given: Any = self
        secrets = str(given.user or ""), str(given.password or "")
        waits = given.socket_connect_timeout, given.socket_read_timeout
        return Server(str(given.smtp_host), given.port, given.secure_mode, *secrets, given.verify_certificate, *waits)

    def _ours(self, prepared: str, ours: Ours) -> str:
        delivery, mail = ours.outgoing.delivery, message_from_string(prepared)
        del mail["Message-ID"]
        mail["Message-ID"] = message_identity(delivery, self.from_addr[1].rpartition("@")[2])
        for name, value in list_headers(delivery, ours.outgoing.token, ours.site).items():
            mail[name] = value
        if mail.get_content_type() == "multipart/alternative":
            parts: Any = mail.get_payload()
            parts[0] = MIMEText(ours.outgoing.message.text, "plain", "utf-8")
        return mail.as_string()


PREPARED_WITH = ("cc", "bcc", "reply_to", "smtp_host", "names", "pgp", "pgp_mode", "inline", "tzinfo")


def _register() -> None:
    """Make ``StableMail`` what Apprise understands by mailto:// and mailtos://, also in its configuration files."""
    manager: Any = NotificationManager
    manager().add(StableMail, force=True)


def _hide_addresses() -> None:
    """Keep addresses, which hold secrets, out of the log at every level of it."""
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apprise").addFilter(lambda record: "://" not in record.getMessage())


_register()
_hide_addresses()
