"""What takes place on a day of the week on which the same page says to be closed: "fermé le lundi", "chaque lundi à 14h"."""

from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from core.values import FactType

CLOSED = "closed"


def takes_place_when_closed(first: Statement, second: Statement) -> bool:
    """Whether one of the two is an hour of a day on which, by the other, all is closed."""
    closed, hour = (first, second) if first.fact.value == CLOSED else (second, first)
    if closed.fact.value != CLOSED or hour.fact.type is not FactType.TIME:
        return False
    every_week = not any(each.speech.shows("some_weeks") for each in (closed, hour))
    return every_week and bool(_closed_days(closed) & _days_of(hour))


def _closed_days(statement: Statement) -> frozenset[str]:
    """The days of the week that are closed from morning to evening."""
    fact, place = statement.fact, Speech(f"{statement.column} {statement.clause}", statement.speech.language)
    begins = fact.start - len(statement.leading)
    hours = any(other.type is FactType.TIME for other in statement.beside if begins <= other.start < fact.end)
    is_part = hours or (place.shows("part_of_day") and not place.shows("all_day"))
    return frozenset() if is_part else _named(place)


def _days_of(statement: Statement) -> frozenset[str]:
    """The days of the week at an hour of which something takes place; none where it does elsewhere, or on one day only."""
    if any(other.type is FactType.DATE or other.value == CLOSED for other in statement.beside):
        return frozenset()
    place = Speech(f"{statement.row} {statement.claim.sentence}", statement.speech.language)
    return frozenset() if place.shows("elsewhere") else _named(place)


def _named(place: Speech) -> frozenset[str]:
    return frozenset() if place.shows("days_on_end") else place.all_of("weekday")
