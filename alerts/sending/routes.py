"""Where a route leads: secrets come from the environment, bare addresses go through the SMTP service."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from core.errors import RouteError
from core.settings import Settings

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
MAIL_ADDRESS = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:.]+")
TAG = "tag:"


def resolve(route: str, settings: Settings, environment: Mapping[str, str]) -> str:
    """The Apprise address that ``route`` stands for, or ``tag:NAME`` as it is; ``RouteError`` naming what is missing."""
    address = _filled(route, environment)
    if address.startswith(TAG) or "://" in address:
        return address
    if not MAIL_ADDRESS.fullmatch(address):
        raise RouteError(
            f"The route {route!r} is neither an e-mail address, an Apprise address such as slack://… nor tag:NAME; correct it in `via`."
        )
    return _through_smtp(address.lower(), settings)


def recipient(route: str, settings: Settings, environment: Mapping[str, str]) -> str:
    """The SHA-256 that tells recipients apart, whichever way the watchlist writes one address.

    A bare address is told apart by itself, so that another SMTP service does not make another person of it;
    a route whose variable is not set, by its own words.
    """
    return hashlib.sha256(address_of(route, environment).encode()).hexdigest()


def address_of(route: str, environment: Mapping[str, str]) -> str:
    """The address that a route stands for, a bare one in small letters; its own words where its variable is not set."""
    try:
        address = _filled(route, environment)
    except RouteError:
        address = route
    return address.lower() if MAIL_ADDRESS.fullmatch(address) else address


def discreet(route: str) -> str:
    """The route as it may be shown: ``a***@example.org``, ``slack://***``; the name of a variable or a tag as it is."""
    service, separator, _ = route.partition("://")
    if separator:
        return f"{service}://***"
    name, separator, host = route.partition("@")
    return f"{name[:1]}***@{host}" if separator else route


def _filled(route: str, environment: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: _variable(found.group(1), environment), route).strip()


def _variable(name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, "")
    if not value:
        raise RouteError(f"The variable {name} is not set; set it in the environment to the address messages should go to.")
    return value


def _through_smtp(address: str, settings: Settings) -> str:
    if not settings.smtp_url:
        raise RouteError(
            "VEILLE_SMTP_URL is not set, so e-mail addresses cannot be served; "
            "set it to an Apprise address such as mailtos://user:password@smtp.example.org."
        )
    parts = urlsplit(settings.smtp_url)
    # A recipient in the path would receive a copy of everybody's mail.
    path = "" if parts.scheme in ("mailto", "mailtos") else parts.path
    kept = [each for each in parts.query.split("&") if each and not each.lower().startswith("to=")]
    return urlunsplit(parts._replace(path=path, query="&".join([*kept, f"to={quote(address, safe='')}"])))
