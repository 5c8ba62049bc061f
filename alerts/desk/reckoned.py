"""What a sentence says that anybody can reckon: the day of the week of a date, numbers and their total."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import get_day_names

from alerts.desk.doubts import SURE, Doubtful, day_in_words, sentence
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import FactType
from differ.facts.numbers import written

WHOLE = len("2026-01-01")
AGO = timedelta(days=365)
"""How long ago a day may be whose day of the week still matters."""
FEWEST = 2


def misreckoned(stated: Sequence[Statement], today: date) -> Iterator[Doubtful]:
    """Every date that does not fall on the day of the week before it, and every total that is not that of its parts."""
    for statement in stated:
        if statement.quoted:
            continue
        found = _misdated(statement, today) or _missummed(statement)
        if found:
            yield found


def _misdated(statement: Statement, today: date) -> Doubtful | None:
    fact, language = statement.fact, statement.speech.language
    if fact.type is not FactType.DATE or len(fact.value) != WHOLE or fact.value.startswith("-"):
        return None
    day, words = date.fromisoformat(fact.value), fold(statement.claim.sentence[: fact.start]).replace(",", " ").split()
    names = {fold(name): number for number, name in get_day_names("wide", "format", language).items()}
    told = next((word for word in reversed(words[-FEWEST:]) if word in names), None)
    if told is None or names[told] == day.weekday() or day + AGO < today:
        return None
    reason = sentence("weekday", language, day=day_in_words(fact.value, language), told=told)
    return Doubtful(statement, "contradiction", reason, None, SURE)


def _missummed(statement: Statement) -> Doubtful | None:
    """A total whose parts follow in the same sentence, to its end: "90 personnes : 40 femmes et 60 hommes"."""
    fact, language = statement.fact, statement.speech.language
    if fact.type is not FactType.COUNT or ".." in fact.value:
        return None
    parts = [other for other in statement.beside if other.type is FactType.COUNT and other.start > fact.end and ".." not in other.value]
    between = Speech(statement.claim.sentence[: fact.start] + "#" + statement.claim.sentence[fact.end :], language)
    if len(parts) < FEWEST or not between.shows("whole_of_parts") or {part.unit for part in parts} & {fact.unit}:
        return None
    total, told = sum((Decimal(part.value) for part in parts), Decimal(0)), Decimal(fact.value)
    if total == told or (total < told and not between.shows("divided")):
        return None
    reason = sentence("sum", language, parts=written(total), total=written(told))
    return Doubtful(statement, "contradiction", reason, None, SURE)
