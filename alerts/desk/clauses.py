"""Two sentences that say the same with another value: "trois ans pour finir le parcours", "dix-huit mois pour finir le parcours"."""

from collections.abc import Sequence

from alerts.desk.lengths import DAYS, same_length
from alerts.desk.speech import names_in, words_like
from alerts.desk.statements import VALUE, Statement
from alerts.sentences import subject_words
from core.values import Fact, FactType

COMMON = 4
"""How many words directly around the value two such sentences share at least,"""
TELLING = 2
"""and how many of these say what it is about; of hours one is enough beside the days and the word for open."""
SHORT = 3
WORDED = (FactType.AMOUNT, FactType.DURATION, FactType.PERCENTAGE, FactType.TIME)
SPOKEN = (FactType.AMOUNT, FactType.DURATION, FactType.DATE)
HALF, STEM = 0.5, 5


def says_otherwise(first: Statement, second: Statement) -> bool:
    """Whether two statements put different values of one type into the same words, under headings that set nothing apart."""
    if first.fact.type not in WORDED or first.fact.role != second.fact.role or not _differ(first, second) or _are_siblings(first, second):
        return False
    shared = [*_shared(first.words_before, second.words_before), *_shared(first.words_after, second.words_after)]
    words = [word for word in shared if word != VALUE]
    if len(words) < COMMON:
        return False
    telling = subject_words(" ".join(words), first.speech.language) - words_like("hollow", words, first.speech.language)
    return len(telling) >= (1 if first.fact.type is FactType.TIME else TELLING)


def says_alike(first: Statement, second: Statement) -> bool:
    """Whether two sentences of one value each are about the same in other words: half of the shorter one's subject words are the other's.

    Cells of one table are about the same by their row, and differ by their column.
    """
    if not (_is_of_a_rule(first) and _is_of_a_rule(second) and _are_comparable(first.fact, second.fact)) or (first.row and second.row):
        return False
    ours, theirs = first.subject, second.subject
    shared = len(ours & theirs)
    same = shared >= TELLING and shared >= HALF * min(len(ours), len(theirs))
    return same and _differ(first, second) and not _are_siblings(first, second) and not _are_set_apart(first, second)


def _is_of_a_rule(statement: Statement) -> bool:
    """Whether it is the one value of its type in a sentence, and where it is a day, one by which something ends."""
    fact = statement.fact
    alone = all(other.type is not fact.type for other in statement.beside) and not statement.speech.shows_before("bound", fact.start)
    return alone and fact.type in SPOKEN and (fact.type is not FactType.DATE or fact.role in ("until", "deadline"))


def _are_comparable(fact: Fact, other: Fact) -> bool:
    same = fact.type is other.type and fact.role == other.role
    return same and (fact.unit == other.unit or {fact.unit, other.unit} <= DAYS.keys())


def _are_set_apart(first: Statement, second: Statement) -> bool:
    """Whether each names another one of a pair: "court séjour", "long séjour"."""
    ours, theirs = ({word[:STEM] for word in each.speech.all_of("contrast")} for each in (first, second))
    return (bool(ours and theirs) and ours != theirs) or _name_others(first, second)


def _name_others(first: Statement, second: Statement) -> bool:
    """Whether each names somebody or some place, and none of them is the other's: "à Liège", "à Namur"."""
    ours, theirs = (names_in(each.claim.sentence, each.speech.language) for each in (first, second))
    return bool(ours and theirs) and not ours & theirs


def _differ(first: Statement, second: Statement) -> bool:
    """Whether the values differ, and neither sentence also states the other's."""
    ours, theirs = [first.fact, *first.beside], [second.fact, *second.beside]
    return not any(_alike(first.fact, other) for other in theirs) and not any(_alike(second.fact, other) for other in ours)


def _alike(fact: Fact, other: Fact) -> bool:
    if fact.type is not other.type:
        return False
    if (fact.value, fact.unit) == (other.value, other.unit):
        return True
    return fact.type is FactType.DURATION and same_length((fact.value, fact.unit), (other.value, other.unit))


def _are_siblings(first: Statement, second: Statement) -> bool:
    """Whether short headings above tell two like things apart: "Procédure ordinaire", "Procédure accélérée"."""
    headings = [each.claim.path.rpartition(" › ")[2] for each in (first, second)]
    ours, theirs = (subject_words(heading, first.speech.language) for heading in headings)
    short = all(len(heading.split()) <= SHORT for heading in headings)
    return short and bool(ours & theirs) and bool(ours - theirs) and bool(theirs - ours)


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The words that both have, from the value on, until they part."""
    shared = []
    for our, their in zip(ours, theirs, strict=False):
        if our != their:
            break
        shared.append(our)
    return shared
