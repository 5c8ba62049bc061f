"""How much a Change matters and which sort of rule it touches, with reasons a person can read.

In doubt the higher significance, and the reason says so. Cue words and thresholds are data of each language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.values import Change, FactChange, FactType, Kind, Provision, Redline, Rule, Significance, Stated
from differ.editorial import editorial
from differ.language import Language, cue
from differ.language import language as data_of

LEGAL_KEY = re.compile(r"(art|rct|annex):")
VALUE_RULES = {
    FactType.AMOUNT: Rule.FEE,
    FactType.PERCENTAGE: Rule.FEE,
    FactType.DURATION: Rule.DEADLINE,
    FactType.DATE: Rule.VALIDITY,
}
NOTHING = Stated("", "")
DETAILS = {FactType.REFERENCE: Rule.REFERENCE, FactType.CONTACT: Rule.CONTACT, FactType.TIME: Rule.CONTACT, FactType.COUNT: Rule.OTHER}
"""Facts whose change matters less than that of a value: who to call, when it is open, how many there were."""
CUED_RULES = (Rule.STATUS, Rule.CONDITION, Rule.FEE, Rule.DEADLINE, Rule.VALIDITY, Rule.CONTACT, Rule.PROCEDURE)


@dataclass(frozen=True)
class Judgement:
    """Which rule, how significant, and why."""

    rule: Rule
    significance: Significance
    reasons: tuple[str, ...]


def judge(kind: Kind, place: Provision, redline: Redline, facts: Sequence[FactChange], language: str | None) -> Judgement:
    """The judgement of one Change from its redline and its FactChanges."""
    data = data_of(language)
    changed = " ".join(text for sign, text in redline if sign != "=")
    context = " ".join((place.label, place.path, "".join(text for _, text in redline)))
    if kind in (Kind.MOVE, Kind.RENUMBERING):
        return Judgement(Rule.OTHER, Significance.EDITORIAL, ("only its place changed",))
    values = [fact for fact in facts if fact.type in VALUE_RULES and not _names_an_act(fact, facts)]
    if kind is Kind.PUBLICATION:
        return _publication(changed, values, data)
    if values:
        return _values(values, context, data)
    if kind is Kind.SUBSTITUTION and (reason := editorial(redline, language)):
        return Judgement(Rule.OTHER, Significance.EDITORIAL, (reason,))
    return _with_details(_words(kind, place, changed, context, data), facts)


def about_acts(change: Change, acts: Sequence[str]) -> Change:
    """The Change, major where it is a publication that names acts which a Topic follows (DESIGN §5)."""
    if change.kind is not Kind.PUBLICATION or not acts or change.significance is Significance.MAJOR:
        return change
    reasons = (*change.reasons, *(f"names an act that is followed: {act}" for act in acts))
    return replace(change, significance=Significance.MAJOR, rule=Rule.REFERENCE, reasons=reasons)


def _with_details(judgement: Judgement, facts: Sequence[FactChange]) -> Judgement:
    """The judgement of the words, its rule and reasons made more exact by a contact, an hour, a count or a reference that changed."""
    details = [fact for fact in facts if fact.type in DETAILS]
    if not details or judgement.significance is Significance.MAJOR:
        return judgement
    said = tuple(dict.fromkeys(f"{fact.type} {_verb(fact)}" for fact in details))
    return Judgement(DETAILS[details[0].type], Significance.MINOR, said)


def _publication(text: str, values: Sequence[FactChange], data: Language | None) -> Judgement:
    """A new item matters when its words state a status, an end date, an amount or a prolongation (DESIGN §5)."""
    status = cue(data, "status_words", text) if data else None
    telling = [fact for fact in values if fact.type is FactType.AMOUNT or fact.role in ("until", "from")]
    reasons = ("new item", *([f"cue: {status.lower()}"] if status else []), *(f"{fact.type} stated" for fact in telling))
    significance = Significance.MAJOR if status or telling else Significance.MINOR
    rule = Rule.STATUS if status else VALUE_RULES[telling[0].type] if telling else Rule.OTHER
    return Judgement(rule, significance, reasons)


def _values(values: Sequence[FactChange], context: str, data: Language | None) -> Judgement:
    first = min(values, key=lambda fact: list(VALUE_RULES).index(fact.type))
    rule = VALUE_RULES[first.type]
    if first.type is FactType.DATE and first.role == "deadline":
        rule = Rule.DEADLINE
    word = cue(data, "rule_cues", context, rule) if data else None
    said = tuple(dict.fromkeys(f"{fact.type} {_verb(fact)}" for fact in values))
    return Judgement(rule, Significance.MAJOR, said + ((f"cue: {word.lower()}",) if word else ()))


def _names_an_act(date: FactChange, facts: Sequence[FactChange]) -> bool:
    """Whether a date is part of a reference that changed with it: "la loi du 17 juillet 1997" became that of another day."""
    text = (date.after or date.before or NOTHING).text
    acts = [(fact.after or fact.before or NOTHING).text for fact in facts if fact.type is FactType.REFERENCE]
    return date.type is FactType.DATE and date.role is None and any(text in act for act in acts)


def _verb(fact: FactChange) -> str:
    return "added" if fact.before is None else "removed" if fact.after is None else "changed"


def _words(kind: Kind, place: Provision, changed: str, context: str, data: Language | None) -> Judgement:
    """A difference of words: by the cue words among those that changed, else by what surrounds them."""
    of_law = LEGAL_KEY.match(place.key) is not None
    said = f"text {'added' if kind is Kind.INSERTION else 'removed' if kind is Kind.REPEAL else 'changed'}"
    for rule in (Rule.STATUS, Rule.CONDITION):
        word = _changed_cue(rule, changed, data)
        if word:
            return Judgement(rule, Significance.MAJOR, (said, f"cue: {word.lower()}"))
    if of_law and kind in (Kind.INSERTION, Kind.REPEAL):
        return Judgement(Rule.CONDITION, Significance.MAJOR, (said, "a provision of law in or out: in doubt the higher significance"))
    rule, word = _surrounding_rule(context, data)
    return Judgement(rule, Significance.MINOR, (said, *((f"cue: {word.lower()}",) if word else ())))


def _changed_cue(rule: Rule, changed: str, data: Language | None) -> str | None:
    if data is None:
        return None
    word = cue(data, "rule_cues", changed, rule)
    return word or (cue(data, "condition_words", changed) if rule is Rule.CONDITION and len(changed.split()) <= 3 else None)


def _surrounding_rule(context: str, data: Language | None) -> tuple[Rule, str | None]:
    for rule in CUED_RULES if data else ():
        assert data is not None
        word = cue(data, "rule_cues", context, rule)
        if word:
            return rule, word
    return Rule.OTHER, None
