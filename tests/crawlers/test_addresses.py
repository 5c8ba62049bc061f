from datetime import date

import pytest

from core.watchlist import Watch
from crawlers.addresses import addresses


def watch(days: int) -> Watch:
    return Watch.model_validate({"id": "m", "source": "s", "kind": "listing", "url": "https://x.be/{date}", "language": "fr", "days": days})


def test_an_address_without_date_is_asked_for_as_it_is() -> None:
    assert addresses(watch(1), "https://x.be/page?id=3", date(2025, 7, 23)) == ("https://x.be/page?id=3",)


@pytest.mark.parametrize(("days", "expected"), [(1, ["2025-03-01"]), (3, ["2025-03-01", "2025-02-28", "2025-02-27"])])
def test_a_date_becomes_the_last_days_newest_first(days: int, expected: list[str]) -> None:
    asked = addresses(watch(days), "https://x.be/summary.pl?sum_date={date}&language=fr", date(2025, 3, 1))
    assert asked == tuple(f"https://x.be/summary.pl?sum_date={day}&language=fr" for day in expected)
