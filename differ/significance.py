"""How much a Change matters and which sort of rule it touches, with reasons a person can read.

In doubt the higher significance, and the reason says so. Cue words are data of each language, thresholds of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.values import Change, FactChange, FactType, Kind, Provision, Redline, Rule, Significance, Stated
from differ.conditions import OF_LAW, condition
from differ.cues import sides_of, without_neutral
from differ.editorial import editorial
from differ.facts.requirements import is_requirement
from differ.furniture import is_furniture
from differ.language import Language, cue
from differ.language import language as data_of
from differ.numbered import is_number

VALUE_RULES = {
    FactType.AMOUNT: Rule.FEE,
    FactType.PERCENTAGE: Rule.FEE,
    FactType.DURATION: Rule.DEADLINE,
    FactType.DATE: Rule.VALIDITY,
}
NOTHING = Stated("", "")
DETAILS = {FactType.REFERENCE: Rule.REFERENCE, FactType.CONTACT: Rule.CONTACT, FactType.TIME: Rule.CONTACT, FactType.COUNT: Rule.OTHER}
"""Facts whose change matters less than that of a value: who to call, when it is open, how many there were."""
FIGURES = (FactType.COUNT, FactType.PERCENTAGE, FactType.DATE)
"""What statistics are made of."""
DATED = ("prolonged", "in_force")
"""Statuses that a date beside them tells better."""
SUBJECTS = (Rule.FEE, Rule.DEADLINE, Rule.VALIDITY, Rule.CONTACT, Rule.PROCEDURE)
"""What a text may be about where its difference itself touches no rule."""


@dataclass(frozen=True)
class Judgement:
    """Which rule, how significant, and why."""

    rule: Rule
    significance: Significance
    reasons: tuple[str, ...]


def judge(  # noqa: PLR0913 - what one Change shows, each by name
    kind: Kind, place: Provision, redline: Redline, facts: Sequence[FactChange], language: str | None, *, lead: str = ""
) -> Judgement:
    """The judgement of one Change from its redline and its FactChanges; an item of a list stands under its ``lead``."""
    data = data_of(language)
    if kind in (Kind.MOVE, Kind.RENUMBERING):
        return _editorial("only its place changed")
    values = [fact for fact in facts if fact.type in VALUE_RULES and not names_an_act(fact, facts)]
    if kind is Kind.PUBLICATION:
        return _publication(place.label, "".join(words for _, words in redline), values, data)
    if reason := _no_content(kind, redline, data):
        return _editorial(reason)
    if judged := _typed(place, redline, facts, values, data):
        return judged
    if kind is Kind.SUBSTITUTION and (reason := editorial(redline, language)):
        return _editorial(reason)
    return _with_details(_words(kind, place, redline, data, lead), facts, place)


def _no_content(kind: Kind, redline: Redline, data: Language | None) -> str | None:
    """Why what differs is none of a document's content, or ``None``."""
    if kind is not Kind.SUBSTITUTION and all(is_number(text) for _, text in redline):
        return "only a number on a line of its own"
    return "only the page's own furniture changed" if data and is_furniture(redline, data) else None


def about_acts(change: Change, acts: Sequence[str]) -> Change:
    """The Change, major where it is a publication that names acts which a Topic follows (DESIGN §5)."""
    if change.kind is not Kind.PUBLICATION or not acts or change.significance is Significance.MAJOR:
        return change
    reasons = (*change.reasons, *(f"names an act that is followed: {act}" for act in acts))
    return replace(change, significance=Significance.MAJOR, rule=Rule.REFERENCE, reasons=reasons)


def _editorial(reason: str) -> Judgement:
    return Judgement(Rule.OTHER, Significance.EDITORIAL, (reason,))


