"""Sentences of one page that cannot both be true."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from alerts.desk.calendar import last_day
from alerts.desk.clauses import says_otherwise
from alerts.desk.contrasts import are_set_apart, is_demanded
from alerts.desk.doubts import Doubtful, contradicting
from alerts.desk.opposites import OPPOSITE
from alerts.desk.quantities import are_alike, are_far_apart, are_of_one_kind, kind_of
from alerts.desk.speech import names_in
from alerts.desk.statements import Statement
from alerts.desk.subjects import are_of_one_thing
from alerts.desk.weekdays import takes_place_when_closed
from alerts.sentences import subject_words
from core.values import FactType

SHARED = 2
"""How many words that say what it is about two opposite states must share, one of them a name."""
WINDOW = 90
A_YEAR = len("2026")
HABITS = ({"by_appointment", "walk_in"}, {"by_card", "in_cash"})
"""Opposite ways in which a house receives people, or is paid."""


def contradictions(stated: Sequence[Statement], today: date, right: Collection[int] = ()) -> Iterator[Doubtful]:
    """The later of each two statements that contradict one another, pointing at the earlier.

    The earlier where the later is in ``right``: the identities of the statements that say what an official rule says.
    """
    said = [each for each in stated if each.is_said_by_the_page(today) and not _is_past(each, today) and not is_demanded(each)]
    seen: set[tuple[str, str]] = set()
    for first, second in combinations(said, 2):
        if first.claim.sentence != second.claim.sentence and _contradict(first, second):
            wrong, other = (first, second) if id(second) in right and id(first) not in right else (second, first)
            place = (wrong.claim.sentence, wrong.text)
            if place not in seen:
                seen.add(place)
                yield contradicting(wrong, other)


def _is_past(statement: Statement, today: date) -> bool:
    """Whether it tells a day that has passed: of these it is enough to say so."""
    fact = statement.fact
    day = last_day(fact.value) if fact.type is FactType.DATE and len(fact.value) > A_YEAR else None
    return day is not None and day < today


def _contradict(first: Statement, second: Statement) -> bool:
    if first.fact.type is not second.fact.type:
        return takes_place_when_closed(first, second)
    if first.fact.type is FactType.STATUS and {first.fact.value, second.fact.value} in HABITS:
        return _are_alone(first) and _are_alone(second) and are_of_one_thing(first, second) and not are_set_apart(first, second)
    if first.fact.type is FactType.STATUS:
        return {first.fact.value, second.fact.value} in OPPOSITE and _same_thing(first, second)
    return (_are_worded_alike(first, second) or _measure_alike(first, second)) and not are_set_apart(first, second)


def _are_worded_alike(first: Statement, second: Statement) -> bool:
    """Whether they put two values of one kind into the same words; of an amount beside others in its entry the words tell nothing."""
    kind = kind_of(first)
    listed = first.fact.type is FactType.AMOUNT and kind is None
    return kind == kind_of(second) and not listed and says_otherwise(first, second)


def _measure_alike(first: Statement, second: Statement) -> bool:
    """Whether they put two values of one kind to one thing, and nothing sets them apart."""
    if not are_of_one_kind(first, second) or are_far_apart(first, second) or _values_meet(first, second):
        return False
    return are_of_one_thing(first, second)


def _values_meet(first: Statement, second: Statement) -> bool:
    """Whether one of the sentences also states the other's value."""
    ours, theirs = _all_of(first), _all_of(second)
    return any(are_alike(one, second) for one in ours) or any(are_alike(first, other) for other in theirs)


def _all_of(statement: Statement) -> list[Statement]:
    like = [other for other in statement.beside if other.type is statement.fact.type]
    return [statement, *(replace(statement, claim=replace(statement.claim, fact=other)) for other in like)]


def _are_alone(statement: Statement) -> bool:
    """Whether its sentence tells one way alone: where both are named they are set apart there."""
    return all({statement.fact.value, other.value} not in HABITS for other in statement.beside)


def _same_thing(first: Statement, second: Statement) -> bool:
    """Whether two statements are about one named thing: they share a name and one word more."""
    shared = _about(first) & _about(second)
    return len(shared) >= SHARED and bool(shared & _names(first) & _names(second))


def _names(statement: Statement) -> frozenset[str]:
    return names_in(_window(statement), statement.speech.language)


def _about(statement: Statement) -> frozenset[str]:
    return subject_words(_window(statement), statement.speech.language)


def _window(statement: Statement) -> str:
    start, end = statement.fact.start, statement.fact.end
    return statement.claim.sentence[max(0, start - WINDOW) : end + WINDOW]
