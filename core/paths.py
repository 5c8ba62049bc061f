"""Where on a site an address leads."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit


def path_of(address: str) -> str:
    """The path of an address as people write it, with what it asks for."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return unquote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")


def host_of(address: str) -> str:
    """The host of an address with its port, empty where there is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def longest(beginnings: Iterable[str], path: str) -> str | None:
    """The longest of the beginnings that a path has."""
    return max((each for each in beginnings if path.startswith(each)), key=len, default=None)