def _said(facts: Sequence[FactChange]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{fact.type} {_verb(fact)}" for fact in facts))


def _verb(fact: FactChange) -> str:
    return "added" if fact.before is None else "removed" if fact.after is None else "changed"


def _cued(word: str | None) -> tuple[str, ...]:
    return (f"cue: {word.lower()}",) if word else ()


def _publication(title: str, text: str, values: Sequence[FactChange], data: Language | None) -> Judgement:
    """A new item matters when its words state a status, an end date, an amount or a prolongation (DESIGN §5)."""
    figures = cue(data, "statistics_words", title or text) if data else None
    if figures:
        return Judgement(Rule.OTHER, Significance.MINOR, ("new item", f"statistics: {figures.lower()}"))
    status = cue(data, "status_words", without_neutral(text, data)) if data else None
    telling = [fact for fact in values if fact.type is FactType.AMOUNT or fact.role in ("until", "from")]
    stated = tuple(dict.fromkeys(f"{fact.type} stated" for fact in telling))
    significance = Significance.MAJOR if status or telling else Significance.MINOR
    rule = Rule.STATUS if status else VALUE_RULES[telling[0].type] if telling else Rule.OTHER
    return Judgement(rule, significance, ("new item", *_cued(status), *stated))


def _typed(
    place: Provision, redline: Redline, facts: Sequence[FactChange], values: Sequence[FactChange], data: Language | None
) -> Judgement | None:
    """The judgement by the statuses and values that changed, or ``None`` where none did."""
    if statuses := _statuses(redline, facts, values, data):
        stated = statuses[0].after or statuses[0].before or NOTHING
        return Judgement(Rule.STATUS, Significance.MAJOR, _said(statuses) + _cued(stated.text))
    if not values:
        return None
    text = "".join(words for _, words in redline)
    return _figures(values, data, f"{place.path} {place.label} {text}") or _values(values, redline, place, data)


def _statuses(redline: Redline, facts: Sequence[FactChange], values: Sequence[FactChange], data: Language | None) -> list[FactChange]:
    """The statuses that changed, but those that a changed date tells better and those that a noun only names."""
    found = [fact for fact in facts if fact.type is FactType.STATUS]
    if not found or data is None:
        return []
    stated = " ¶ ".join(without_neutral(text, data) for text in sides_of(redline))
    sides = [(fact, fact.after or fact.before or NOTHING) for fact in found]
    return [fact for fact, side in sides if side.text in stated and not (values and side.value in DATED)]


def _figures(values: Sequence[FactChange], data: Language | None, around: str) -> Judgement | None:
    """The judgement of figures that only count what happened, where the text or its heading says that they do."""
    word = cue(data, "statistics_words", around) if data else None
    counted = all(fact.type in FIGURES and fact.role is None for fact in values)
    return Judgement(Rule.OTHER, Significance.MINOR, (*_said(values), f"statistics: {word.lower()}")) if word and counted else None


def _values(values: Sequence[FactChange], redline: Redline, place: Provision, data: Language | None) -> Judgement:
    first = min(values, key=lambda fact: list(VALUE_RULES).index(fact.type))
    text = "".join(words for _, words in redline)
    rule = Rule.CONDITION if data and is_requirement(first, *sides_of(redline), data) else _rule_of(first, text, data)
    word = cue(data, "rule_cues", f"{place.label} {text} {place.path}", rule) if data else None
    return Judgement(rule, Significance.MAJOR, _said(values) + _cued(word))


def _rule_of(fact: FactChange, text: str, data: Language | None) -> Rule:
    """The rule of a value: a time to act or a span of validity, as the words beside it say."""
    if fact.type is FactType.DATE and fact.role == "deadline":
        return Rule.DEADLINE
    lasting = data and cue(data, "rule_cues", text, Rule.VALIDITY) and not cue(data, "rule_cues", text, Rule.DEADLINE)
    return Rule.VALIDITY if fact.type is FactType.DURATION and lasting else VALUE_RULES[fact.type]


def names_an_act(date: FactChange, facts: Sequence[FactChange]) -> bool:
    """Whether a date is part of a reference that changed with it: "la loi du 17 juillet 1997" became that of another day."""
    text = (date.after or date.before or NOTHING).text
    acts = [(fact.after or fact.before or NOTHING).text for fact in facts if fact.type is FactType.REFERENCE]
    return date.type is FactType.DATE and date.role is None and any(text in act for act in acts)


def _words(kind: Kind, place: Provision, redline: Redline, data: Language | None, lead: str) -> Judgement:
    """A difference of words: by the cue words among those that changed, else by what the text is about."""
    said = f"text {'added' if kind is Kind.INSERTION else 'removed' if kind is Kind.REPEAL else 'changed'}"
    if data and (found := condition(kind, place, redline, data, lead)):
        rule, reasons = found
        return Judgement(rule, Significance.MAJOR, (said, *reasons))
    if OF_LAW.match(place.key) and kind in (Kind.INSERTION, Kind.REPEAL):
        return Judgement(Rule.CONDITION, Significance.MAJOR, (said, "in doubt the higher significance: a provision of law in or out"))
    rule, word = _subject(place, redline, data)
    return Judgement(rule, Significance.MINOR, (said, *_cued(word)))


def _with_details(judgement: Judgement, facts: Sequence[FactChange], place: Provision) -> Judgement:
    """The judgement of the words, its rule and reasons made more exact by a contact, an hour, a count or a reference that changed."""
    details = [fact for fact in facts if fact.type in DETAILS]
    if not details or judgement.significance is Significance.MAJOR:
        return judgement
    first = details[0]
    if first.type is FactType.COUNT and OF_LAW.match(place.key):
        return Judgement(Rule.CONDITION, Significance.MAJOR, (*_said(details), "in doubt the higher significance: a number in law"))
    return Judgement(DETAILS[first.type], Significance.MINOR, _said(details))


def _subject(place: Provision, redline: Redline, data: Language | None) -> tuple[Rule, str | None]:
    """What the difference is about, else the text, else the row or item it belongs to; a page's title says too little."""
    changed = " ".join(text for sign, text in redline if sign != "=")
    for text in (changed, "".join(words for _, words in redline), place.label) if data else ():
        assert data is not None
        for rule in SUBJECTS:
            if word := cue(data, "rule_cues", text, rule):
                return rule, word
    return Rule.OTHER, None
