"""Addresses that came from outside, before anyone is offered them to click on."""

from urllib.parse import urlsplit


def safe_link(url: str) -> str | None:
    """``url`` where it is safe to link to: http and https only."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
