"""Sentences of one page that cannot both be true."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations

from alerts.desk.clauses import says_alike, says_otherwise
from alerts.desk.doubts import Doubtful, contradicting
from alerts.desk.speech import names_in
from alerts.desk.standing import OPPOSITE
from alerts.desk.statements import Statement
from alerts.desk.weekdays import takes_place_when_closed
from alerts.sentences import subject_words
from core.values import FactType

SHARED = 2
"""How many words that say what it is about two opposite states must share, one of them a name."""
WINDOW = 90


def contradictions(stated: Sequence[Statement], today: date, right: Collection[int] = ()) -> Iterator[Doubtful]:
    """The later of each two statements that contradict one another, pointing at the earlier.

    The earlier where the later is in ``right``: the identities of the statements that say what an official rule says.
    """
    said = [statement for statement in stated if statement.is_said_by_the_page(today)]
    seen: set[tuple[str, str]] = set()
    for first, second in combinations(said, 2):
        if first.claim.sentence != second.claim.sentence and _contradict(first, second):
            wrong, other = (first, second) if id(second) in right and id(first) not in right else (second, first)
            place = (wrong.claim.sentence, wrong.text)
            if place not in seen:
                seen.add(place)
                yield contradicting(wrong, other)


def _contradict(first: Statement, second: Statement) -> bool:
    if first.fact.type is not second.fact.type:
        return takes_place_when_closed(first, second)
    if first.fact.type is FactType.STATUS:
        return {first.fact.value, second.fact.value} in OPPOSITE and _same_thing(first, second)
    return _same_measure(first, second) or says_otherwise(first, second) or says_alike(first, second)


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


def _same_measure(first: Statement, second: Statement) -> bool:
    """Whether both say of one measured thing how much it is *today*, and not the same.

    Pages list the same measure for many procedures; only where one of the two speaks of the present day does it stand alone.
    """
    measure = first.speech.measures()
    if not measure or measure != second.speech.measures() or first.fact.unit != second.fact.unit:
        return False
    today = first.speech.shows("now") and second.speech.shows("now")
    return today and not _values(first) & _values(second)


def _values(statement: Statement) -> set[str]:
    """Every value of the type that the sentence states: one that tells the way from one to the next states both."""
    return {statement.fact.value, *(other.value for other in statement.beside if other.type is statement.fact.type)}
