"""One sentence that says a Change: "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025"."""

from core.values import Change, FactChange, FactType, Kind, Stated
from differ.language import cue
from differ.language import language as data_of
from differ.repeal import REPEALED_BY_LAW
from differ.wording.values import date_in_words, value_in_words
from differ.wording.words import LOCALES, words

LONGEST_LABEL = 90
LONGEST_EXCERPT = 160
WHOLE_DATE = 10


def summary(change: Change, label: str, language: str | None) -> dict[str, str]:
    """The sentence in every language people read Veille in; ``label`` names the thing the text is about."""
    return {reader: _sentence(change, label, language, reader) for reader in LOCALES}


def _sentence(change: Change, label: str, language: str | None, reader: str) -> str:
    told, told_value = words(reader), _told_value(change)
    if change.kind is Kind.PUBLICATION:
        sentence = str(told["publication"]).format(label=_cut(label or change.path, LONGEST_EXCERPT))
    elif told_value:
        sentence = _value(told_value, label or _subject(change, language) or told["rules"][change.rule], reader)
    else:
        sentence = _text(change, reader)
    start = change.effective
    named = told_value is not None and told_value.after is not None and told_value.after.value == start
    if not start or len(start) != WHOLE_DATE or change.kind is Kind.PUBLICATION or named:
        return sentence
    return sentence + str(told["effective"]).format(date=date_in_words(start, reader))


def _told_value(change: Change) -> FactChange | None:
    """The value that the sentence tells: one that changed before one that only appears, of the type the rule is about."""
    order = (FactType.AMOUNT, FactType.DURATION, FactType.DATE, FactType.PERCENTAGE)
    both = [fact for fact in change.facts if fact.before and fact.after and fact.type in order]
    alone = [fact for fact in change.facts if fact.type in order] if change.kind is Kind.SUBSTITUTION else []
    return min(both or alone, key=lambda fact: order.index(fact.type), default=None)


def _value(fact: FactChange, label: str, reader: str) -> str:
    before, after = (_stated(fact, side, reader) for side in (fact.before, fact.after))
    key = "value_changed" if before and after else "value_added" if after else "value_removed"
    return str(words(reader)[key]).format(label=_cut(label, LONGEST_LABEL), before=before, after=after)


def _stated(fact: FactChange, side: Stated | None, reader: str) -> str:
    if side is None:
        return ""
    value = value_in_words(fact.type, side.value, side.unit, reader)
    role = words(reader)["roles"].get(fact.role)
    return str(role).format(date=value) if role and fact.type is FactType.DATE else value


def _subject(change: Change, language: str | None) -> str:
    """What the value is about: a cue word of the text, with a capital, else the last heading."""
    data = data_of(language)
    text = " ".join(filter(None, (change.before, change.after)))
    word = cue(data, "rule_cues", text, change.rule) if data and change.rule in data.words["rule_cues"] else None
    heading = change.path.rpartition(" › ")[2]
    return word[0].upper() + word[1:] if word else heading


def _text(change: Change, reader: str) -> str:
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
        path=path, path_before=change.key_before or "", before=_cut(before, LONGEST_EXCERPT), after=_cut(after, LONGEST_EXCERPT)
    )


def _differing(change: Change, sign: str) -> str:
    return " … ".join(text.strip() for side, text in change.redline if side == sign and text.strip())


def _cut(text: str, longest: int) -> str:
    """``text``, or its beginning up to a whole word."""
    if len(text) <= longest:
        return text.strip()
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
