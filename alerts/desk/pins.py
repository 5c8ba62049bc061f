"""Pins that lead nowhere: a rule that nobody knows, or an element that holds no value of its rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
Place = tuple[Pin, Provision]
"""A pin and the text in which it stands."""


def astray(
    provisions: Sequence[Provision], stated: Sequence[Statement], rules: Sequence[OfficialRule], language: str
) -> Iterator[Doubtful]:
    """Every element whose rule the page names in vain: one that holds no value of it; of a rule that nobody knows the first alone."""
    known, told = {rule.id: rule for rule in rules}, set[str]()
    for element in _elements(provisions) if is_read(language) else ():
        pin, provision = element[0]
        rule = known.get(pin.rule)
        in_vain = pin.rule not in told if rule is None else not any(_holds(place, stated, rule, language) for place in element)
        if in_vain:
            told.add(pin.rule)
            yield Doubtful(_place(pin, provision, language), PIN, _why(pin.rule, rule, known, language), None, SURE)


def _elements(provisions: Iterable[Provision]) -> Iterator[Sequence[Place]]:
    """The pins of each element; texts that follow one another and are pinned whole to one rule are taken to stand in one."""
    running: list[Place] = []
    for provision in provisions:
        whole = [pin for pin in provision.pins if (pin.start, pin.end) == (0, len(provision.text))]
        if running and (not whole or whole[0].rule != running[0][0].rule):
            yield running
            running = []
        running += [(pin, provision) for pin in whole]
        yield from ([(pin, provision)] for pin in provision.pins if not whole)
    if running:
        yield running


def _holds(place: Place, stated: Iterable[Statement], rule: OfficialRule, language: str) -> bool:
    """Whether a value of the rule's type is stated within a pin."""
    pin, provision = place
    starts = dict(_sentences(provision, language))
    return any(
        each.fact.type is rule.type
        and each.claim.path == provision.path
        and (start := starts.get(each.claim.sentence)) is not None
        and pin.start <= start + each.fact.start
        and start + each.fact.end <= pin.end
        for each in stated
    )


def _sentences(provision: Provision, language: str) -> Iterator[tuple[str, int]]:
    """The sentences of a Provision, and where each begins."""
    start = 0
    for said in sentences(provision.text, language):
        yield said, start
        start += len(said) + 1


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
    for said, start in _sentences(provision, language):
        end = start + len(said)
        if pin.start < end:
            first, last = max(pin.start, start) - start, min(pin.end, end) - start
            fact = Fact(FactType.REFERENCE, pin.rule, BY_THE_PAGE, said[first:last], first, last)
            return Statement(Claim(said, fact, provision.path), Speech(said, language), "", "", ())
    raise ValueError(f"the pin {pin} stands outside the text {provision.text!r}")


def _why(name: str, rule: OfficialRule | None, known: Mapping[str, OfficialRule], language: str) -> str:
    if rule:
        return sentence("pin_empty", language, rule=name, label=rule.label[language])
    close = get_close_matches(name, list(known), n=1)
    return sentence("pin_unknown_near" if close else "pin_unknown", language, rule=name, near=close[0] if close else "")
