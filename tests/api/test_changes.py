"""Changes and Events through the API."""

import pytest

from core.values import Kind, Rule, Significance
from tests.api.archive import fee_change

LIST = "/api/v1/changes"


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_a_change_has_every_key_of_the_contract(client, archive):
    change = archive.change(event=archive.event())
    shown = client.get(f"{LIST}/{change}").json()
    assert set(shown) == {
        "kind", "key", "path", "before", "after", "rule", "significance", "reasons", "facts", "effective", "dates", "summary", "redline",
        "id", "watch", "source", "url", "topics", "event", "stage", "detected", "published", "snapshots", "language", "technical",
        "rectified",
    }  # fmt: skip
    assert shown["facts"] == [
        {"type": "amount", "role": None, "before": {"text": "150 euros", "value": "150", "unit": "EUR"},
         "after": {"text": "1.000 euros", "value": "1000", "unit": "EUR"}}
    ]  # fmt: skip
    assert shown["detected"] == "2025-01-01T10:00:00Z"
    assert set(shown["snapshots"]["after"]) == {"id", "sha256", "instant", "url"}
    assert shown["snapshots"]["before"]["sha256"] != shown["snapshots"]["after"]["sha256"]


def test_the_redline_gives_back_both_texts(client, archive):
    shown = client.get(f"{LIST}/{archive.change()}").json()
    assert "".join(words for operation, words in shown["redline"] if operation != "+") == shown["before"]
    assert "".join(words for operation, words in shown["redline"] if operation != "-") == shown["after"]


def test_the_key_before_stands_only_where_the_key_changed(client, archive):
    same, moved = archive.change(), archive.change(fee_change(key_before="art-237"))
    assert "key_before" not in client.get(f"{LIST}/{same}").json()
    assert client.get(f"{LIST}/{moved}").json()["key_before"] == "art-237"


def test_a_publication_has_nothing_before(client, archive):
    change = archive.change(fee_change(kind=Kind.PUBLICATION), version_before_id=None)
    assert client.get(f"{LIST}/{change}").json()["snapshots"]["before"] is None


def test_the_newest_come_first_and_the_oldest_where_asked(client, archive):
    first, second = archive.change(), archive.change()
    assert ids(client.get(LIST)) == [second, first]
    assert ids(client.get(LIST, params={"order": "asc"})) == [first, second]


@pytest.fixture
def varied(archive):
    """Five Changes that differ in what can be filtered."""
    archive.watch("frais.nl", topics=["frais", "nationalite-be"], source="dofi", language="nl")
    return {
        "fee": archive.change(),
        "deadline": archive.change(fee_change(rule=Rule.DEADLINE, significance=Significance.MINOR, path="Art. 10, § 1er, al. 2")),
        "typo": archive.change(fee_change(significance=Significance.EDITORIAL)),
        "dutch": archive.change(fee_change("honderdvijftig euro", "duizend euro"), watch="frais.nl"),
        "ours": archive.change(technical=True),
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["dutch", "typo", "deadline", "fee"]),
        ({"technical": "true"}, ["ours", "dutch", "typo", "deadline", "fee"]),
        ({"topic": "nationalite"}, ["typo", "deadline", "fee"]),
        ({"topic": "frais"}, ["dutch"]),
        ({"topic": "n%"}, []),
        ({"source": "dofi"}, ["dutch"]),
        ({"watch": "loi.fr"}, ["typo", "deadline", "fee"]),
        ({"language": "nl"}, ["dutch"]),
        ({"significance": "minor"}, ["dutch", "deadline", "fee"]),
        ({"significance": "major"}, ["dutch", "fee"]),
        ({"rule": "deadline"}, ["deadline"]),
        ({"q": "art. 10, § 1er"}, ["deadline"]),
        ({"q": "art. 10, §1er"}, ["deadline"]),
        ({"q": "HONDERDVIJFTIG"}, ["dutch"]),
        ({"q": "duizend art. 10"}, []),
        ({"q": "100%"}, []),
        ({"since": "2025-01-01T14:00:00Z", "until": "2025-01-01T14:00:00Z"}, ["typo"]),
        ({"since": "2025-01-01T14:00:00+01:00"}, ["dutch", "typo"]),
        ({"until": "2025-01-01"}, ["dutch", "typo", "deadline", "fee"]),
        ({"until": "2024-12-31"}, []),
        ({"topic": "nationalite", "rule": "fee", "significance": "minor", "q": "droit", "language": "fr"}, ["fee"]),
    ],
)
def test_filters_keep_what_meets_every_condition(client, varied, asked, found):
    assert ids(client.get(LIST, params=asked)) == [varied[name] for name in found]


def test_pages_neither_skip_nor_repeat_while_changes_arrive(client, archive):
    before = [archive.change() for _ in range(5)]
    page = client.get(LIST, params={"limit": 2}).json()
    seen = [item["id"] for item in page["items"]]
    while page["next"]:
        archive.change()
        page = client.get(LIST, params={"limit": 2, "cursor": page["next"]}).json()
        seen += [item["id"] for item in page["items"]]
    assert seen == before[::-1]


def test_the_whole_can_be_followed_as_it_grows(client, archive):
    def rest(cursor):
        page = client.get(LIST, params={"order": "asc", "limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        assert page["next"] is not None
        return [item["id"] for item in page["items"]], page["next"]

    nothing, cursor = rest(None)
    assert nothing == []
    arrived = [archive.change() for _ in range(3)]
    first, cursor = rest(cursor)
    second, cursor = rest(cursor)
    none_yet, cursor = rest(cursor)
    late = archive.change()
    third, _ = rest(cursor)
    assert (first, second, none_yet, third) == (arrived[:2], arrived[2:], [], [late])


def test_an_event_holds_its_changes_the_most_significant_first(client, archive):
    event = archive.event()
    minor, major = archive.change(fee_change(significance=Significance.MINOR), event=event), archive.change(event=event)
    archive.change(event=event, technical=True)
    (shown,) = client.get("/api/v1/events").json()["items"]
    assert (shown["id"], shown["revision"], shown["significance"]) == (event, 1, "major")
    assert [change["id"] for change in shown["changes"]] == [major, minor]


def test_events_can_be_asked_for_by_topic_and_page_by_page(client, archive):
    ours = [archive.event(topics=["frais"]) for _ in range(3)]
    archive.event(topics=["asile"])
    first = client.get("/api/v1/events", params={"topic": "frais", "limit": 2})
    second = client.get("/api/v1/events", params={"topic": "frais", "limit": 2, "cursor": first.json()["next"]})
    assert ids(first) + ids(second) == ours[::-1]
    assert second.json()["next"] is None
