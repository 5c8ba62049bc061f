"""From when a changed rule binds people: the publisher's notes, the text itself, or the paragraph beside it."""

from collections.abc import Iterator, Sequence
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


def with_dates(change: Change, each: Pair, changes: Sequence[Change], language: str | None) -> Change:
    """The Change with its Dates, ``effective`` and the reason for them, where anything tells."""
    noted = _noted(each, change.kind)
    own = list(_starts(change, language))
    near = {start for other in changes if other is not change and _beside(other, change) for start in _starts(other, language)}
    if noted.applies:
        return _dated(change, noted, NOTED)
    if own:
        return _dated(change, replace(noted, applies=own[0]), STATED)
    if len(near) == 1 and any(fact.type in VALUES for fact in change.facts):
        return _dated(change, replace(noted, applies=near.pop()), NEARBY)
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


def _beside(other: Change, change: Change) -> bool:
    """Whether two Changes stand under the same heading."""
    return other.path.split(" › ")[:1] == change.path.split(" › ")[:1]
