from datetime import date

import pytest

from core.watchlist import Watch
from crawlers.addresses import addresses, leads_up, stays_at


def watch(days: int) -> Watch:
    return Watch.model_validate({"id": "m", "source": "s", "kind": "listing", "url": "https://x.be/{date}", "language": "fr", "days": days})


def test_an_address_without_date_is_asked_for_as_it_is() -> None:
    assert addresses(watch(1), "https://x.be/page?id=3", date(2025, 7, 23)) == ("https://x.be/page?id=3",)


@pytest.mark.parametrize(("days", "expected"), [(1, ["2025-03-01"]), (3, ["2025-03-01", "2025-02-28", "2025-02-27"])])
def test_a_date_becomes_the_last_days_newest_first(days: int, expected: list[str]) -> None:
    asked = addresses(watch(days), "https://x.be/summary.pl?sum_date={date}&language=fr", date(2025, 3, 1))
    assert asked == tuple(f"https://x.be/summary.pl?sum_date={day}&language=fr" for day in expected)


@pytest.mark.parametrize("address", ["https://x.be/a", "http://x.be", "HTTPS://X.be/a"])
def test_an_address_of_the_web_and_of_a_known_host_stays(address: str) -> None:
    assert stays_at(address, {"x.be"})


@pytest.mark.parametrize("address", ["https://y.be/a", "ftp://x.be/a", "javascript:void(0)", "/a", "", "http://[", "http://y.be\\@x.be/a"])
def test_any_other_address_leads_away(address: str) -> None:
    assert not stays_at(address, {"x.be"})


@pytest.mark.parametrize("final_url", ["https://x.be/", "https://x.be", "https://x.be/fr", "https://x.be/fr/?erreur=404"])
def test_the_front_page_lies_above_a_page(final_url: str) -> None:
    assert leads_up("https://x.be/fr/actualite/gel", final_url)


@pytest.mark.parametrize(
    "final_url", ["https://x.be/fr/actualite/gel/", "https://x.be/fr/actualite/gel-prolonge", "https://x.be/nl/actueel"]
)
def test_another_slug_lies_beside_it(final_url: str) -> None:
    assert not leads_up("https://x.be/fr/actualite/gel", final_url)
