"""Hosts of this machine and of its own network, as opposed to publishers on the web."""

import ipaddress
import socket


def is_private(host: str) -> bool:
    """Whether only this machine or its network knows ``host``, a name or an IP address without brackets.

    It judges what is written and resolves no name.
    """
    name = host.rstrip(".")
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    number = _number(name)
    return number is not None and not number.is_global


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine itself."""
    name = host.rstrip(".")
    number = _number(name)
    return name == "localhost" or (number is not None and number.is_loopback)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that ``host`` writes, also in the short forms that the system accepts (``127.1``)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None
