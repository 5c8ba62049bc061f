import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, IgnoreRequest

from crawlers.failures import doubt_of_answer, doubt_of_exception, doubt_of_move

URL = "https://dofi.ibz.be/fr/redevance"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, "gone") for status in (404, 410)],
        *[(status, "blocked") for status in (202, 401, 403, 405, 429, 451)],
        *[(status, "error") for status in (204, 300, 400, 418, 500, 502, 503, 520)],
    ],
)
def test_a_status_without_a_page_is_a_doubt_that_names_it(status: int, kind: str) -> None:
    doubt = doubt_of_answer(URL, status, {})
    assert doubt is not None
    assert doubt.kind == kind
    assert str(status) in doubt.reason
    assert "dofi.ibz.be" in doubt.reason


@pytest.mark.parametrize("status", [200, 203, 304])
def test_a_page_raises_no_doubt(status: int) -> None:
    assert doubt_of_answer(URL, status, {"content-type": "text/html"}) is None


@pytest.mark.parametrize("status", [200, 202, 405])
def test_a_challenge_of_the_firewall_is_blocked_whatever_its_status(status: int) -> None:
    doubt = doubt_of_answer(URL, status, {"x-amzn-waf-action": "challenge"})
    assert doubt is not None
    assert doubt.kind == "blocked"


def test_each_way_of_not_answering_has_its_own_sentence() -> None:
    errors = [CannotResolveHostError(), DownloadConnectionRefusedError(), DownloadTimeoutError(), IgnoreRequest("max"), KeyError("x")]
    reasons = {doubt_of_exception(URL, error).reason for error in errors}
    assert len(reasons) == len(errors)
    assert all("dofi.ibz.be" in reason for reason in reasons)


@pytest.mark.parametrize(
    "final_url",
    [
        "http://dofi.ibz.be/fr/redevance",
        "https://www.dofi.ibz.be/fr/redevance",
        "https://dofi.ibz.be/fr/redevance/",
        "https://dofi.ibz.be/FR/Redevance",
    ],
)
def test_scheme_www_closing_slash_and_case_are_no_move(final_url: str) -> None:
    assert doubt_of_move(URL, final_url, [301]) is None


@pytest.mark.parametrize(
    "final_url", ["https://dofi.ibz.be/fr", "https://ibz.be/fr/redevance", "https://dofi.ibz.be/fr/redevance?page=home"]
)
def test_another_page_is_a_move_that_names_it(final_url: str) -> None:
    doubt = doubt_of_move(URL, final_url, [302])
    assert doubt is not None
    assert doubt.kind == "moved"
    assert final_url in doubt.reason


def test_a_303_answers_elsewhere_by_design() -> None:
    assert doubt_of_move(URL, "https://dofi.ibz.be/cellar/1", [303]) is None
