"""From when a changed rule binds people: the publisher's notes, the text itself, or the paragraph beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from core.values import Change, Dates, FactType, Kind
from differ.align import Pair
from differ.facts import facts
from differ.language import cue
from differ.language import language as data_of

VALUES = (FactType.AMOUNT, FactType.PERCENTAGE, FactType.DURATION)
WHOLE_DATE = 10
NOTED = "effective date from the publisher's note"
STATED = "effective date stated in the text"
NEARBY = "effective date stated nearby"


def with_dates(changes: Sequence[Change], pairs: Sequence[Pair], language: str | None) -> list[Change]:
    """The Changes, each made of its pair, with their Dates, ``effective`` and the reason for them, where anything tells."""
    stated = [list(_starts(change, language)) for change in changes]
    nearby: dict[str, set[str]] = defaultdict(set)
    for change, starts in zip(changes, stated, strict=True):
        nearby[_heading(change)].update(starts)
    return [_told(change, each, own, nearby[_heading(change)]) for change, each, own in zip(changes, pairs, stated, strict=True)]


def _told(change: Change, each: Pair, own: Sequence[str], near: Set[str]) -> Change:
    """The Change dated by the publisher's note, else by the starts of its ``own`` text, else by the only one ``near`` it."""
    noted = _noted(each, change.kind)
    if noted.applies:
        return _dated(change, noted, NOTED)
    if own:
        return _dated(change, replace(noted, applies=own[0]), STATED)
    if len(near) == 1 and any(fact.type in VALUES for fact in change.facts):
        return _dated(change, replace(noted, applies=next(iter(near))), NEARBY)
    return replace(change, dates=noted)


def _dated(change: Change, dates: Dates, reason: str) -> Change:
    ends = next((fact.after.value for fact in change.facts if fact.role == "until" and fact.after), None)
    return replace(change, dates=replace(dates, ends=dates.ends or ends), effective=dates.applies, reasons=(*change.reasons, reason))


def _noted(each: Pair, kind: Kind) -> Dates:
    """The publisher's dates where they are news: those of an old amendment say nothing about today's Change."""
    old, new = each.before, each.after
    if kind is Kind.PUBLICATION and new:
        return new.dates
    if new is None or (old is not None and old.dates == new.dates):
        return Dates()
    return new.dates


def _starts(change: Change, language: str | None) -> Iterator[str]:
    """Whole dates that the new text gives as a start of application and that the old text did not."""
    data = data_of(language)
    text = change.after
    if data is None or not text:
        return
    stated_before = {fact.value for fact in facts(change.before or "", language)}
    for fact in facts(text, language):
        lead = text[max(0, fact.start - 30) : fact.start]
        if fact.role == "from" and len(fact.value) == WHOLE_DATE and fact.value not in stated_before and cue(data, "effective_cues", lead):
            yield fact.value


def _heading(change: Change) -> str:
    """The first heading that a Change stands under; those under the same one stand beside each other."""
    return change.path.split(" › ")[0]
