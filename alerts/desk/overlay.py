"""What polled official texts say comes before the bundled history: their Changes are laid over it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from alerts.desk.official import OfficialRule, Step
from alerts.desk.sides import is_of_one_case
from core.folding import fold
from core.values import Change, FactChange

POLLED = "official"


class Seen(NamedTuple):
    """A Change and the day on which it was seen: that day the official text said what it brought."""

    change: Change
    day: date


def overlaid(rules: Iterable[OfficialRule], changes: Iterable[Seen]) -> tuple[OfficialRule, ...]:
    """The rules with a step for each binding Change, the oldest first, that takes one of their values to another."""
    seen = list(changes)
    return tuple(_with(rule, seen) for rule in rules)


def touches(rule: OfficialRule, change: Change) -> bool:
    """Whether a Change takes one of the values of a rule to another, be it in one case alone."""
    return any(_continues(rule, fact) for fact in change.facts) and _speaks_of(rule, change)


def _with(rule: OfficialRule, seen: Sequence[Seen]) -> OfficialRule:
    for change, day in seen:
        for fact in change.facts:
            if _continues(rule, fact) and _speaks_of(rule, change) and not is_of_one_case(change, fact, rule):
                rule = _continued(rule, Seen(change, day), fact)
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


def _continued(rule: OfficialRule, seen: Seen, fact: FactChange) -> OfficialRule:
    """The rule up to the value that the Change left, then the one it brought: what was guessed to follow is known now."""
    assert fact.before is not None
    assert fact.after is not None
    change = seen.change
    place = rule.position(fact.before.value, fact.before.unit)
    known = rule.position(fact.after.value, fact.after.unit)
    assert place is not None
    if known is not None and known > place:
        sure = replace(rule.history[known], certainty=POLLED)
        return replace(rule, history=(*rule.history[:known], sure, *_not_refuted(rule.history[known + 1 :], seen.day)))
    step = Step(fact.after.value, fact.after.unit, day=change.effective, certainty=POLLED, source=change.path)
    later = tuple(each for each in rule.history[place + 1 :] if each.value is not None)
    return replace(rule, history=(*rule.history[: place + 1], *later, step))


def _not_refuted(later: Iterable[Step], day: date) -> Iterator[Step]:
    """The steps but those of which only was guessed that something came before the day on which the official text was read."""
    return (each for each in later if each.value is not None or (each.day is not None and each.day > day.isoformat()))
