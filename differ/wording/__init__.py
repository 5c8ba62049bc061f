"""One sentence that says a Change: "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025"."""

import re

from core.values import Change, FactChange, FactType, Kind, Stated
from differ.repeal import REPEALED_BY_LAW
from differ.wording.subjects import labelled
from differ.wording.values import AS_WRITTEN, date_in_words, fact_in_words
from differ.wording.words import LOCALES, words

ORDER = (FactType.AMOUNT, FactType.DURATION, FactType.DATE, FactType.PERCENTAGE, FactType.STATUS, FactType.COUNT)
"""The types that a sentence tells, the most telling first."""
LONGEST_LABEL = 90
SHORTEST_EXCERPT, LONGEST_EXCERPT = 40, 160
WHOLE_DATE = 10
EDGES = " ,;:"
"""What a quotation neither begins nor ends with."""


def summary(change: Change, label: str, language: str | None, path_before: str = "") -> dict[str, str]:
    """The sentence in every language people read Veille in.

    ``label`` names the thing the text is about, ``path_before`` is where it stood.
    """
    return {reader: _sentence(change, label, language, reader, path_before) for reader in LOCALES}


def _sentence(change: Change, label: str, language: str | None, reader: str, path_before: str) -> str:
    told, told_value = words(reader), _told_value(change)
    if change.kind is Kind.PUBLICATION:
        sentence = str(told["publication"]).format(label=_cut(label or change.path, LONGEST_EXCERPT))
    elif told_value:
        sentence = _value(told_value, labelled(change, told_value, label, language, reader) or told["rules"][change.rule], reader)
        sentence += _further(change, told_value, reader)
    else:
        sentence = _text(change, reader, path_before)
    start = change.effective
    named = told_value is not None and told_value.after is not None and told_value.after.value == start
    if not start or len(start) != WHOLE_DATE or change.kind is Kind.PUBLICATION or named:
        return sentence
    return sentence + str(told["effective"]).format(date=date_in_words(start, reader))


def _told_value(change: Change) -> FactChange | None:
    """The value that the sentence tells: one that changed before one that only appears, the most telling type first.

    The date of an act is told as part of the act.
    """
    acts = " ".join(side.text for fact in change.facts if fact.type is FactType.REFERENCE for side in (fact.before, fact.after) if side)
    values = [fact for fact in change.facts if fact.type in ORDER and not (fact.type is FactType.DATE and _text_of(fact) in acts)]
    both = [fact for fact in values if fact.before and fact.after]
    replaced = [fact for fact in change.facts if fact.type in AS_WRITTEN and fact.before and fact.after]
    alone = [fact for fact in values if fact.type is not FactType.STATUS] if change.kind is Kind.SUBSTITUTION else []
    return min(both or replaced or alone, key=lambda fact: (*ORDER, *AS_WRITTEN).index(fact.type), default=None)


def _text_of(fact: FactChange) -> str:
    side = fact.after or fact.before
    return side.text if side else ""


def _further(change: Change, told: FactChange, reader: str) -> str:
    """How many other values of the kinds that matter changed as well."""
    count = sum(1 for fact in change.facts if fact is not told and fact.type in ORDER[:4] and fact.before and fact.after)
    key = "further_one" if count == 1 else "further"
    return str(words(reader)[key]).format(count=count) if count else ""


def _value(fact: FactChange, label: str, reader: str) -> str:
    before, after = (_stated(fact, side, reader) for side in (fact.before, fact.after))
    key = "value_changed" if before and after else "value_added" if after else "value_removed"
    return str(words(reader)[key]).format(label=_cut(label, LONGEST_LABEL), before=before, after=after)


def _stated(fact: FactChange, side: Stated | None, reader: str) -> str:
    return fact_in_words(fact.type, fact.role, side, reader) if side else ""


def _text(change: Change, reader: str, path_before: str) -> str:
    told = words(reader)
    before, after = _differing(change, "-"), _differing(change, "+")
    kind = str(change.kind)
    if change.kind is Kind.SUBSTITUTION and not (before and after):
        kind = "words_added" if after else "words_removed" if before else "layout"
    if change.kind is Kind.REPEAL and REPEALED_BY_LAW in change.reasons:
        kind = "repealed"
    if change.kind in (Kind.MOVE, Kind.RENUMBERING):
        before, after = change.before or "", change.after or ""
    path = change.path or told["rules"][change.rule]
    return str(told[kind]).format(
        path=path, path_before=path_before, before=_cut(before, LONGEST_EXCERPT), after=_cut(after, LONGEST_EXCERPT)
    )


def _differing(change: Change, sign: str) -> str:
    pieces = (text.strip(EDGES) for side, text in change.redline if side == sign)
    return " … ".join(piece for piece in pieces if piece)


def _cut(text: str, longest: int) -> str:
    """``text``, or its beginning up to a whole sentence that tells enough, else up to a whole word."""
    if len(text) <= longest:
        return text.strip()
    if sentences := re.match(rf".{{{SHORTEST_EXCERPT},{longest - 1}}}[.!?](?= )", text):
        return f"{sentences[0]} …"
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
