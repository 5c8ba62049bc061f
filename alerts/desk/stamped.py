"""Sentences that told of a time to come when their page was updated, as it says itself: "l'année prochaine", on a page of 2024."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from alerts.desk.calendar import last_day
from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from alerts.desk.then import days_named
from core.values import FactType

NEXT_YEAR, NEXT_MONTH, END_OF, NEXT_TIME = "P1Y", "P1M", "M", "--"
MONTHS = {"month": 1, "year": 12}
A_MONTH = timedelta(days=31)
COMING = ("shall", "will", "future", "happens")
"""By what a sentence shows that it tells of what is to come."""


def overtaken(stated: Sequence[Statement], today: date) -> Iterator[Doubtful]:
    """Every time to come, told from the day on which the page was updated, that has passed since."""
    everywhere = _newest((each.claim.sentence, each.speech.language) for each in stated if each.fact.type is FactType.DATE)
    for statement in stated:
        if statement.fact.type in (FactType.DATE, FactType.DURATION):
            updated = _newest((each, statement.speech.language) for each in statement.claim.path.split(" › ")) or everywhere
            day = _comes(statement, updated) if updated else None
            if day and day < today and _is_still_told(statement, today):
                yield _doubtful(statement, day)


def _newest(texts: Iterable[tuple[str, str]]) -> date | None:
    """The newest day on which one of the texts says that the page was updated."""
    return max((day for text, language in texts if (day := _updated(text, language))), default=None)


@lru_cache(maxsize=1024)
def _updated(text: str, language: str) -> date | None:
    return max(days_named(text, language), default=None) if Speech(text, language).shows("updated") else None


def _is_still_told(statement: Statement, today: date) -> bool:
    """Whether the page says once, of what is to come, and in its own name, when it comes."""
    speech, path = statement.speech, Speech(statement.claim.path, statement.speech.language)
    told = any(map(speech.shows, COMING)) and not any(map(speech.shows, ("recurring", "over", "updated")))
    return told and statement.fact.role != "until" and not path.shows("document") and statement.is_said_by_the_page(today)


def _comes(statement: Statement, updated: date) -> date | None:
    """The last day that the statement may mean, written on the day of the update."""
    fact = statement.fact
    if fact.type is FactType.DURATION:
        return _in(statement, updated)
    if fact.value == NEXT_YEAR:
        return last_day(str(updated.year + 1))
    if fact.value == NEXT_MONTH:
        return updated + A_MONTH
    return _next(fact.value.replace(END_OF, NEXT_TIME), updated) if fact.value.startswith((NEXT_TIME, END_OF)) else None


def _next(day: str, updated: date) -> date | None:
    """The next time that a day or a month without a year comes."""
    this = last_day(f"{updated.year}{day[1:]}")
    return this if this is None or this >= updated else last_day(f"{updated.year + 1}{day[1:]}")


def _in(statement: Statement, updated: date) -> date | None:
    """When "dans deux ans" is; where readers are spoken to, it is counted from some day of theirs."""
    fact, speech = statement.fact, statement.speech
    counted = Speech(statement.claim.sentence[: fact.start], speech.language).shows("ahead")
    if not counted or speech.shows("addressed") or fact.unit not in MONTHS or not fact.value.isdigit():
        return None
    months = updated.month - 1 + int(fact.value) * MONTHS[fact.unit]
    return last_day(f"{updated.year + months // 12}-{months % 12 + 1:02}")


def _doubtful(statement: Statement, day: date) -> Doubtful:
    language = statement.speech.language
    promised = day_in_words(f"{day:%Y-%m}", language, "for")
    return Doubtful(statement, "expired", sentence("future_past", language, promised=promised), None, LIKELY)
