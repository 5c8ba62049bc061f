"""Statuses: what is suspended, resumed, prolonged, repealed …, in one word for every language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from core.values import Fact, FactType
from differ.language import Language, any_of

SENTENCE = r"(?:(?!(?<!\d)[.;!?](?:\s|$)).){1,80}?"
"""Other words of one sentence; the dot of "1." or "1.000" ends none."""
CLAUSE = r"(?:(?!(?<!\d)[,.;:!?](?:\s|$)).){1,80}?"
LINK = r"(?:[ '][^\s']+){0,3}?[ ']"
"""What joins two nouns: "levée de la suspension"."""
LONGEST_DENIAL = 40
"""Characters before a status in which words deny it."""
TURNED = {"suspended": "resumed", "frozen": "resumed", "closed": "reopened"}
"""What holds once a status is over: "n'est plus suspendu" is resumed."""


@cache
def _words(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    statuses = {word: status for status, words in language.words["statuses"].items() for word in words}
    return statuses, re.compile(any_of(statuses), re.IGNORECASE)


@cache
def _things(language: Language) -> re.Pattern[str]:
    return re.compile(any_of(language.words["no_status"]), re.IGNORECASE)


@cache
def _parted(language: Language) -> list[tuple[str, list[str], re.Pattern[str]]]:
    """Statuses told by two words that others part, with the first of them: "le gel est levé", "tritt am 1. Januar in Kraft"."""
    lifted, parted = language.words["lifted"], language.words["parted_statuses"]
    told = [
        ("resumed", lifted["measures"], CLAUSE, lifted["behind"]),
        ("resumed", lifted["before"], LINK, lifted["measures"]),
        *((status, [first], SENTENCE, [last]) for status, pairs in parted.items() for first, last in pairs),
    ]
    return [
        (status, first, re.compile(rf"{any_of(first)}{between}(?P<last>{any_of(last)})", re.IGNORECASE))
        for status, first, between, last in told
    ]


@cache
def _denial(language: Language) -> re.Pattern[str]:
    """Words that end just before a status and deny it, or say that it is ``over``."""
    denials = language.words["denials"]
    opened = rf"{any_of(denials['openers'])}(?: ?\S+){{0,2}}? " if denials["openers"] else ""
    never = rf"{opened}{any_of(denials['never'])}" + (f"|{any_of(denials['alone'])}" if denials["alone"] else "")
    return re.compile(rf"(?:{opened}(?P<over>{any_of(denials['over'])})|{never})(?: {any_of(denials['between'])}){{0,2}} $", re.IGNORECASE)


@cache
def _embraced(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """What stands right before and right behind a verb that is denied: "ne suspend pas"."""
    denials = language.words["denials"]
    if not denials["openers"]:
        return None
    words = any_of([*denials["never"], *denials["over"]])
    return re.compile(rf"{any_of(denials['openers'])} ?$", re.IGNORECASE), re.compile(rf" {words}", re.IGNORECASE)


def statuses(text: str, language: Language) -> Iterator[Fact]:
    """Every status that ``text`` states; the value is the contract's word for it.

    What is denied ("n'est pas suspendu") states none, what is over ("n'est plus suspendu", "le gel est levé") its contrary.
    """
    values, pattern = _words(language)
    taken = [found.span() for found in _things(language).finditer(text)]
    for fact, span in _in_two_words(text, language):
        if not _within(span[0], taken):
            taken.append(span)
            yield fact
    for found in pattern.finditer(text):
        if not _within(found.start(), taken) and not _is_embraced(found, text, language):
            yield from _single(values[found.group().lower()], found, text, language)


def _in_two_words(text: str, language: Language) -> Iterator[tuple[Fact, tuple[int, int]]]:
    """Statuses in two words, each at the last of them, and from where to where its words reach."""
    (values, _), lowered = _words(language), text.lower()
    for status, first, pattern in _parted(language):
        for found in pattern.finditer(text) if any(word in lowered for word in first) else ():
            if found.group().lower() not in values and not _denied(found.start("last"), text, language):
                yield _stated(status, text, *found.span("last")), found.span()


def _single(status: str, found: re.Match[str], text: str, language: Language) -> Iterator[Fact]:
    denial = _denied(found.start(), text, language)
    if denial is None:
        yield _stated(status, text, *found.span())
    elif denial["over"] and status in TURNED:
        yield _stated(TURNED[status], text, denial.start(), found.end())


def _denied(start: int, text: str, language: Language) -> re.Match[str] | None:
    return _denial(language).search(text, max(0, start - LONGEST_DENIAL), start)


def _is_embraced(found: re.Match[str], text: str, language: Language) -> bool:
    embraced = _embraced(language)
    if embraced is None:
        return False
    before, behind = embraced
    return bool(before.search(text, max(0, found.start() - LONGEST_DENIAL), found.start()) and behind.match(text, found.end()))


def _within(start: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)


def _stated(status: str, text: str, start: int, end: int) -> Fact:
    return Fact(FactType.STATUS, status, None, text[start:end], start, end)
