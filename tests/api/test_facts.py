"""Values through time: from what was read at first sight to today, as JSON and as a table."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from core.values import FactChange, FactType, Rule, Stated
from tests.api.archive import fee_change

FACTS = "/api/v1/facts"


def euros(value):
    return Stated(f"{value} euros", str(value), "EUR")


def fee(before, after, **details):
    """A Change of one amount on the Provision ``k1``; ``None`` where it states none."""
    fact = FactChange(FactType.AMOUNT, None, before and euros(before), after and euros(after))
    change = fee_change(f"{before} euros", f"{after} euros", **{"facts": (fact,), "key": "k1", **details})
    return replace(change, before=before and change.before, after=after and change.after)


def items(client, path=FACTS, **asked):
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def values(found):
    return [(each["before"] and each["before"]["value"], each["after"] and each["after"]["value"]) for each in found]


@pytest.fixture
def fees(archive):
    """One fee: 150 € at first sight, then 200 €, then 1,000 €."""
    archive.version("loi.fr", "Le droit est de 150 euros.")
    return [archive.change(fee(150, 200, effective="2024-01-01")), archive.change(fee(200, 1000))]


def test_a_value_is_followed_from_first_sight_to_today(client, fees):
    found = items(client, watch="loi.fr", type="amount", order="asc")
    assert values(found) == [(None, "150"), ("150", "200"), ("200", "1000")]
    assert [each["change"] for each in found] == [None, *fees]
    assert [each["effective"] for each in found] == [None, "2024-01-01", "2025-07-29"]
    assert len({each["series"] for each in found}) == 1


def test_a_value_that_was_followed_goes_on_with_the_next_change(client, archive, fees):
    before = items(client, type="amount")
    archive.change(fee(1000, 1100))
    newest, *others = items(client, type="amount")
    assert (newest["after"]["value"], newest["series"]) == ("1100", before[0]["series"])
    assert others == before


def test_a_step_tells_where_and_when_and_by_what(client, fees):
    newest = items(client, watch="loi.fr")[0]
    assert newest == {
        "series": newest["series"], "watch": "loi.fr", "url": "https://example.org/loi.fr", "language": "fr", "key": "k1",
        "path": "Art. 238, al. 1er", "type": "amount", "role": None, "rule": "fee", "effective": "2025-07-29", "change": fees[-1],
        "before": {"text": "200 euros", "value": "200", "unit": "EUR"}, "after": {"text": "1000 euros", "value": "1000", "unit": "EUR"},
        "detected": "2025-01-01T13:00:00Z", "rectified": None,
    }  # fmt: skip


def test_two_values_of_one_sentence_are_two_series(client, archive):
    archive.version("loi.fr", "82 euros pour un enfant, 200 euros pour un adulte.")
    archive.change(fee(200, 210))
    archive.change(fee(82, 90))
    archive.change(fee(210, 220))
    found = items(client, watch="loi.fr", order="asc")
    lines = {}
    for each in found:
        lines.setdefault(each["series"], []).append(each["after"]["value"])
    assert sorted(lines.values()) == [["200", "210", "220"], ["82", "90"]]


def test_a_value_goes_on_where_its_article_was_renumbered_and_where_it_comes_back(client, archive):
    archive.version("loi.fr", "Le droit est de 150 euros.")
    archive.change(fee(150, 200, key="k9", key_before="k1"))
    archive.change(fee(200, None, key="k9"))
    archive.change(fee(None, 300, key="k9"))
    found = items(client, watch="loi.fr", order="asc")
    assert values(found) == [(None, "150"), ("150", "200"), ("200", None), (None, "300")]
    assert len({each["series"] for each in found}) == 1


def test_one_series_can_be_asked_for(client, archive):
    archive.version("loi.fr", "82 euros pour un enfant, 200 euros pour un adulte.")
    archive.change(fee(200, 210))
    wanted = items(client, watch="loi.fr")[0]["series"]
    assert values(items(client, watch="loi.fr", series=wanted)) == [("200", "210"), (None, "200")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"type": "duration"}, []),
        ({"type": "amount", "unit": "EUR"}, [("200", "1000"), ("150", "200")]),
        ({"unit": "USD"}, []),
        ({"topic": "nationalite"}, [("200", "1000"), ("150", "200")]),
        ({"topic": "frais"}, []),
        ({"source": "dofi"}, []),
        ({"rule": "fee"}, [("200", "1000"), ("150", "200")]),
        ({"rule": "deadline"}, []),
        ({"q": "1000 euros"}, [("200", "1000")]),
        ({"watch": "loi.fr", "rule": "fee"}, [("200", "1000"), ("150", "200")]),
        ({"watch": "loi.fr", "q": "150 EUROS"}, [("150", "200"), (None, "150")]),
        ({"watch": "loi.fr", "topic": "frais"}, []),
    ],
)
def test_every_condition_holds(client, fees, asked, found):
    assert values(items(client, **asked)) == found


def test_what_is_recorded_and_never_sent_draws_no_line_but_keeps_it_together(client, archive):
    archive.version("loi.fr", "Le droit est de 150 euros.")
    archive.change(fee(150, 200), technical=True)
    archive.change(fee(200, 300))
    found = items(client, watch="loi.fr", order="asc")
    assert values(found) == [(None, "150"), ("200", "300")]
    assert len({each["series"] for each in found}) == 1


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("watch", ["loi.fr", None])
def test_pages_neither_skip_nor_repeat(client, archive, order, watch):
    archive.version("loi.fr", "82 euros, 90 euros et 100 euros.")
    twice = (*fee(82, 83).facts, *fee(90, 91).facts)
    archive.change(fee_change(facts=twice, key="k1"))
    archive.change(fee_change(facts=()))
    archive.change(fee(100, 101))
    asked = {"order": order, **({"watch": watch} if watch else {})}
    whole = values(items(client, **asked))
    assert len(whole) == (6 if watch else 3)
    seen, cursor = [], None
    for _ in range(10):
        page = client.get(FACTS, params={**asked, "limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        seen += values(page["items"])
        if page["next"] in (None, cursor):
            break
        cursor = page["next"]
    assert seen == whole


def test_whoever_follows_gets_what_is_new(client, fees, archive):
    then = client.get(FACTS, params={"watch": "loi.fr", "order": "asc"}).json()["next"]
    archive.change(fee(1000, 1100))
    assert values(items(client, watch="loi.fr", order="asc", cursor=then)) == [("1000", "1100")]


def test_an_unknown_watch_is_said_to_be_unknown(client, archive):
    assert client.get(FACTS, params={"watch": "nothing"}).status_code == 404


@pytest.mark.parametrize(("path", "asked"), [(FACTS, {"format": "csv"}), (f"{FACTS}.csv", {})])
def test_the_same_as_a_table(client, fees, path, asked):
    answer = client.get(path, params={"watch": "loi.fr", "order": "asc", **asked})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(row["before_value"], row["after_value"], row["after_unit"]) for row in rows] == [
        ("", "150", "EUR"), ("150", "200", "EUR"), ("200", "1000", "EUR"),
    ]  # fmt: skip
    assert rows[0]["series"] == rows[2]["series"]
    assert "link" not in answer.headers


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_of_a_table_is_a_formula(client, archive, hostile):
    archive.change(fee(1, 2, path=hostile, rule=Rule.OTHER))
    text = client.get(f"{FACTS}.csv").text
    (row,) = csv.DictReader(StringIO(text, newline=""))
    assert row["path"] == f"'{hostile}"


def test_control_characters_do_not_reach_a_table(client, archive):
    archive.change(fee(1, 2, path="a\x00b\x1b[31m"))
    (row,) = csv.DictReader(StringIO(client.get(f"{FACTS}.csv").text))
    assert row["path"] == "ab[31m"
