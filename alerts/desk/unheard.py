"""Values that a rule never had, told of it so plainly that they cannot be of another: "recours ordinaire : 45 jours", "opnieuw open"."""

from collections.abc import Sequence

from alerts.desk.expressions import first_of
from alerts.desk.lengths import same_length
from alerts.desk.official import OfficialRule, Step
from alerts.desk.standing import OPPOSITE, is_said_to_stand
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import Fact, FactType

SHORT, LONG = frozenset({"day", "working_day", "week"}), frozenset({"month", "year"})


def told_plainly(statement: Statement, rule: OfficialRule) -> tuple[str, ...]:
    """The words by which the statement is plainly about a rule that has one value for everybody, and tells another; else none.

    All stand in the sentence, its row, the headings above or the question it answers; with a value of the rule it compares the two.
    """
    if rule.type is FactType.STATUS:
        return _told_the_opposite(statement, rule)
    groups = rule.sole.get(statement.speech.language, ())
    if not groups or statement.fact.type is not rule.type or not _is_another(statement, rule):
        return ()
    place = statement.near
    if first_of(rule.never.get(statement.speech.language, ()), place):
        return ()
    found = [first_of(group, place) for group in groups]
    return tuple(each for each in found if each) if all(found) else ()


def _told_the_opposite(statement: Statement, rule: OfficialRule) -> tuple[str, ...]:
    """The words by which the statement tells of whom the rule names the opposite of its only state: "hervat", though only ever frozen."""
    fact, language = statement.fact, statement.speech.language
    known = {step.value for step in rule.history}
    if len(known) > 1 or any({fact.value, state} not in OPPOSITE for state in known) or not _is_told_as_real(statement):
        return ()
    said = fold(f"{statement.row} {statement.claim.sentence}")
    if first_of(rule.never.get(language, ()), said):
        return ()
    found = [first_of(group, said) for group in rule.about.get(language, ())]
    return tuple(each for each in found if each) if found and all(found) else ()


def _is_told_as_real(statement: Statement) -> bool:
    """Whether it is neither denied, nor awaited, nor promised."""
    speech = statement.speech
    unreal = speech.shows_before("awaited", statement.fact.start) or speech.promises() or speech.shows("announced")
    return not unreal and is_said_to_stand(statement)


def _is_another(statement: Statement, rule: OfficialRule) -> bool:
    """Whether no value of the sentence is one of the rule's, nor the same in other words."""
    said = [fact for fact in (statement.fact, *statement.beside) if fact.type is rule.type]
    known = [step for step in rule.history if step.value]
    return len(said) == 1 and bool(known) and not any(_alike(statement.fact, step) for step in known) and _is_comparable(said[0], known)


def _is_comparable(fact: Fact, known: Sequence[Step]) -> bool:
    """Whether the value is measured as the rule's are: time limits in days and those in years are hardly ever of one rule."""
    units = {step.unit for step in known}
    return fact.unit in units or any(fact.unit in kind and units & kind for kind in (SHORT, LONG))


def _alike(fact: Fact, step: Step) -> bool:
    return step.states(fact.value, fact.unit) or same_length((fact.value, fact.unit), (step.value or "", step.unit))
