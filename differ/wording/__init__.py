"""One sentence that says a Change: "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025"."""

from core.values import Change, FactChange, FactType, Kind, Stated
from differ.language import cue, cues
from differ.language import language as data_of
from differ.repeal import REPEALED_BY_LAW
from differ.wording.values import date_in_words, value_in_words
from differ.wording.words import LOCALES, words

ORDER = (FactType.AMOUNT, FactType.DURATION, FactType.DATE, FactType.PERCENTAGE, FactType.STATUS, FactType.COUNT)
"""The types that a sentence tells, the most telling first."""
AS_WRITTEN = (FactType.TIME, FactType.CONTACT, FactType.REFERENCE)
"""Types told in the words of the text, and only where one took the place of another."""
LONGEST_LABEL = 90
LONGEST_EXCERPT = 160
WHOLE_DATE = 10


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
        sentence = _value(told_value, label or _subject(change, told_value, language) or told["rules"][change.rule], reader)
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
    if side is None:
        return ""
    if fact.type in AS_WRITTEN:
        return side.text
    value = value_in_words(fact.type, side.value, side.unit, reader)
    role = words(reader)["roles"].get(fact.role)
    return str(role).format(date=value) if role and fact.type is FactType.DATE else value


def _subject(change: Change, told: FactChange, language: str | None) -> str:
    """What the value is about: the longest cue word before it, else the first of all, with a capital; else the last heading."""
    data = data_of(language)
    text = (change.after if told.after else change.before) or ""
    before = text[: max(0, text.find(_text_of(told)))]
    heading = change.path.rpartition(" › ")[2]
    if data is None or change.rule not in data.words["rule_cues"]:
        return heading
    found = list(cues(data, "rule_cues", before, change.rule))
    word = max(found, key=len) if found else cue(data, "rule_cues", text, change.rule)
    return word[0].upper() + word[1:] if word else heading


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
    return " … ".join(text.strip() for side, text in change.redline if side == sign and text.strip())


def _cut(text: str, longest: int) -> str:
    """``text``, or its beginning up to a whole word."""
    if len(text) <= longest:
        return text.strip()
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
