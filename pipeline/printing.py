"""What the command line prints: Changes, polls and the state of things, as text for people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from core import models
from core.clock import BRUSSELS
from core.records import RecordedChange
from core.values import Change, Fact, Outcome, Provision, Significance, WatchKind
from pipeline.documents import Difference

WORDS = {"=": "{}", "-": "[removed: {}]", "+": "[added: {}]"}
MARKS = {"=": "<span>{}</span>", "-": "<del><small>removed:</small> {}</del>", "+": "<ins><small>added:</small> {}</ins>"}
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
:root {{ color-scheme: light dark }} body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto }}
ins {{ background: #b7f0c0; color: #053d12 }} del {{ background: #ffd3d3; color: #6b0000 }}
article {{ border-top: 1px solid; padding: 1rem 0 }}
</style></head><body><main><h1>{title}</h1>
{body}
</main></body></html>"""


def say(text: str) -> None:
    """Print at once, whatever else is being written."""
    print(text, flush=True)


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
            f"  evidence before: {before}",
            f"  evidence after:  {recorded.after.sha256} ({local(recorded.after.instant)})",
        ]
    )


def line_of(recorded: RecordedChange) -> str:
    """One Change of the history on one line."""
    day = local(recorded.detected)[:10]
    return f"{recorded.id:>6}  {day}  {recorded.change.significance:<9}  {recorded.watch:<26}  {recorded.change.summary.get('fr', '')}"


def fact_in_text(provision: Provision, fact: Fact) -> str:
    """One Fact on one line, with the words that state it and the place of its Provision."""
    value = " ".join(filter(None, (fact.value, fact.unit, fact.role and f"({fact.role})")))
    return f"{fact.type:<10} {value:<24} “{fact.text}”  {provision.path}"


def difference_as_page(before: str, after: str, found: Difference) -> str:
    """What two files differ in as one HTML page that needs nothing else."""
    if found.doubt:
        body = f"<p>Incident ({found.doubt.kind}): {escape(found.doubt.reason)}</p>"
    else:
        body = "\n".join(map(_article, found.changes)) or "<p>Nothing changed.</p>"
    return PAGE.format(language=found.language or "en", title=escape(f"{before} → {after}"), body=body)


def _article(change: Change) -> str:
    redline = "".join(MARKS[sign].format(escape(text)) for sign, text in change.redline)
    sentence = escape(change.summary.get("fr", ""))
    about = escape(" · ".join(filter(None, (change.significance, change.kind, change.path, change.effective))))
    return f"<article><h2>{sentence}</h2><p>{about}</p><p>{redline}</p></article>"


def instant_in_text(instant: datetime, polls: Sequence[models.Poll], changes: Sequence[models.Change]) -> str:
    """What one instant of a replay brought: what was found, what was rightly ignored, what could not be read."""
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
    lines += [f"  incident  {poll.watch_id}: {poll.incident_kind}: {poll.reason}" for poll in of[Outcome.INCIDENT]]
    return "\n".join(lines)


def _block(word: str, names: Iterable[str]) -> list[str]:
    listed = list(names)
    return [f"  {word:<9} {len(listed)} watches read for the first time"] if listed else []
