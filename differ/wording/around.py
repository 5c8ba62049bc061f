"""What a value is told together with: the other end of its opening hours, the words that say of what a percentage is."""

import re
from collections.abc import Iterator
from itertools import pairwise

from core.values import Change, Fact, FactChange, FactType, Stated
from differ.facts import facts
from differ.language import any_of
from differ.language import language as data_of
from differ.wording.values import clock_in_words, quoted
from differ.wording.words import words

LONGEST_BASIS = 6
"""Words of a basis, beyond which it says too much for one sentence."""
CLAUSE = re.compile(r"(?: [^\s.,;:!?()]+)*")


def hours_in_words(side: Stated, text: str, language: str | None, reader: str) -> str | None:
    """Opening hours whole, where ``text`` says from when to when: "de 9 h à 12 h" for the "12 h" that changed."""
    times = [fact for fact in facts(text, language) if fact.type is FactType.TIME]
    for first, last in pairwise(times):
        if side in (first.stated(), last.stated()) and _is_span(text[first.end : last.start], language):
            return str(words(reader)["hours"]).format(first=clock_in_words(first.value, reader), last=clock_in_words(last.value, reader))
    return None


def _is_span(between: str, language: str | None) -> bool:
    data = data_of(language)
    return data is not None and re.fullmatch(any_of(data.words["hour_spans"]), between.strip(), re.IGNORECASE) is not None


def bases(change: Change, language: str | None) -> Iterator[FactChange]:
    """The percentages that stay and of which only the words behind changed: "20 % du revenu" → "20 % du salaire brut"."""
    if not change.before or not change.after or change.facts:
        return
    for old, new in zip(_percentages(change.before, language), _percentages(change.after, language), strict=False):
        first, last = _basis(old, change.before, new, change.after)
        if old.value == new.value and first and change.before[: old.end] + last + change.before[old.end + len(first) :] == change.after:
            yield FactChange(FactType.PERCENTAGE, None, old.stated(), new.stated())


def basis_in_words(fact: FactChange, change: Change, language: str | None, reader: str) -> tuple[str, str]:
    """The words behind a percentage before and after, in quotation marks with a space before; empty where they stay."""
    texts = change.before or "", change.after or ""
    found = [
        next((each for each in _percentages(text, language) if each.stated() == side), None)
        for text, side in zip(texts, (fact.before, fact.after), strict=True)
    ]
    if fact.type is not FactType.PERCENTAGE or found[0] is None or found[1] is None:
        return "", ""
    first, last = _basis(found[0], texts[0], found[1], texts[1])
    return (f" {quoted(first.strip(), reader)}", f" {quoted(last.strip(), reader)}") if first and last else ("", "")


def _percentages(text: str, language: str | None) -> list[Fact]:
    return [fact for fact in facts(text, language) if fact.type is FactType.PERCENTAGE]


def _basis(old: Fact, before: str, new: Fact, after: str) -> tuple[str, str]:
    """The words behind two percentages up to where they agree again, each with the space before it; empty where they are too many."""
    first, last = (CLAUSE.match(text, fact.end) for text, fact in ((before, old), (after, new)))
    ours, theirs = (found[0].split(" ")[1:] if found else [] for found in (first, last))
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    if not ours or not theirs or max(len(ours), len(theirs)) > LONGEST_BASIS:
        return "", ""
    return "".join(f" {word}" for word in ours), "".join(f" {word}" for word in theirs)
