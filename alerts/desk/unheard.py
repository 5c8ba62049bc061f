"""Values that a rule never had, told of it so plainly that they cannot be of another: "recours ordinaire : 45 jours", "opnieuw open"."""

from collections.abc import Sequence

from alerts.desk.expressions import first_of
from alerts.desk.lengths import LONG, SHORT, same_length
from alerts.desk.official import OfficialRule, Step
from alerts.desk.opposites import OPPOSITE
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import Fact, FactType

FEW = ("1", "1.5", "2")
"""How many months are still a time limit that others tell in days."""


def told_plainly(statement: Statement, rule: OfficialRule) -> tuple[str, ...]:
    """The words by which the statement is plainly about a rule that has one value for everybody, and tells another; else none.

    All stand in the sentence, its row, the headings above or the question it answers; with a value of the rule it compares the two.
    """
    if rule.type is FactType.STATUS:
        return _told_the_opposite(statement, rule)
    groups = rule.sole.get(statement.speech.language, ())
    heads = statement.claim.path.endswith(statement.claim.sentence)
    if not groups or heads or statement.speech.shows("practice") or not _is_another(statement, rule):
        return ()
    place = statement.near
    headings = statement.claim.path.split(" › ")[-2:]
    if first_of(rule.never.get(statement.speech.language, ()), fold(" ".join([*headings, statement.clause]))):
        return ()
    found = [first_of(group, place) for group in groups]
    return tuple(each for each in found if each) if all(found) else ()


def _told_the_opposite(statement: Statement, rule: OfficialRule) -> tuple[str, ...]:
    """The words by which a state is told of whom the rule names the opposite of its only one: "hervat", though only ever frozen."""
    known, told = {step.value for step in rule.history}, statement.told
    if told is None or told.matter != rule.matter or len(known) > 1 or any({told.fact.value, state} not in OPPOSITE for state in known):
        return ()
    found = [first_of(group, told.subject) for group in rule.about.get(statement.speech.language, ())]
    return tuple(each for each in found if each) if found and all(found) else ()


def _is_another(statement: Statement, rule: OfficialRule) -> bool:
    """Whether no value of the sentence is one of the rule's, nor the same in other words."""
    said = [statement.fact, *(other for other in statement.beside if other.type is rule.type and other.text in statement.clause)]
    known = [step for step in rule.history if step.value]
    return len(said) == 1 and bool(known) and not any(_alike(statement.fact, step) for step in known) and _is_comparable(said[0], known)


def _is_comparable(fact: Fact, known: Sequence[Step]) -> bool:
    """Whether the value is measured as the rule's are: time limits in days and those in years are hardly ever of one rule."""
    units = {step.unit for step in known}
    few_months = fact.unit == "month" and fact.value in FEW
    return fact.unit in units or any((fact.unit in kind or (few_months and kind is SHORT)) and units & kind for kind in (SHORT, LONG))


def _alike(fact: Fact, step: Step) -> bool:
    return step.states(fact.value, fact.unit) or same_length((fact.value, fact.unit), (step.value or "", step.unit))
