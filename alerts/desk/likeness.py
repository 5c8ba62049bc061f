"""How sure it is that a sentence of ours and an official Change are about one thing, by the words that both share."""

import re

from alerts.desk.links import Link
from alerts.desk.sides import Sides, are_apart, are_beyond, is_of_one_case, near, sides, sides_of, together
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.values import Change, FactChange, FactType

ENOUGH, DOUBTED = 0.5, 0.4
"""From how much on the new value is proposed; how much it is at most where one names a case that the other does not."""
LEAST = 1 / 3
"""With less they are not about one thing."""
TELLING = 0.8
"""How much it is at least where hardly anything else has the value: a full date, 1.428 €."""
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
DIGITS = 3
# A full date is telling; an amount less so; "30 jours" or "3 mois" stands in a hundred rules.
SHARED_WORDS = {FactType.AMOUNT: 1, FactType.REFERENCE: 1}
SHARED_OTHERWISE = 2


def likeness(statement: Statement, part: str, change: Change, fact: FactChange, link: Link | None = None) -> float:
    """From 0, where something sets the two apart or hardly a word is shared, to 1, where all that the shorter says is shared.

    ``part`` is what the sentence says of the value. With a ``link`` both are known to be about its rule; then it only matters that one of
    them names a case where that rule has one value for everybody.
    """
    theirs, ours = _theirs(change, fact), sides(part, fact.type)
    if are_apart(_or_around(ours, f"{statement.near} {statement.lead}", fact.type), theirs):
        return 0.0
    shared = max(link.score if link else 0.0, _shared(statement, part, change, fact))
    if link and not is_of_one_case(change, fact, link.rule):
        return shared
    around = sides(f"{statement.near} {statement.lead} {statement.far}", fact.type)
    named = together(around, sides_of(link.rule)) if link else around
    is_narrower = are_beyond(theirs, together(ours, named)) or are_beyond(ours, theirs)
    return min(shared, DOUBTED) if is_narrower else shared


def _theirs(change: Change, fact: FactChange) -> Sides:
    """What the Change names where it states the value; the headings above say it where that does not."""
    return _or_around(sides(near(change, fact), fact.type), change.path, fact.type)


def _or_around(said: Sides, around: str, type: FactType) -> Sides:
    """What is named, by each that sets apart; by what stands around where it names nothing."""
    wider = sides(around, type)
    return {name: said[name] or wider[name] for name in said}


def _shared(statement: Statement, part: str, change: Change, fact: FactChange) -> float:
    """The share of the shorter one's words that the other has too, 0 where they are too few."""
    language, place = statement.speech.language, statement.claim.path
    said = part.replace(statement.text, " ")
    ours, theirs = subject_words(f"{place} {said}", language), subject_words(near(change, fact), language)
    known = theirs | subject_words(f"{change.path} {change.summary.get(language, '')}", language)
    common, telling = len(ours & known), _is_telling(statement)
    if common < (1 if telling else SHARED_WORDS.get(fact.type, SHARED_OTHERWISE)):
        return 0.0
    share = min(1.0, common / max(2, min(len(ours), len(theirs))))
    return max(share, TELLING) if telling else share if share >= LEAST else 0.0


def _is_telling(statement: Statement) -> bool:
    fact = statement.fact
    if fact.type is FactType.AMOUNT:
        return len(fact.value.replace(".", "").strip("0")) >= DIGITS
    return fact.type is FactType.DATE and FULL_DATE.fullmatch(fact.value) is not None
