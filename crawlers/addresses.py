"""Which addresses one poll of a Watch asks for, and how far it may be led from them."""

from collections.abc import Collection
from datetime import date, timedelta
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from core.watchlist import Watch
from crawlers.assignment import host_of

DATE = "{date}"


def addresses(watch: Watch, address: str, today: date) -> tuple[str, ...]:
    """The addresses to ask for in one poll, the newest day first.

    ``{date}`` in ``address`` becomes each of the last ``watch.days`` days, ``today`` among them, as
    ``YYYY-MM-DD``. ``today`` is the date in Brussels, where the publishers are.
    """
    if DATE not in address:
        return (address,)
    days = (today - timedelta(days=back) for back in range(watch.days))
    return tuple(address.replace(DATE, day.isoformat()) for day in days)


def leads_up(address: str, final_url: str) -> bool:
    """Whether a redirect led to a page above the one asked for, such as the front page: how some sites say "not found"."""
    asked, answered = (urlsplit(each).path.rstrip("/") + "/" for each in (address, final_url))
    return asked != answered and asked.startswith(answered)


def stays_at(address: str, hosts: Collection[str]) -> bool:
    """Whether ``address`` is one of the web and of these hosts."""
    try:
        sent = safe_url_string(address)  # as Scrapy will: a backslash, for one, ends the host there
        return urlsplit(sent).scheme in ("http", "https") and host_of(sent) in hosts
    except ValueError:
        return False
