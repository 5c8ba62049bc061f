"""The addresses that anyone may give on the website: e-mail, and the services of ``addresses.yaml``.

What the watchlist may say is wider. Here strangers write: nothing is filled in from the environment, no machine of our
own network is reached, and nothing may hold up or redirect the sender.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ruamel.yaml import YAML

from alerts.sending.routes import MAIL_ADDRESS
from core.errors import RouteError
from core.private_hosts import is_private
from core.settings import Settings

LONGEST = 500
LONGEST_MAIL = 254
PLAIN_MAIL = re.compile(r"[A-Za-z0-9!#&'*+=?^_`~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
PLAIN = re.compile(r"[A-Za-z0-9!#%&'*+,./:=?@\[\]_`~^;()-]+")
"""One word of ASCII without ``$``, which would name a variable of ours, and without what two readers of addresses could read apart."""


class AddressError(RouteError):
    """An address that the website does not take; ``why`` is ``malformed``, ``unknown`` or ``private``."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This address is refused: it is {why}.")
        self.why = why


@cache
def services() -> Mapping[str, Mapping[str, Any]]:
    """The services beside e-mail, by name."""
    content: dict[str, dict[str, Any]] = YAML(typ="safe").load((Path(__file__).parent / "addresses.yaml").read_text(encoding="utf-8"))
    return content


def accepted(written: str, settings: Settings) -> str:
    """The route that a stranger's words stand for; ``AddressError`` where messages may not go there."""
    address = written.strip()
    if not address or len(address) > LONGEST or not PLAIN.fullmatch(address):
        raise AddressError("malformed")
    if "://" not in address:
        return _mail(address)
    return _of_a_service(address, settings)


def _mail(address: str) -> str:
    if len(address) > LONGEST_MAIL or not PLAIN_MAIL.fullmatch(address) or not MAIL_ADDRESS.fullmatch(address) or ".." in address:
        raise AddressError("malformed")
    return address.lower()


def _of_a_service(address: str, settings: Settings) -> str:
    parts = _split(address)
    service = next((each for each in services().values() if _is_of(parts, each)), None)
    if service is None:
        raise AddressError("unknown")
    # Apprise reads options after the first question mark, also behind a `#room`.
    query = address.partition("?")[2]
    if {name for name, _ in parse_qsl(query, keep_blank_values=True)} - set(service.get("options", ())):
        raise AddressError("malformed")
    chosen = parts.scheme != "https" and _names_a_server(parts, service)
    if chosen and not settings.allow_private_hosts and (is_private(parts.hostname or "") or "." not in (parts.hostname or "")):
        raise AddressError("private")
    if not _is_understood(address):
        raise AddressError("malformed")
    return f"{address}{'&' if query else '?'}{service['adds']}" if chosen else address


def _split(address: str) -> SplitResult:
    """The parts of an address; ``AddressError`` where its host could be read in two ways."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise AddressError("malformed") from None
    if "%" in parts.netloc or address.count("@") > 1:
        raise AddressError("malformed")
    return parts


def _is_of(parts: SplitResult, service: Mapping[str, Any]) -> bool:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return any(_is_within(host, each) for each in service.get("native", ()))
    within = service.get("within", ())
    return parts.scheme in service["schemes"] and (not within or any(_is_within(host, each) for each in within))


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _names_a_server(parts: SplitResult, service: Mapping[str, Any]) -> bool:
    return bool(service["server"] == "always" or (service["server"] == "path" and parts.path.strip("/")))


def _is_understood(address: str) -> bool:
    # Apprise knows a hundred services: it is loaded when somebody names one of them.
    from alerts.sending.channels import is_understood  # noqa: PLC0415

    return is_understood(address)
