"""Pins that lead nowhere: a rule that nobody knows, or an element that holds no value of its rule."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from alerts.desk.claims import Claim
from alerts.desk.decisions import Decision, decision_about
from alerts.desk.doubts import SURE, Doubtful, sentence
from alerts.desk.links import BY_THE_PAGE
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech, is_read
from alerts.desk.statements import Statement
from alerts.sentences import sentences
from core.values import Fact, FactType, Pin, Provision

PIN = "pin"


def astray(
    provisions: Sequence[Provision], stated: Sequence[Statement], rules: Sequence[OfficialRule], language: str
) -> Iterator[Doubtful]:
    """For each rule that the markup of the page names in vain, the first place where it does."""
    known, told = {rule.id: rule for rule in rules}, set[str]()
    repeated = {(each.pin, each.fact.type) for each in stated}
    for provision in provisions if is_read(language) else ():
        for pin in provision.pins:
            rule = known.get(pin.rule)
            if pin.rule not in told and (rule is None or (rule.id, rule.type) not in repeated):
                told.add(pin.rule)
                yield Doubtful(_place(pin, provision, language), PIN, _why(pin.rule, rule, known, language), None, SURE)


def forgotten(
    stated: Sequence[Statement], decisions: Sequence[Decision], rules: Sequence[OfficialRule], language: str
) -> Iterator[Doubtful]:
    """Every statement that an editor pinned to a rule which is known no more."""
    known = {rule.id: rule for rule in rules}
    for statement in stated:
        decision = decision_about(statement, decisions)
        if decision and decision.rule and decision.rule not in known:
            yield Doubtful(statement, PIN, sentence("pin_forgotten", language, rule=decision.rule), None, SURE)


def _place(pin: Pin, provision: Provision, language: str) -> Statement:
    """The sentence where the pin begins, with as much of it as is pinned."""
    start = 0
    for said in sentences(provision.text, language):
        end = start + len(said)
        if pin.start < end:
            first, last = max(pin.start, start) - start, min(pin.end, end) - start
            fact = Fact(FactType.REFERENCE, pin.rule, BY_THE_PAGE, said[first:last], first, last)
            return Statement(Claim(said, fact, provision.path), Speech(said, language), "", "", ())
        start = end + 1
    raise ValueError(f"the pin {pin} stands outside the text {provision.text!r}")


def _why(name: str, rule: OfficialRule | None, known: Mapping[str, OfficialRule], language: str) -> str:
    if rule:
        return sentence("pin_empty", language, rule=name, label=rule.label[language])
    close = get_close_matches(name, list(known), n=1)
    return sentence("pin_unknown_near" if close else "pin_unknown", language, rule=name, near=close[0] if close else "")
