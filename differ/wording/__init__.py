"""One sentence that says a Change: "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025"."""

import re
from collections.abc import Sequence

from core.values import Change, FactChange, FactType, Kind, Stated
from differ.repeal import REPEALED_BY_LAW
from differ.wording.around import bases, basis_in_words, hours_in_words
from differ.wording.subjects import labelled
from differ.wording.values import date_in_words, fact_in_words
from differ.wording.words import LOCALES, words

ORDER = (FactType.AMOUNT, FactType.DURATION, FactType.DATE, FactType.PERCENTAGE, FactType.STATUS, FactType.COUNT)
"""The types that a sentence tells, the most telling first."""
DETAILS = (FactType.TIME, FactType.CONTACT)
"""Types told where one took the place of another; so is a reference, but only by itself."""
MOST_VALUES = 3
"""How many values one sentence tells."""
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
    told, values = words(reader), _told_values(change, language)
    if change.kind is Kind.PUBLICATION:
        sentence = str(told["publication"]).format(label=_cut(label or change.path, LONGEST_EXCERPT))
    elif values:
        sentence = _values(change, values, label, language, reader)
    else:
        sentence = _text(change, reader, path_before)
    start = change.effective
    named = any(fact.after and fact.after.value == start for fact in values)
    if not start or len(start) != WHOLE_DATE or change.kind is Kind.PUBLICATION or named:
        return sentence
    return sentence + str(told["effective"]).format(date=date_in_words(start, reader))


def _told_values(change: Change, language: str | None) -> list[FactChange]:
    """The values that the sentence tells, the most telling type first: those that changed, else one that only appears.

    The date of an act is told as part of the act.
    """
    acts = " ".join(side.text for fact in change.facts if fact.type is FactType.REFERENCE for side in (fact.before, fact.after) if side)
    values = [fact for fact in change.facts if not (fact.type is FactType.DATE and _text_of(fact) in acts)]
    both = [fact for fact in (*values, *bases(change, language)) if fact.before and fact.after]
    replaced = [fact for fact in both if fact.type is not FactType.REFERENCE] or both[:1]
    alone = [fact for fact in values if fact.type in ORDER and fact.type is not FactType.STATUS and change.kind is Kind.SUBSTITUTION]
    order = (*ORDER, *DETAILS, FactType.REFERENCE)
    return sorted(replaced, key=lambda fact: order.index(fact.type)) or sorted(alone, key=lambda fact: order.index(fact.type))[:1]


def _text_of(fact: FactChange) -> str:
    side = fact.after or fact.before
    return side.text if side else ""


def _values(change: Change, values: Sequence[FactChange], label: str, language: str | None, reader: str) -> str:
    """The values one after the other, what several are about only once, and how many more there are."""
    told, last = words(reader), ""
    said = list(dict.fromkeys(_said(fact, change, label, language, reader) for fact in values))
    pieces = []
    for about, before, after in said[:MOST_VALUES]:
        key = "value_added" if not before else "value_removed" if not after else "value_again" if about == last else "value_changed"
        pieces.append(str(told[key]).format(label=about, before=before, after=after))
        last = about
    return str(told["joined"]).join(pieces) + _further(len(said) - MOST_VALUES, reader)


def _said(fact: FactChange, change: Change, label: str, language: str | None, reader: str) -> tuple[str, str, str]:
    """What a value is about and its sides in words, with what it is told together with: both ends of opening hours are said alike."""
    about = labelled(change, fact, label, language, reader) or words(reader)["rules"][change.rule]
    basis = basis_in_words(fact, change, language, reader)
    sides = ((fact.before, change.before), (fact.after, change.after))
    before, after = (_stated(fact, side, text, language, reader) + behind for (side, text), behind in zip(sides, basis, strict=True))
    return _cut(about, LONGEST_LABEL), before, after


def _further(count: int, reader: str) -> str:
    """How many other values changed as well."""
    key = "further_one" if count == 1 else "further"
    return str(words(reader)[key]).format(count=count) if count > 0 else ""


def _stated(fact: FactChange, side: Stated | None, text: str | None, language: str | None, reader: str) -> str:
    if side is None:
        return ""
    hours = hours_in_words(side, text or "", language, reader) if fact.type is FactType.TIME else None
    return hours or fact_in_words(fact.type, fact.role, side, reader, language)


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
