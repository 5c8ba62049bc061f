"""Pages that swing between two texts: few messages, and nobody left with the wrong one."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from core import models
from core.database import reading, transaction
from core.settings import Settings
from core.values import WatchKind
from core.watchlist import Watchlist
from pipeline.deployment import Deployment
from pipeline.flapping import fold_swings, tell_what_rests
from tests.pipeline.conftest import START, Publisher, changes, page

HOUR = timedelta(hours=1)
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
A, B, C = (page(f"La redevance pour une demande de séjour est de {fee} €.", *RULES) for fee in (198, 206, 210))


def swing(publisher: Publisher, letters: str, *, every: timedelta = HOUR) -> Publisher:
    for letter in letters:
        publisher.answers({"A": A, "B": B, "C": C}[letter], after=every)
    return publisher


def sent(deployment: Deployment) -> list[str]:
    """The values that readers were told, one after the other."""
    with reading(deployment.engine) as session:
        subjects = session.scalars(select(models.Delivery.subject).order_by(models.Delivery.id))
        return [subject.rsplit(" → ", 1)[-1].split("\N{NO-BREAK SPACE}")[0].split(" ")[0] for subject in subjects]


def test_the_return_of_what_was_told_is_told(publisher: Publisher) -> None:
    assert sent(swing(publisher, "ABA").play()) == ["206", "198"]


def test_two_full_oscillations_are_told_with_the_last_saying_so_and_the_next_are_recorded_only(publisher: Publisher) -> None:
    deployment = swing(publisher, "ABABABABA").play()
    assert sent(deployment) == ["206", "198", "206", "198"]
    rows = changes(deployment)
    assert [row.quiet for row in rows] == [False] * 4 + [True] * 4
    assert "swings between two texts" in rows[3].content["reasons"][-1]
    assert {(row.significance, row.content["significance"]) for row in rows[4:]} == {("editorial", "editorial")}


def test_a_page_that_rests_at_the_other_text_is_told_with_a_change_of_its_own(publisher: Publisher) -> None:
    deployment = swing(publisher, "ABABAB").answers(B, after=47 * HOUR).play()
    assert sent(deployment)[4:] == []
    deployment = publisher.answers(B, after=HOUR).play()
    assert sent(deployment)[4:] == ["206"]
    rested = changes(deployment)[-1]
    assert (rested.quiet, rested.significance, rested.detected) == (False, "major", START + 53 * HOUR)
    assert "at rest" in rested.content["reasons"][-1]


def test_a_page_that_rests_where_its_readers_know_it_says_nothing_more(publisher: Publisher) -> None:
    assert sent(swing(publisher, "ABABABA").answers(A, after=60 * HOUR).play()) == ["206", "198", "206", "198"]


def test_a_third_text_is_told_at_once(publisher: Publisher) -> None:
    assert sent(swing(publisher, "ABABABC").play()) == ["206", "198", "206", "198", "210"]


def test_slow_swings_are_news(publisher: Publisher) -> None:
    deployment = swing(publisher, "ABABAB", every=25 * HOUR).play()
    assert len(sent(deployment)) == 5
    assert not any(change.quiet for change in changes(deployment))


def test_a_law_never_swings(publisher: Publisher) -> None:
    publisher.watchlist = publisher.watchlist.replace("kind: page", "kind: law")
    assert len(sent(swing(publisher, "ABABABAB").play())) == 7


# Any sequence of two texts, at any distance, on both databases


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.sampled_from([1, 1, 2, 2, 5, 11, 13, 15, 20, 30, 47, 49, 100]), min_size=1, max_size=30))
@example(gaps=[1, 1, 1, 1, 1])
@example(gaps=[1, 1, 1, 1, 1, 30, 30])
@example(gaps=[13, 13, 13, 13, 49, 1, 1, 1, 1])
def test_readers_always_know_where_the_page_came_to_rest_after_few_messages(engine: Engine, gaps: list[int]) -> None:
    told = played(engine, gaps)
    rests = 1 + sum(gap >= 48 for gap in gaps)
    assert told[-1] == ("B" if len(gaps) % 2 else "A")
    # At most four until they are folded, and one where it rests; slower swings than two a day are told each.
    slow = sum(sum(four) > 48 for four in zip(*(gaps[n:] for n in range(3)), strict=False))
    assert len(told) <= 5 * rests + 2 * slow


@pytest.mark.parametrize("every", [1, 5, 13, 15])
def test_an_endless_swing_is_told_four_times(engine: Engine, every: int) -> None:
    assert played(engine, [every] * 40, at_rest=False) == ["B", "A", "B", "A"]


def played(engine: Engine, gaps: list[int], *, at_rest: bool = True) -> list[str]:
    """The texts that were told, one after the other, of a page that swings after each number of hours; polled every hour."""
    with transaction(engine) as session:
        for table in reversed(models.Base.metadata.sorted_tables):
            session.execute(table.delete())
        session.add(models.Watch(id="w", source="s", source_name="S", kind="page", url="u", language="fr", topics=[], translations=[]))
        session.add(models.Body(sha256="0" * 64, size=0, data=b""))
    told, now, texts = [], START, ["A", "B"] * len(gaps)
    for gap, (before, after) in zip(gaps, pairwise([*texts, "A"]), strict=False):
        told += rested(engine, now, now + gap * HOUR)
        now += gap * HOUR
        told += changed(engine, before, after, now)
    return told + (rested(engine, now, now + 49 * HOUR) if at_rest else [])


def changed(engine: Engine, before: str, after: str, now) -> list[str]:
    with transaction(engine) as session:
        row = models.Change(
            watch_id="w", version_after_id=version(session, now), position=0, kind="substitution", rule="fee", significance="major",
            language="fr", topics=[], url="u", detected=now, folded="", quiet=False,
            content={"key": "k", "path": "p", "before": before, "after": after, "reasons": [], "significance": "major", "facts": []},
        )  # fmt: skip
        fold_swings(session, [row], WatchKind.PAGE)
        session.add(row)
        return [] if row.quiet else [after]


def rested(engine: Engine, start, end) -> list[str]:
    """What is told of a page at rest between two changes."""
    told, now = [], start + 47 * HOUR
    while now < end:
        deployment = Deployment(engine, Watchlist(), Settings(), lambda now=now: now)
        if tell_what_rests(deployment):
            with reading(engine) as session:
                told.append(session.scalars(select(models.Change).order_by(models.Change.id.desc())).first().content["after"])
        now += HOUR
    return told


def version(session, instant) -> int:
    number = len(session.scalars(select(models.Version)).all()) + 1
    poll = models.Poll(watch_id="w", instant=instant)
    session.add(poll)
    session.flush()
    fetched = {"url": "u", "final_url": "u", "redirects": [], "status": 200, "headers": {}, "sha256": "0" * 64}
    snapshot = models.Snapshot(watch_id="w", poll_id=poll.id, instant=instant, **fetched)
    session.add(snapshot)
    session.flush()
    row = models.Version(watch_id="w", number=number, snapshot_id=snapshot.id, instant=instant, extractor="e", sha256="", provisions=b"")
    session.add(row)
    session.flush()
    return row.id
