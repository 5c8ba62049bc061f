"""An Inspection at the terminal: as text for people, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from core.contract import facts_as_json
from core.values import IncidentKind, Provision, Version
from pipeline.dropped import Dropped
from pipeline.inspection import Inspection, Translation
from pipeline.printing import fact_in_text
from pipeline.stamps import Noise

SCHEMA = "veille.inspection/1"
FEW, WIDTH = 8, 160
"""How many Provisions, Facts, passages are shown unless all are wanted, and how much of each."""

REMEDIES = {
    IncidentKind.BLOCKED: "Open the address in a browser; if it shows there, use another address of the publisher, or ask it for access.",
    IncidentKind.EMPTY: "Write select: with a CSS selector of the content; text that only JavaScript brings to a page cannot be read.",
    IncidentKind.ERROR: "Look at the address in a browser; check again once it shows the page there.",
    IncidentKind.COLLAPSED: "Lower expect: if the page really has no more, else write select: with a CSS selector of the content.",
    IncidentKind.ENCODING: "Use another address of the document (a PDF, another language version), and tell the publisher.",
    IncidentKind.LANGUAGE: "Correct language:, or write the address of the language version you mean.",
    IncidentKind.UNREADABLE: "Watch another form of the document, such as its web page instead of a scan.",
}
"""What to do about each kind of doubt that a reading raises."""


def inspection_in_text(found: Inspection, *, everything: bool) -> str:
    """What was read and what to do about it; ``everything`` leaves nothing out."""
    few, width = (None, None) if everything else (FEW, WIDTH)
    lines = [f"{found.watch.id} · {found.watch.kind} · {found.watch.language}", *_asked(found), _outcome(found)]
    if found.version:
        lines += [
            *_about(found.version, found),
            *_part("translations", [_translation(each) for each in found.translations]),
            *_part("documents", found.version.documents, few),
            *_part(_counted(found), _provisions(found, width), few),
            *_part("facts", _facts(found), few),
            *_dropped(found.dropped, few, width),
            *_part("noise", [_noise(each, width) for each in found.noise], few),
        ]
    return "\n".join([*lines, *_to_paste(found)])


def _asked(found: Inspection) -> Iterator[str]:
    for fetch in found.poll.fetches:
        size = f"{len(fetch.body or b'') / 1024:.1f} kB"
        moved = f" → {fetch.final_url}" if fetch.final_url != fetch.url else ""
        yield f"asked      {fetch.url}{moved} (HTTP {fetch.status}, {fetch.headers.get('content-type', 'no content type')}, {size})"


def _outcome(found: Inspection) -> str:
    if found.doubt:
        return f"DOUBT      {found.doubt.kind}: {found.doubt.reason}\n           {_remedy(found)}".rstrip()
    if found.noise:
        return f"DIFFERS    two readings one after the other differ, as shown under noise ({len(found.noise)})"
    return "AGREES     read twice, the same text"


def _remedy(found: Inspection) -> str:
    """What to do about a doubt of the reading; one of the crawl says so itself."""
    return REMEDIES.get(found.doubt.kind, "") if found.doubt and found.doubt != found.poll.doubt else ""


def _about(version: Version, found: Inspection) -> Iterator[str]:
    yield f"title      {version.title or '—'}"
    yield f"language   {found.watch.language} in the watchlist, {found.detected or 'too little text to tell'} in the text"
    yield f"read from  {version.root or version.extractor}"
    if version.identity:
        yield f"identity   {version.identity}"


def _part(name: str, lines: Sequence[str], few: int | None = FEW) -> Iterator[str]:
    if lines:
        yield name
        yield from (f"  {line}" for line in lines[:few])
        if few is not None and len(lines) > few:
            yield f"  … and {len(lines) - few} more (--all shows them)"


def _translation(each: Translation) -> str:
    if each.watch is None:
        return f"{each.language}  {each.address}  not in the watchlist: add a Watch for it"
    return f"{each.language}  {each.address}  {each.watch}" + ("" if each.named else ", not named under translations:")


def _counted(found: Inspection) -> str:
    count = len(found.version.provisions) if found.version else 0
    return f"{count} {'items' if found.topics is not None else 'provisions'}"


def _provisions(found: Inspection, width: int | None) -> list[str]:
    return [_provision(each, found, width) for each in found.version.provisions] if found.version else []


def _provision(each: Provision, found: Inspection, width: int | None) -> str:
    if found.topics is None:
        return f"{each.path or '—'}\n      {_cut(each.text, width)}"
    topics = ", ".join(found.topics[each.key]) or "no topic" + (": not kept" if found.watch.match else "")
    return f"{each.dates.published or '(no date)'}  {_cut(each.label, width)}\n      {each.url}  [{topics}]"


def _facts(found: Inspection) -> list[str]:
    return [fact_in_text(provision, fact) for provision, fact in found.facts()]


def _dropped(left: Dropped | None, few: int | None, width: int | None) -> Iterator[str]:
    if left and left.unread:
        yield f"not read   {left.unread} of {left.words} visible words ({left.share} %), the longest passages first"
        yield from (f"  {_cut(passage, width)}" for passage in left.passages[:few])


def _noise(each: Noise, width: int | None) -> str:
    remedy = f"ignore: {each.ignore}" if each.ignore else "no pattern is at hand; write select: so that it is left out"
    return f"- {_cut(each.before or '(nothing)', width)}\n  + {_cut(each.after or '(nothing)', width)}\n    {remedy}"


def _to_paste(found: Inspection) -> list[str]:
    proposed = found.proposal()
    # A JSON text between double quotes is YAML as well.
    lines = [f"    {key}: {_as_yaml(value)}" for key, value in proposed.items()]
    return [f"to paste under `- id: {found.watch.id}`", *lines] if lines else []


def _as_yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_yaml(each)}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _cut(text: str, width: int | None) -> str:
    return text if width is None or len(text) <= width else f"{text[:width]}…"


def inspection_as_json(found: Inspection) -> dict[str, Any]:
    """What ``veille check --fetch --format json`` prints, with everything that was read."""
    version = found.version
    return {
        "schema": SCHEMA,
        "watch": found.watch.id,
        "outcome": "doubt" if found.doubt else "differs" if found.noise else "agrees",
        "doubt": {"kind": found.doubt.kind, "reason": found.doubt.reason, "remedy": _remedy(found) or None} if found.doubt else None,
        "asked": [{"url": each.url, "final_url": each.final_url, "status": each.status} for each in found.poll.fetches],
        "language": {"declared": found.watch.language, "detected": found.detected},
        **(_version_as_json(version, found) if version else {}),
        "noise": [{"before": each.before, "after": each.after, "ignore": each.ignore or None} for each in found.noise],
        "proposal": found.proposal(),
    }


def _version_as_json(version: Version, found: Inspection) -> dict[str, Any]:
    left = found.dropped
    return {
        "title": version.title,
        "root": version.root or None,
        "identity": version.identity or None,
        "translations": [
            {"language": each.language, "url": each.address, "watch": each.watch, "named": each.named} for each in found.translations
        ],
        "documents": list(version.documents),
        "provisions": [_provision_as_json(each, found) for each in version.provisions],
        "facts": facts_as_json(found.watch.language, list(found.facts()))["facts"],
        "dropped": {"words": left.words, "unread": left.unread, "share": left.share, "passages": list(left.passages)} if left else None,
    }


def _provision_as_json(each: Provision, found: Inspection) -> dict[str, Any]:
    shape: dict[str, Any] = {"path": each.path, "text": each.text}
    if found.topics is not None:
        shape |= {"title": each.label, "url": each.url, "published": each.dates.published, "topics": list(found.topics[each.key])}
    return shape
