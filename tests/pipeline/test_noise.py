"""What people say of noise: a mark on a Change, and how much the words of a Watch matter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select
from typer.testing import CliRunner

from core import models
from core.database import reading
from core.errors import VeilleError, WatchlistError
from core.values import Change, Significance, Version
from differ.compare import compare
from differ.extract import read
from pipeline.cli import app
from pipeline.deployment import Deployment
from pipeline.noise import adjusted, mark, noise_of, unmark
from pipeline.run import prepare
from tests.pipeline.conftest import START, Publisher, changes, page

RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
VISITS = "Vous êtes le visiteur numéro {} de cette page."
WISH = "Nous vous souhaitons {}."
FEE = "La redevance pour une demande de séjour est de {} €."


def publisher_of(publisher: Publisher, *texts: str) -> Publisher:
    for text in texts:
        publisher.answers(page(text, *RULES))
    return publisher


def sent(deployment: Deployment) -> int:
    with reading(deployment.engine) as session:
        return len(session.scalars(select(models.Delivery)).all())


def test_the_same_noise_is_recorded_and_not_sent_from_the_mark_on_until_it_is_taken_back(publisher: Publisher) -> None:
    publisher.watchlist = publisher.watchlist.replace("significance: major", "significance: editorial")
    deployment = publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    assert sent(deployment) == 1
    mark(deployment.engine, changes(deployment)[0].id, "Marie", START)
    deployment = publisher_of(publisher, VISITS.format(1303)).play()
    folded = changes(deployment)[1]
    assert (sent(deployment), folded.quiet, folded.significance, folded.event_id) == (1, True, "editorial", None)
    assert "marked as noise by Marie" in folded.content["reasons"][-1]
    unmark(deployment.engine, changes(deployment)[0].id, "Paul", START)
    assert sent(publisher_of(publisher, VISITS.format(1404)).play()) == 2


def test_who_marked_and_who_took_it_back_stays_in_the_history(publisher: Publisher) -> None:
    deployment = publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    number = changes(deployment)[0].id
    mark(deployment.engine, number, "Marie", START)
    unmark(deployment.engine, number, "Paul", START)
    mark(deployment.engine, number, "Anne", START)
    with reading(deployment.engine) as session:
        marks = session.scalars(select(models.NoiseMark).order_by(models.NoiseMark.id)).all()
        assert [(each.marked_by, each.revoked_by) for each in marks] == [("Marie", "Paul"), ("Anne", None)]


def test_a_change_is_marked_once_and_only_a_mark_is_taken_back(publisher: Publisher) -> None:
    deployment = publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    number = changes(deployment)[0].id
    with pytest.raises(VeilleError, match="not marked"):
        unmark(deployment.engine, number, "Marie", START)
    mark(deployment.engine, number, "Marie", START)
    with pytest.raises(VeilleError, match="already, by Marie"):
        mark(deployment.engine, number, "Paul", START)
    with pytest.raises(VeilleError, match="no Change 99"):
        mark(deployment.engine, 99, "Paul", START)


def test_a_fee_is_told_whatever_other_number_was_called_noise(publisher: Publisher) -> None:
    deployment = publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    mark(deployment.engine, changes(deployment)[0].id, "Marie", START)
    publisher.answers(page(VISITS.format(1202), FEE.format(198), *RULES)).answers(page(VISITS.format(1202), FEE.format(206), *RULES))
    assert not any(change.quiet for change in changes(publisher.play())[1:])


# When two Changes are the same noise


def change(before: str, after: str) -> Change:
    old, new = (read(page(text, *RULES).encode(), "text/html", language="fr") for text in (before, after))
    assert isinstance(old, Version)
    assert isinstance(new, Version)
    (found,) = compare(old, new, "fr")
    return found


numbers = st.integers(min_value=2, max_value=99999)


@given(st.tuples(numbers, numbers, numbers, numbers))
def test_a_counter_is_the_same_noise_whatever_it_counts(counts: tuple[int, int, int, int]) -> None:
    first, second, third, fourth = counts
    assume(first != second and third != fourth)
    assert noise_of(change(VISITS.format(first), VISITS.format(second))) == noise_of(change(VISITS.format(third), VISITS.format(fourth)))


@given(
    numbers, numbers, st.sampled_from(["{} €", "{} jours", "{} %", "le {} mars 2026"]), st.sampled_from(["{}", "{} €", "{} jours", "{} %"])
)
def test_values_of_other_types_are_never_the_same_noise(one: int, other: int, form: str, marked: str) -> None:
    one, other = one % 27 + 2, other % 27 + 2
    assume(one != other and form != marked)
    ours, theirs = (change(f"Il y a {each.format(one)} pour tous.", f"Il y a {each.format(other)} pour tous.") for each in (form, marked))
    assert noise_of(ours) != noise_of(theirs)


@given(numbers, numbers)
def test_a_mark_on_what_is_not_major_by_a_value_folds_nothing_that_is(one: int, other: int) -> None:
    assume(one != other)
    found = change(FEE.format(one), FEE.format(other))
    assert found.significance is Significance.MAJOR
    assert noise_of(replace(found, significance=Significance.MINOR)) != noise_of(found)
    assert noise_of(replace(found, key="another place")) != noise_of(found)
    assert noise_of(change(FEE.format(one + 1), FEE.format(other + 2))) == noise_of(found) or one + 1 == other + 2


def test_other_neighbours_make_another_difference() -> None:
    assert noise_of(change(VISITS.format(12), VISITS.format(13))) != noise_of(
        change("Vous êtes la personne 12 de cette file.", "Vous êtes la personne 13 de cette file.")
    )


# What the watchlist says of a Watch's own words


def test_a_pattern_lowers_what_it_covers(publisher: Publisher) -> None:
    publisher.extra = ', significance: {"Nous vous souhaitons .*": editorial}'
    (found,) = changes(publisher_of(publisher, WISH.format("une bonne année"), WISH.format("une bonne semaine")).play())
    assert (found.significance, found.content["significance"]) == ("editorial", "editorial")
    assert found.content["reasons"][-1] == "editorial by the watchlist: Nous vous souhaitons .*"


def test_a_pattern_lowers_nothing_beside_what_it_covers() -> None:
    found = change(f"{FEE.format(198)} {WISH.format('une bonne année')}", f"{FEE.format(206)} {WISH.format('un bel été')}")
    assert adjusted(found, {"Nous vous souhaitons .*": "editorial"}) == found


def test_a_pattern_raises_where_what_it_matches_changed() -> None:
    found = change("La permanence est assurée par téléphone.", "La permanence est assurée par courriel.")
    assert adjusted(found, {"assurée par .*": "major"}).significance is Significance.MAJOR
    assert adjusted(found, {"La permanence": "major"}) == found


def test_the_first_pattern_that_fits_holds() -> None:
    found = change(WISH.format("une bonne année"), WISH.format("une bonne semaine"))
    patterns = {"Autre chose": "major", "Nous vous souhaitons .*": "editorial", ".*souhaitons .*": "major"}
    assert adjusted(found, patterns).significance is Significance.EDITORIAL


def test_marks_outlive_a_restart(publisher: Publisher) -> None:
    deployment = publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    mark(deployment.engine, changes(deployment)[0].id, "Marie", START)
    prepare(replace(deployment, now=lambda: deployment.now() + timedelta(days=1)))
    assert changes(publisher_of(publisher, VISITS.format(7)).play())[-1].quiet


@pytest.mark.parametrize(
    ("adjustment", "mistake"),
    [
        ('{"(": editorial}', "is not a regular expression"),
        ('{".*": editorial}', "matches every text"),
        ('{"Nous vous souhaitons .*": unimportant}', "'editorial', 'minor' or 'major'"),
    ],
)
def test_check_says_what_is_wrong_with_an_adjustment_and_where(publisher: Publisher, adjustment: str, mistake: str) -> None:
    publisher.extra = f", significance: {adjustment}"
    with pytest.raises(WatchlistError) as found:
        publisher.deployment()
    assert mistake in str(found.value)
    assert "watchlist.yaml:7:" in str(found.value)


# At the command line


def veille(publisher: Publisher, *arguments: str) -> str:
    options = ["--database", f"sqlite:///{publisher.folder / 'veille.db'}", "--watchlist", str(publisher.folder / "watchlist.yaml")]
    done = CliRunner().invoke(app, [*options, "--quiet", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_mark_is_made_listed_and_taken_back_at_the_command_line(publisher: Publisher) -> None:
    publisher_of(publisher, VISITS.format(1201), VISITS.format(1202)).play()
    assert veille(publisher, "noise", "--list") == "No Change is marked as noise.\n"
    assert "Change 1 is noise, says Marie" in veille(publisher, "noise", "1", "--by", "Marie", "--now", "2026-01-07T08:00Z")
    veille(publisher, "noise", "1", "--by", "Paul", "--undo", "--now", "2026-01-08T08:00Z")
    listed = veille(publisher, "noise", "--list")
    assert "essai.page" in listed
    assert "by Marie 07.01.2026 09:00, taken back by Paul 08.01.2026 09:00" in listed


def test_a_mark_without_a_name_is_refused() -> None:
    assert CliRunner().invoke(app, ["noise", "1"]).exit_code == 2
