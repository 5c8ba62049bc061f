"""What polled official texts say comes before the bundled history: their Changes are laid over it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from alerts.desk.official import OfficialRule, Step
from core.folding import fold
from core.values import Change, FactChange

POLLED = "official"


def overlaid(rules: Iterable[OfficialRule], changes: Iterable[Change]) -> tuple[OfficialRule, ...]:
    """The rules with a step for each binding Change, the oldest first, that takes one of their values to another."""
    seen = list(changes)
    return tuple(_with(rule, seen) for rule in rules)


def _with(rule: OfficialRule, changes: Sequence[Change]) -> OfficialRule:
    for change in changes:
        for fact in change.facts:
            if _continues(rule, fact) and _speaks_of(rule, change):
                rule = _continued(rule, change, fact)
    return rule


def _continues(rule: OfficialRule, fact: FactChange) -> bool:
    if fact.before is None or fact.after is None or fact.type is not rule.type:
        return False
    return rule.position(fact.before.value, fact.before.unit) is not None


def _speaks_of(rule: OfficialRule, change: Change) -> bool:
    """Whether the Change speaks of the rule, in whichever language it is written."""
    text = fold(" ".join([change.path, change.before or "", change.after or "", *change.summary.values()]))
    return any(_holds(text, groups) for groups in rule.about.values())


def _holds(text: str, groups: Sequence[Sequence[str]]) -> bool:
    return all(any(re.search(rf"\b{re.escape(each)}", text) for each in group) for group in groups)


def _continued(rule: OfficialRule, change: Change, fact: FactChange) -> OfficialRule:
    """The rule up to the value that the Change left, then the one it brought: what was guessed to follow is known now."""
    assert fact.before is not None
    assert fact.after is not None
    place = rule.position(fact.before.value, fact.before.unit)
    known = rule.position(fact.after.value, fact.after.unit)
    assert place is not None
    if known is not None and known > place:
        return replace(rule, history=tuple(_sure(step) if number == known else step for number, step in enumerate(rule.history)))
    step = Step(fact.after.value, fact.after.unit, day=change.effective, certainty=POLLED, source=change.path)
    later = tuple(each for each in rule.history[place + 1 :] if each.value is not None)
    return replace(rule, history=(*rule.history[: place + 1], *later, step))


def _sure(step: Step) -> Step:
    return replace(step, certainty=POLLED)
