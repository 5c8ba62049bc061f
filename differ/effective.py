"""From when a changed rule binds people: the publisher's notes, the text itself, or the paragraph beside it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from core.values import Change, Dates, Fact, FactType, Kind, Provision, Significance
from differ.align import Pair
from differ.facts import facts
from differ.language import Language, any_of, cue
from differ.language import language as data_of

VALUES = (FactType.AMOUNT, FactType.PERCENTAGE, FactType.DURATION)
WHOLE_DATE = 10
NOTED = "effective date from the publisher's note"
STATED = "effective date stated in the text"
NEARBY = "effective date stated nearby"
CLOSING = "effective date stated by the act's closing article"
AROUND = 30
"""Characters beside a date within which words say what it is."""
BEGINNING = 60
"""Characters within which an act names itself in its closing article."""


def with_dates(changes: Sequence[Change], pairs: Sequence[Pair], language: str | None) -> list[Change]:
    """The Changes, each made of its pair, with their Dates, ``effective`` and the reason for them, where anything tells."""
    stated = [list(_starts(change, each, language)) for change, each in zip(changes, pairs, strict=True)]
    nearby: dict[str, set[str]] = defaultdict(set)
    for change, starts in zip(changes, stated, strict=True):
        nearby[_heading(change)].update(starts)
    dated = [_told(change, each, own, nearby[_heading(change)]) for change, each, own in zip(changes, pairs, stated, strict=True)]
    closing = _closing(changes, stated, language)
    return [_closed(change, closing) for change in dated]


def _closing(changes: Sequence[Change], stated: Sequence[Sequence[str]], language: str | None) -> Set[str]:
    """The days on which the act says of itself, in an article that is new, that it enters into force."""
    data = data_of(language)
    return {
        start
        for change, starts in zip(changes, stated, strict=True)
        if data and cue(data, "closing_cues", (change.after or "")[:BEGINNING])
        for start in starts
    }


def _closed(change: Change, closing: Set[str]) -> Change:
    """The Change dated by the closing article of its act where nothing else dates it; in substance, for a typo takes no effect."""
    if change.effective or len(closing) != 1 or change.significance.rank <= Significance.EDITORIAL.rank:
        return change
    return _dated(change, replace(change.dates, applies=next(iter(closing))), CLOSING)


def _told(change: Change, each: Pair, own: Sequence[str], near: Set[str]) -> Change:
    """The Change dated by the publisher's note, else by the starts of its ``own`` text, else by the only one ``near`` it."""
    noted = _ending(change, _noted(each, change.kind))
    if noted.applies:
        return _dated(change, noted, NOTED)
    if own:
        return _dated(change, replace(noted, applies=own[0]), STATED)
    if len(near) == 1 and any(fact.type in VALUES for fact in change.facts):
        return _dated(change, replace(noted, applies=next(iter(near))), NEARBY)
    return replace(change, dates=noted)


def _ending(change: Change, dates: Dates) -> Dates:
    """The dates with the day until which the new text says that the rule holds."""
    until = next((fact.after.value for fact in change.facts if fact.role == "until" and fact.after), None)
    return replace(dates, ends=dates.ends or until)


def _dated(change: Change, dates: Dates, reason: str) -> Change:
    return replace(change, dates=dates, effective=dates.applies, reasons=(*change.reasons, reason))


def _noted(each: Pair, kind: Kind) -> Dates:
    """The publisher's dates where they are news: those of an old amendment say nothing about today's Change."""
    old, new = each.before, each.after
    if kind is Kind.PUBLICATION and new:
        return new.dates
    if new is None or (old is not None and old.dates == new.dates):
        return Dates()
    return new.dates


def _starts(change: Change, each: Pair, language: str | None) -> Iterator[str]:
    """Whole dates that the new text, or the heading of its column, gives as a start of application and that the old one did not."""
    data = data_of(language)
    if data is None or not change.after:
        return
    stated_before = {fact.value for text in _told_by(each.before, change.before) for fact in facts(text, language)}
    for text in _told_by(each.after, change.after):
        for fact in facts(text, language):
            new = fact.type is FactType.DATE and len(fact.value) == WHOLE_DATE and fact.value not in stated_before
            if new and _binds(fact, text, data):
                yield fact.value


def _told_by(place: Provision | None, text: str | None) -> Iterator[str]:
    """A text and, in a table, the last heading above it: "Depuis le 1er janvier 2024"."""
    if text:
        yield text
    if place and place.label:
        yield place.path.rpartition(" › ")[2]


def _binds(fact: Fact, text: str, data: Language) -> bool:
    """Whether the words before a date, or those behind it ("… in Kraft"), say that a rule binds from then on."""
    lead, tail = text[max(0, fact.start - AROUND) : fact.start], text[fact.end : fact.end + AROUND]
    if fact.role == "from" and (cue(data, "effective_cues", lead) or _opens(lead, data)):
        return True
    return re.match(rf"\W*{any_of(data.words['date_tails']['from'])}", tail, re.IGNORECASE) is not None


def _opens(lead: str, data: Language) -> bool:
    """Whether a sentence begins with "Depuis le"; within one it tells since when somebody lives here."""
    return re.search(rf"(?:^|[.!?:] ){any_of(data.words['effective_openings'])} ?$", lead, re.IGNORECASE) is not None


def _heading(change: Change) -> str:
    """The first heading that a Change stands under; those under the same one stand beside each other."""
    return change.path.split(" › ")[0]
