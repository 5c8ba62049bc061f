"""Whether a difference of words touches a condition, who is concerned, or a status, and by which word."""

import re
from collections.abc import Iterator

from core.folding import fold
from core.values import FactChange, FactType, Kind, Provision, Redline, Rule
from differ.cues import exchanged, runs, sides_of, without_neutral
from differ.facts import facts
from differ.facts.requirements import is_requirement
from differ.language import Language, any_of, cue
from differ.thresholds import threshold

OF_LAW = re.compile(r"(art|rct|annex):")
"""How the keys of provisions of law begin."""
DOUBT = "in doubt the higher significance: "

Found = tuple[Rule, tuple[str, ...]]


def condition(kind: Kind, place: Provision, redline: Redline, data: Language, lead: str = "") -> Found | None:
    """The rule (status or condition) that the words of a redline touch and the reasons, or ``None``.

    ``lead`` is what an item of a list stands under.
    """
    if kind is not Kind.SUBSTITUTION:
        return next(_stated(redline, data), None) or next(_listed(lead, data), None)
    return next(_exchanged(redline, data), None) or next(_rebased(redline, data), None) or next(_doubtful(place, redline, data), None)


def _stated(redline: Redline, data: Language) -> Iterator[Found]:
    """A text wholly put in or taken out that states a status or a condition."""
    text = without_neutral(" ".join(words for _, words in redline), data)
    for rule in (Rule.STATUS, Rule.CONDITION):
        if word := cue(data, "rule_cues", text, rule):
            yield rule, (f"cue: {word.lower()}",)


def _listed(lead: str, data: Language) -> Iterator[Found]:
    """A further or a missing item of a list that its lead-in or heading makes one of conditions."""
    if word := cue(data, "condition_leads", lead):
        yield Rule.CONDITION, (f"an item of the list under “{lead}”", f"cue: {word.lower()}")


def _exchanged(redline: Redline, data: Language) -> Iterator[Found]:
    """A word of status, of condition or of people that one text has and the other has not."""
    before, after = (without_neutral(side, data) for side in sides_of(redline))
    for rule in (Rule.STATUS, Rule.CONDITION):
        for word in exchanged(data, "rule_cues", before, after, rule):
            yield rule, (f"cue: {word.lower()}",)
    for word in exchanged(data, "deciding_words", before, after):
        yield Rule.CONDITION, (f"cue: {word.lower()}",)
    for word in exchanged(data, "scope_words", before, after):
        yield Rule.CONDITION, ("who is concerned changed", f"cue: {word.lower()}")
    for removed, added in runs(redline):
        if len(f"{removed} {added}".split()) <= threshold("few_words"):
            for word in exchanged(data, "condition_words", removed, added):
                yield Rule.CONDITION, (f"cue: {word.lower()}",)


def _rebased(redline: Redline, data: Language) -> Iterator[Found]:
    """A percentage that stays of something else: "120 % du revenu d'intégration", "120 % du salaire"."""
    before, after = sides_of(redline)
    old, new = ([fact for fact in facts(text, data.code) if fact.type is FactType.PERCENTAGE] for text in (before, after))
    for ours, theirs in zip(old, new, strict=False):
        bases = [_basis(text[fact.end :], data) for text, fact in ((before, ours), (after, theirs))]
        if ours.value == theirs.value and all(bases) and bases[0] != bases[1]:
            required = is_requirement(FactChange(FactType.PERCENTAGE, None, ours.stated(), theirs.stated()), before, after, data)
            yield Rule.CONDITION if required else Rule.FEE, ("what a percentage is taken of changed",)


def _basis(tail: str, data: Language) -> str:
    """The words of which a percentage is taken, folded; empty where none begins with "of"."""
    found = re.match(
        rf" {any_of(data.words['percent_of'])} ?(?P<basis>[^\s.,;:!?()]+(?: [^\s.,;:!?()]+){{0,2}})", tail.replace("’", "'"), re.IGNORECASE
    )
    return fold(found["basis"]) if found else ""


def _doubtful(place: Provision, redline: Redline, data: Language) -> Iterator[Found]:
    """A further element of law, or a condition on both sides of a passage that was reworded at length."""
    for removed, added in runs(redline):
        run = removed or added
        joint = run.split()[0].lower() if run.split() else ""
        short = len(run.split()) <= threshold("further_words")
        if OF_LAW.match(place.key) and short and not (removed and added) and joint in data.words["list_words"]:
            yield Rule.CONDITION, (f"{DOUBT}an element joined with “{joint}”",)
        word = cue(data, "rule_cues", f"{removed} ¦ {added}", Rule.CONDITION)
        if word and min(len(removed.split()), len(added.split())) > threshold("long_passage"):
            yield Rule.CONDITION, (f"{DOUBT}a passage with “{word.lower()}” was reworded at length",)
