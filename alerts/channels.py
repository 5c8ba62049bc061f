"""Apprise: how a message leaves. No other module imports it.

Mail goes out as HTML with the message's own text beside it, under a Message-ID that stays the same when the
message is repeated. Slack and its like get the text as Markdown, all others the plain text.
"""

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_string
from email.mime.text import MIMEText
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from apprise import Apprise, AppriseConfig, NotificationManager, NotifyBase, NotifyFormat, NotifyResult
from apprise.exception import AppriseException
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from alerts.routes import TAG
from core import models
from core.errors import RouteError
from core.settings import Settings

# What Markdown reads as a mention, a link or the escaping of one; Apprise turns the escapes into each service's own.
MEANS_SOMETHING = re.compile(r"[\\<>\[\]]")


@dataclass(frozen=True)
class Target:
    """How sending went at one target: ``id`` tells targets apart without giving away their address."""

    id: str
    sent: bool
    says: str


def send(delivery: models.Delivery, address: str, settings: Settings, topics: Collection[str], done: Collection[str]) -> list[Target]:
    """Send to every target of ``address`` that is not among ``done``, and say how each went.

    ``topics`` are the watchlist's: an entry of the Apprise configuration that is tagged with some of them only
    takes messages about those. ``RouteError`` where the address leads nowhere.
    """
    targets = _identified(_services(delivery, address, settings, topics))
    return [_send_to(service, identity, delivery, settings) for identity, service in targets if identity not in done]


def is_understood(address: str) -> bool:
    """Whether Apprise knows the service that ``address`` names, and the way it is written; nothing is sent."""
    return Apprise.instantiate(address) is not None


def _identified(services: Iterable[Any]) -> Iterator[tuple[str, NotifyBase]]:
    """Each service with what tells it apart without its secrets: a password may be replaced between two attempts."""
    alike: Counter[str] = Counter()
    for service in services:
        shown = service.url(privacy=True)
        alike[shown] += 1
        yield hashlib.sha256(f"{shown} {alike[shown]}".encode()).hexdigest()[:16], service


def _services(delivery: models.Delivery, address: str, settings: Settings, topics: Collection[str]) -> Iterator[NotifyBase]:
    if address.startswith(TAG):
        tagged = _tagged(address.removeprefix(TAG), settings)
        yield from (service for service in tagged if _takes(service, delivery.tags, topics))
        return
    service = Apprise.instantiate(address)
    if service is None:
        # Apprise drops an address it does not understand without a word; the address itself may hold secrets.
        raise RouteError(f"The route {delivery.route!r} does not lead to an address that Apprise understands; correct it.")
    yield service


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


def _send_to(service: NotifyBase, identity: str, delivery: models.Delivery, settings: Settings) -> Target:
    body, body_format = _body(service, delivery, settings)
    if isinstance(service, StableMail):
        service.delivery = delivery
    with Apprise(service).notify(body=body, title=delivery.subject, body_format=body_format, log_level=logging.DEBUG) as result:
        outcomes = list(result)
        says = "; ".join(f"{each.name} {each.url}: {_explained(each)}" for each in outcomes) or str(result.status.name)
        return Target(identity, bool(result), says)


def _body(service: NotifyBase, delivery: models.Delivery, settings: Settings) -> tuple[str, NotifyFormat]:
    """What the service takes as it is, so that Apprise converts nothing; long texts are cut where the service would refuse them."""
    if service.resolve_format(NotifyFormat.MARKDOWN) is NotifyFormat.MARKDOWN:
        escaped = MEANS_SOMETHING.sub(r"\\\g<0>", delivery.text)
        return _cut(escaped, delivery, service.body_maxlen, settings), NotifyFormat.MARKDOWN
    if service.resolve_format(NotifyFormat.HTML) is NotifyFormat.HTML:
        return delivery.html, NotifyFormat.HTML
    return _cut(delivery.text, delivery, service.body_maxlen, settings), NotifyFormat.TEXT


def _cut(text: str, delivery: models.Delivery, longest: int, settings: Settings) -> str:
    if len(text) + len(delivery.subject) < longest:
        return text
    rest = f"\n\n[…] {settings.site}"
    room = max(0, longest - len(rest) - len(delivery.subject) - 10)
    return text[:room].rpartition("\n\n")[0] + rest


def _explained(result: NotifyResult) -> str:
    """The services' own words about a failure, without the many about how it was attempted."""
    if result:
        return "OK"
    entries = [entry for attempt in result.attempts for entry in attempt.logs]
    causes = [entry.message for entry in entries if entry.level in ("WARNING", "ERROR") or "Exception" in entry.message]
    return " ".join(dict.fromkeys(causes)) or result.status.name


class StableMail(NotifyEmail):  # type: ignore[no-untyped-call] # Apprise leaves this part of itself untyped
    """Apprise's mail service, but the mail carries our own text and a Message-ID that a repetition keeps."""

    delivery: models.Delivery | None = None
    from_addr: Any

    def send(self, body: str, title: str = "", notify_type: Any = None, attach: Any = None, body_format: Any = None, **_: Any) -> bool:
        """Send one mail to each target, as ``NotifyEmail`` does."""
        mails = self.prepare_emails(
            subject=title,
            body=body,
            notify_format=self.resolve_format(body_format),
            from_addr=self.from_addr,
            to=self.targets,
            headers={"X-Application": self.app_id, "Auto-Submitted": "auto-generated", **self.headers},
            **self._own("cc", "bcc", "reply_to", "smtp_host", "names", "pgp", "pgp_mode", "inline", "tzinfo"),
        )
        connected = self._own("port", "secure_mode", "user", "password", "verify_certificate", "socket_connect_timeout")
        try:
            with AppriseSMTPController(host=str(self.smtp_host), **connected) as connection:
                # Every target is tried: one that is refused does not keep the others from theirs.
                return min([connection.sendmail(self.from_addr[1], mail.to_addrs, self._ours(mail.body)) for mail in mails], default=True)
        except (OSError, SMTPException, RuntimeError, AppriseException) as error:
            self.logger.warning("%s: %s", self.smtp_host, error)
            return False

    def _own(self, *names: str) -> dict[str, Any]:
        return {name: getattr(self, name) for name in names}

    def _ours(self, prepared: str) -> str:
        if self.delivery is None:
            return prepared
        mail = message_from_string(prepared)
        identity = hashlib.sha256(f"{self.delivery.message_id} {self.delivery.recipient}".encode()).hexdigest()[:32]
        del mail["Message-ID"]
        mail["Message-ID"] = f"<{identity}@{self.from_addr[1].rpartition('@')[2]}>"
        if mail.get_content_type() == "multipart/alternative":
            parts: Any = mail.get_payload()
            parts[0] = MIMEText(self.delivery.text, "plain", "utf-8")
        return mail.as_string()


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
