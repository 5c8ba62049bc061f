"""Sentences that time alone made wrong: an end that has passed, a promise whose day has come, a length that was exceeded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, in_words, sentence
from alerts.desk.official import OfficialRule
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import FactType

MONTHS_IN = {"month": 1, "year": 12}
ENDS: Mapping[str | None, str] = {"until": "validity", "deadline": "call"}
"""By the role of a date, what a sentence must show to say that something ends with it."""
BESIDE = 30
REACH = 80
"""How many characters after the verb a promised day may stand."""


def expired(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of the page that the calendar contradicts."""
    exceedable = [rule for rule in rules if rule.began and rule.span]
    for statement in stated:
        if statement.is_said_by_the_page():
            for found in (_ended(statement, today), _promised(statement, today), _exceeded(statement, exceedable, today)):
                if found:
                    yield found


def _ended(statement: Statement, today: date) -> Doubtful | None:
    fact = statement.fact
    if fact.type is not FactType.DATE or len(fact.value) != 10 or not statement.speech.shows(ENDS.get(fact.role, "")):
        return None
    days = [last_day(other.value) for other in (fact, *statement.beside) if other.type is FactType.DATE]
    if any(day is None or day >= today for day in days):
        return None
    language = statement.speech.language
    return Doubtful(statement, "expired", sentence("expired", language, day=day_in_words(fact.value, language)), None, LIKELY)


def _promised(statement: Statement, today: date) -> Doubtful | None:
    fact, promise = statement.fact, statement.speech.promises()
    if fact.type is not FactType.DATE or not promise:
        return None
    position, day = promise.find(fold(statement.text)), last_day(fact.value)
    if day is None or day >= today or not 0 <= position <= REACH:
        return None
    language = statement.speech.language
    return Doubtful(
        statement, "expired", sentence("future_past", language, promised=day_in_words(fact.value, language, "for")), None, LIKELY
    )


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
    groups = (rule.span or {}).get(statement.speech.language, ())
    start, end = statement.fact.start, statement.fact.end
    beside = fold(statement.claim.sentence[max(0, start - BESIDE) : end + BESIDE])
    said = fold(statement.claim.sentence)
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


def last_day(value: str) -> date | None:
    """The last day that an ISO date may mean: of ``2026-06`` the 30th; ``None`` where it names no year."""
    if value.startswith("-") or not value[:4].isdigit():
        return None
    year, month = int(value[:4]), int(value[5:7] or 12) if len(value) >= 7 else 12
    if len(value) == 10:
        return date.fromisoformat(value)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
