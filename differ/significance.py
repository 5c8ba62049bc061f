"""How much a Change matters and which sort of rule it touches, with reasons a person can read.

In doubt the higher significance, and the reason says so. Cue words and thresholds are data of each language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from core.folding import fold
from core.values import Change, FactChange, FactType, Kind, Provision, Redline, Rule, Significance
from differ.facts import with_values
from differ.language import Language, cue
from differ.language import language as data_of

SHORTEST = 4
"""Letters from which a word that differs in one letter may be the same word spelt otherwise."""
LONGEST_STAMP = 14
"""Words, both dates counted, of the longest line that is only a page's own date."""
LEGAL_KEY = re.compile(r"(art|rct|annex):")
VALUE_RULES = {
    FactType.AMOUNT: Rule.FEE,
    FactType.PERCENTAGE: Rule.FEE,
    FactType.DURATION: Rule.DEADLINE,
    FactType.DATE: Rule.VALIDITY,
}
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
    values = [fact for fact in facts if fact.type in VALUE_RULES]
    if kind is Kind.PUBLICATION:
        return _publication(changed, values, data)
    if values and _is_stamp(values, redline, data):
        return Judgement(Rule.OTHER, Significance.EDITORIAL, ("only the page's own date changed",))
    if values:
        return _values(values, context, data)
    if kind is Kind.SUBSTITUTION and (reason := _editorial(redline, data, language)):
        return Judgement(Rule.OTHER, Significance.EDITORIAL, (reason,))
    return _words(kind, place, changed, context, data)


def about_acts(change: Change, acts: Sequence[str]) -> Change:
    """The Change, major where it is a publication that names acts which a Topic follows (DESIGN §5)."""
    if change.kind is not Kind.PUBLICATION or not acts or change.significance is Significance.MAJOR:
        return change
    reasons = (*change.reasons, *(f"names an act that is followed: {act}" for act in acts))
    return replace(change, significance=Significance.MAJOR, rule=Rule.REFERENCE, reasons=reasons)


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


def _is_stamp(values: Sequence[FactChange], redline: Redline, data: Language | None) -> bool:
    """Whether only a "Mis à jour le" changed: dates without a role, in a text of few words that says so."""
    text = "".join(words for _, words in redline)
    plain = all(fact.type is FactType.DATE and not fact.role for fact in values)
    return plain and data is not None and len(text.split()) <= LONGEST_STAMP and cue(data, "stamp_words", text) is not None


def _verb(fact: FactChange) -> str:
    return "added" if fact.before is None else "removed" if fact.after is None else "changed"


def _editorial(redline: Redline, data: Language | None, language: str | None) -> str | None:
    """Why a difference of words is none of substance, or ``None``."""
    before, after = ("".join(text for sign, text in redline if sign in wanted) for wanted in ("=-", "=+"))
    if _plain([before]) == _plain([after]):
        return "only punctuation, case, accents or spacing changed"
    if _plain([with_values(before, language)]) == _plain([with_values(after, language)]):
        return "only the way of writing a value changed"
    removed, added = ([word for sign, text in redline if sign == side for word in _plain([text]).split()] for side in "-+")
    if len(removed) == len(added) and all(_misspelt(old, new, data) for old, new in zip(removed, added, strict=True)):
        return "only spelling changed"
    return None


def _plain(texts: Iterator[str] | Sequence[str]) -> str:
    return " ".join(re.findall(r"\w+", fold("".join(texts))))


def _misspelt(old: str, new: str, data: Language | None) -> bool:
    """Whether one word is the other with a letter wrong; a prefix makes another word of it: "recevable", "irrecevable"."""
    meaningful = {fold(word) for word in data.words["condition_words"]} if data else set()
    if {old, new} & meaningful or any(map(str.isdigit, old + new)):
        return False
    if old == new or min(len(old), len(new)) < SHORTEST:
        return old == new
    return old[0] == new[0] and not old.endswith(new) and not new.endswith(old) and _one_letter_apart(old, new)


def _one_letter_apart(old: str, new: str) -> bool:
    """Whether one letter was put in, dropped or replaced, or two neighbours were swapped."""
    start = _common_start(old, new)
    end = _common_start(old[start:][::-1], new[start:][::-1])
    removed, added = old[start : len(old) - end], new[start : len(new) - end]
    return max(len(removed), len(added)) <= 1 or (len(removed) == 2 and removed == added[::-1])


def _common_start(old: str, new: str) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


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
