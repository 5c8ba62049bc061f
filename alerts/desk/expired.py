"""Sentences that time alone made wrong: an end that has passed, a promise whose day has come, a length that was exceeded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from alerts.desk.calendar import last_day
from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, in_words, sentence
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from alerts.desk.then import written
from core.folding import fold
from core.values import FactType

MONTHS_IN = {"month": 1, "year": 12}
ENDS: Mapping[str | None, Sequence[str]] = {"until": ("validity", "call", "addressed"), "deadline": ("call",)}
"""By the role of a date, what a sentence must show to say that something ends with it."""
BESIDE = 30
REACH = 80
"""How many characters after the verb a promised day may stand."""
A_DAY, A_MONTH, OPENING = 10, 7, 20
"""How many characters a whole day and a month have in ISO 8601; within how many one opens a sentence."""
YEAR_IN_MONTHS = 12


def expired(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of the page that the calendar contradicts."""
    exceedable = [rule for rule in rules if rule.began and rule.span]
    for statement in stated:
        if statement.is_said_by_the_page(today) and not any(moment.last < today for moment in written(statement)):
            for found in (_ended(statement, today), _promised(statement, today), _exceeded(statement, exceedable, today)):
                if found:
                    yield found


def _ended(statement: Statement, today: date) -> Doubtful | None:
    fact = statement.fact
    if fact.type is not FactType.DATE or len(fact.value) != A_DAY or not _says_that_it_ends(statement):
        return None
    # A year alone ("l'année académique 2026-2027") is what the day is for, not when it ends.
    days = [last_day(other.value) for other in (fact, *statement.beside) if other.type is FactType.DATE and len(other.value) >= A_MONTH]
    if any(day is None or day >= today for day in days):
        return None
    language = statement.speech.language
    return Doubtful(statement, "expired", sentence("expired", language, day=day_in_words(fact.value, language)), None, LIKELY)


def _says_that_it_ends(statement: Statement) -> bool:
    """Whether something is said to end with the day, and nothing that it has ended."""
    speech = statement.speech
    return any(map(speech.shows, ENDS.get(statement.fact.role, ()))) and not speech.shows("over")


def _promised(statement: Statement, today: date) -> Doubtful | None:
    fact = statement.fact
    if fact.type is not FactType.DATE or _names_an_act(statement) or not _is_promised(statement):
        return None
    day = last_day(fact.value)
    if day is None or day >= today:
        return None
    language = statement.speech.language
    return Doubtful(
        statement, "expired", sentence("future_past", language, promised=day_in_words(fact.value, language, "for")), None, LIKELY
    )


def _is_promised(statement: Statement) -> bool:
    """Whether a day is said to be still to come: by a verb shortly before it, or by any after it where it opens the sentence."""
    speech, fact = statement.speech, statement.fact
    position = speech.promises().find(fold(statement.text))
    if Speech(statement.claim.sentence[: fact.start], speech.language).shows("ongoing"):
        return False
    opening = {"from": speech.shows("will"), "deadline": speech.shows("must"), None: bool(speech.promises())}
    opens = fact.start <= OPENING and opening.get(fact.role, False)
    still = speech.shows("whenever") and speech.shows("will") and fact.role != "until"
    return opens or still or 0 <= position <= REACH


def _names_an_act(statement: Statement) -> bool:
    """Whether the date is part of the name of an act."""
    start = statement.fact.start
    return any(other.type is FactType.REFERENCE and other.start <= start < other.end for other in statement.beside)


def _exceeded(statement: Statement, rules: Sequence[OfficialRule], today: date) -> Doubtful | None:
    """Whether a rule has already lasted longer, by its first and its last day, than the statement says it may."""
    months = _months(statement.fact.value, statement.fact.unit) if statement.fact.type is FactType.DURATION else None
    for rule in rules if months else ():
        end = rule.last_known(today)
        if not end or end.doubtful or not end.value or not _is_whole_length(statement, rule):
            continue
        length = _months_between(rule.began or today, date.fromisoformat(end.value))
        if months and length > months:
            return _exceeding(statement, rule, end.value, length)
    return None


def _is_whole_length(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the statement says how long the rule lasts in all: by words that stand right beside the value."""
    language = statement.speech.language
    groups = (rule.span or {}).get(language, ())
    start, end = statement.fact.start, statement.fact.end
    beside = fold(statement.claim.sentence[max(0, start - BESIDE) : end + BESIDE])
    # What lasts for years is rarely anything else than what the page is about; shorter lengths have to name it.
    whole = (_months(statement.fact.value, statement.fact.unit) or 0) >= YEAR_IN_MONTHS
    said = f"{statement.far} {statement.near}" if whole else fold(statement.claim.sentence)
    if any(word in fold(statement.claim.sentence) for word in rule.never.get(language, ())):
        return False
    return all(any(each in text for each in group) for group, text in zip(groups, (said, beside), strict=False)) and bool(groups)


def _exceeding(statement: Statement, rule: OfficialRule, end: str, length: int) -> Doubtful:
    language = statement.speech.language
    value, unit = (str(length // 12), "year") if length % 12 == 0 else (str(length), "month")
    reason = sentence(
        "derived",
        language,
        label=rule.label[language],
        start=day_in_words(rule.began.isoformat() if rule.began else None, language),
        end=day_in_words(end, language),
        length=in_words(FactType.DURATION, value, unit, language),
        before=statement.text,
    )
    return Doubtful(statement, "superseded", reason, None, LIKELY, rule)


def _months(value: str, unit: str | None) -> Decimal | None:
    try:
        return Decimal(value.rsplit("..", maxsplit=1)[-1]) * MONTHS_IN[unit or ""]
    except (KeyError, InvalidOperation):
        return None


def _months_between(start: date, end: date) -> int:
    """Whole months from the first to the last day; that the last day counts too makes no month."""
    return (end.year - start.year) * 12 + end.month - start.month
