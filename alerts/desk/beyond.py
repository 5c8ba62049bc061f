"""Sentences that tell that something goes on beyond its end, or until a later one, as if that had been decided."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.links import is_of_another, spoken_of
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from core.values import FactType

UNTIL, YEAR, FAR = "until", 4, 3
"""The role of an end; how many characters its year has; how many years later a day is rather mistyped."""


def beyond(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of the page that has what a rule ends outlast the end that is known."""
    for rule in rules:
        end = rule.last_known(today) if rule.type is FactType.DATE and rule.role == UNTIL else None
        for statement in stated if end and end.value else ():
            if _outlasts(statement, str(end and end.value)) and _is_said_of(rule, statement, today):
                yield _doubtful(statement, rule, str(end and end.value))


def _outlasts(statement: Statement, end: str) -> bool:
    """Whether it names a later year's like day by which it lasts, or the end itself as a day after which it goes on."""
    fact, speech = statement.fact, statement.speech
    if fact.type is not FactType.DATE or speech.shows("unsettled") or speech.shows("announced"):
        return False
    known = end[: len(fact.value)]
    if fact.value == known:
        return Speech(statement.leading, speech.language).shows("afterwards") and speech.shows("goes_on")
    later = known[:YEAR] < fact.value[:YEAR] <= str(int(known[:YEAR]) + FAR) and fact.value[YEAR:] == known[YEAR:] != ""
    return later and (fact.role == UNTIL or speech.shows("ends") or speech.shows("goes_on"))


def _is_said_of(rule: OfficialRule, statement: Statement, today: date) -> bool:
    """Whether the page says it of what the rule is about."""
    about = rule.about.get(statement.speech.language, ())
    return statement.is_said_by_the_page(today) and not is_of_another(statement, rule) and spoken_of(statement, about) is not None


def _doubtful(statement: Statement, rule: OfficialRule, end: str) -> Doubtful:
    language = statement.speech.language
    reason = sentence("beyond", language, label=rule.label[language], end=day_in_words(end, language))
    return Doubtful(statement, "announced", reason, None, LIKELY, rule)
