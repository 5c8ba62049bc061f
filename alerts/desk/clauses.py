"""Two sentences that say the same with another value: "trois ans pour finir le parcours", "dix-huit mois pour finir le parcours"."""

from collections.abc import Sequence

from alerts.desk.lengths import same_length
from alerts.desk.speech import words_like
from alerts.desk.statements import VALUE, Statement
from alerts.sentences import subject_words
from core.values import Fact, FactType

COMMON = 4
"""How many words directly around the value two such sentences share at least,"""
TELLING = 2
"""and how many of these say what it is about; of hours one is enough beside the days and the word for open."""
WORDED = (FactType.AMOUNT, FactType.DURATION, FactType.PERCENTAGE, FactType.TIME)


def says_otherwise(first: Statement, second: Statement) -> bool:
    """Whether two statements put different values of one type into the same words."""
    if first.fact.type not in WORDED or first.fact.role != second.fact.role or not _differ(first, second):
        return False
    shared = [*_shared(first.words_before, second.words_before), *_shared(first.words_after, second.words_after)]
    words = [word for word in shared if word != VALUE]
    if len(words) < COMMON:
        return False
    telling = subject_words(" ".join(words), first.speech.language) - words_like("hollow", words, first.speech.language)
    return len(telling) >= (1 if first.fact.type is FactType.TIME else TELLING)


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


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The words that both have, from the value on, until they part."""
    shared = []
    for our, their in zip(ours, theirs, strict=False):
        if our != their:
            break
        shared.append(our)
    return shared
