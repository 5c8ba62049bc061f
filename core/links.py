"""Addresses that came from outside, before anyone is offered them to click on."""

from urllib.parse import quote, urlsplit

WHOLE, EACH_END = 12, 5
"""Words up to which a sentence is written whole into an address, and of a longer one at each end."""


def safe_link(url: str) -> str | None:
    """``url`` where it is safe to link to: http and https only."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def link_to_text(url: str, text: str) -> str | None:
    """The address at which a browser scrolls to ``text`` and marks it (a text fragment); ``None`` where ``url`` is not safe to link to."""
    words = text.split()
    ends = [words] if len(words) <= WHOLE else [words[:EACH_END], words[-EACH_END:]]
    # A hyphen has a meaning of its own there, and quote() leaves it as it is.
    directive = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    page = safe_link(url)
    return page and f"{page}{'' if '#' in page else '#'}:~:text={directive}"
