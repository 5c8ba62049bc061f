"""What the command line prints: Changes, polls and the state of things, as text for people."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from core import models
from core.clock import BRUSSELS
from core.records import RecordedChange
from core.values import Change, Fact, Outcome, Provision, Significance, WatchKind
from pipeline.brought import Brought

WORDS = {"=": "{}", "-": "[removed: {}]", "+": "[added: {}]"}


def say(text: str) -> None:
    """Print at once, whatever else is being written."""
    print(text, flush=True)


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun: ``1 watch``, ``2 watches``."""
    return f"{number} {one if number == 1 else more}"


def local(instant: datetime) -> str:
    """An instant as people in Brussels write it."""
    return instant.astimezone(BRUSSELS).strftime("%d.%m.%Y %H:%M")


def change_in_text(change: Change) -> str:
    """One Change: its sentence, its place, why it matters, and the redline in words."""
    lines = [f"{change.significance.upper()}  {change.summary.get('fr', '')}"]
    lines.append(f"  {change.kind} · {change.rule} · {change.path}" + (f" · effective {change.effective}" if change.effective else ""))
    if change.reasons:
        lines.append(f"  why: {'; '.join(change.reasons)}")
    lines.append("  " + "".join(WORDS[sign].format(text) for sign, text in change.redline))
    return "\n".join(lines)


def recorded_in_text(recorded: RecordedChange) -> str:
    """One Change of the history with where, when and by what evidence it was seen."""
    before = f"{recorded.before.sha256} ({local(recorded.before.instant)})" if recorded.before else "none"
    return "\n".join(
        [
            change_in_text(recorded.change),
            f"  change {recorded.id} · {recorded.watch} · {recorded.source_name} · detected {local(recorded.detected)}",
            f"  {recorded.url}",
            *_rectified_in_text(recorded),
            f"  evidence before: {before}",
            f"  evidence after:  {recorded.after.sha256} ({local(recorded.after.instant)})",
        ]
    )


def _rectified_in_text(recorded: RecordedChange) -> Iterator[str]:
    if said := recorded.rectified:
        yield f"  {said.kind} {local(said.made)}" + (f": {said.note}" if said.note else "")


def line_of(recorded: RecordedChange) -> str:
    """One Change of the history on one line."""
    day, summary = local(recorded.detected)[:10], recorded.change.summary.get("fr", "")
    said = f"[{recorded.rectified.kind}] " if recorded.rectified else ""
    return f"{recorded.id:>6}  {day}  {recorded.change.significance:<9}  {recorded.watch:<26}  {said}{summary}"


def mark_in_text(mark: models.NoiseMark) -> str:
    """One mark of noise on one line: the Change, who marked it when, and who took that back."""
    back = f", taken back by {mark.revoked_by} {local(mark.revoked)}" if mark.revoked else ""
    summary = mark.change.content["summary"].get("fr", "")
    return f"{mark.change_id:>6}  {mark.watch_id:<26}  by {mark.marked_by} {local(mark.marked)}{back}  {summary}"


def fact_in_text(provision: Provision, fact: Fact) -> str:
    """One Fact on one line, with the words that state it and the place of its Provision."""
    value = " ".join(filter(None, (fact.value, fact.unit, fact.role and f"({fact.role})")))
    return f"{fact.type:<10} {value:<24} “{fact.text}”  {provision.path}"


def instant_in_text(instant: datetime, brought: Brought) -> str:
    """What one instant of a replay brought: what was found, what was rightly ignored, what binds now, what could not be read."""
    polls, changes = brought.polls, brought.changes
    of = {outcome: [poll for poll in polls if poll.outcome == outcome] for outcome in Outcome}
    own = [change for change in changes if change.watch.kind == WatchKind.OWN]
    found = [change for change in changes if Significance(change.significance).rank > Significance.EDITORIAL.rank and change not in own]
    ignored = [change for change in changes if change not in found + own]
    lines = [f"{local(instant)}  {len(polls)} polled, {len(of[Outcome.UNCHANGED])} unchanged"]
    lines += _block("first", [poll.watch_id for poll in of[Outcome.FIRST]])
    lines += [f"  found     {change.significance:<6} {change.watch_id}: {change.content['summary']['fr']}" for change in found]
    lines += [f"  own page  {change.watch_id}: {change.content['summary']['fr']}" for change in own]
    lines += [f"  ignored   {change.watch_id}: {change.content['reasons'][0]} ({change.kind})" for change in ignored]
    lines += [f"  ignored   {poll.watch_id}: {poll.reason}" for poll in of[Outcome.UNCHANGED] if poll.snapshots]
    lines += [f"  in force  {change.watch_id}: {change.content['summary']['fr']}" for change in brought.in_force]
    lines += [f"  incident  {poll.watch_id}: {poll.incident_kind}: {poll.reason}" for poll in of[Outcome.INCIDENT]]
    lines += [f"  {'closed  ' if each.closed else 'incident'}  {each.watch_id}: {each.kind}: {each.reason}" for each in brought.parity]
    return "\n".join(lines)


def _block(word: str, names: Iterable[str]) -> list[str]:
    listed = list(names)
    return [f"  {word:<9} {counted(len(listed), 'watch', 'watches')} read for the first time"] if listed else []
