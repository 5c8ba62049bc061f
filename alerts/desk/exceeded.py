"""Sentences that say that a rule lasts at most so long, though by its first and its last day it has lasted longer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, in_words, sentence
from alerts.desk.expressions import first_of
from alerts.desk.leaning import PRONOUN
from alerts.desk.official import OfficialRule
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import FactType

MONTHS_IN: Mapping[str, int] = {"month": 1, "year": 12}
YEAR_IN_MONTHS = 12
BESIDE = 30


def exceeded(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of a whole length that its rule has already exceeded."""
    measured = [rule for rule in rules if rule.began and rule.span]
    for statement in stated:
        if statement.fact.type is FactType.DURATION and statement.is_said_by_the_page(today):
            found = _exceeded(statement, measured, today)
            if found:
                yield found


def _exceeded(statement: Statement, rules: Sequence[OfficialRule], today: date) -> Doubtful | None:
    """Whether a rule has already lasted longer, by its first and its last day, than the statement says it may."""
    months = _months(statement.fact.value, statement.fact.unit)
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
    told = statement.page if PRONOUN.search(fold(statement.claim.sentence)) else f"{statement.far} {statement.near}"
    said = told if whole else fold(statement.claim.sentence)
    # Beside an amount it is how long that is paid.
    paid = any(other.type is FactType.AMOUNT for other in statement.beside)
    if paid or first_of(rule.never.get(language, ()), fold(statement.claim.sentence)):
        return False
    return bool(groups) and all(first_of(group, text) for group, text in zip(groups, (said, beside), strict=False))


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
