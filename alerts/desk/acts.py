"""Sentences that speak of an act as a plan though it binds already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.official import OfficialRule, Step
from alerts.desk.statements import Statement
from core.values import FactType

RECENT = 2
"""How many years before a rule binds the act that made it may have been adopted; an older one was only amended."""


def acts_told_as_plans(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement that says of an act in force that it is still to come."""
    binding = dict(_binding(rules, today))
    for statement in stated:
        step = binding.get(statement.fact.value) if statement.fact.type is FactType.REFERENCE else None
        if step and statement.is_said_by_the_page(today) and _tells_a_plan(statement):
            yield _doubtful(statement, step)


def _binding(rules: Iterable[OfficialRule], today: date) -> Iterator[tuple[str, Step]]:
    for rule in rules:
        for step in rule.history:
            adopted = step.reference.partition("#")[0].rpartition(":")[2][:4]
            if step.binds(today) and step.day and adopted.isdigit() and int(step.day[:4]) - int(adopted) <= RECENT:
                yield step.reference.partition("#")[0], step


def _tells_a_plan(statement: Statement) -> bool:
    speech = statement.speech
    if speech.shows("law"):
        return False
    not_yet = any(other.value == "not_yet_in_force" for other in statement.beside if other.type is FactType.STATUS)
    return not_yet or speech.shows("announced")


def _doubtful(statement: Statement, step: Step) -> Doubtful:
    language = statement.speech.language
    reason = sentence("act_in_force", language, act=statement.text, since=day_in_words(step.day, language, "since"))
    return Doubtful(statement, "announced", reason, None, LIKELY)
