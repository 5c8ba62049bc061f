"""Which addresses one poll of a Watch asks for."""

from datetime import date, timedelta

from core.watchlist import Watch

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
