"""Changes and Events as the API and the command line show them: the JSON of ``veille diff``, and where, when and by what it was seen."""

from typing import Any

from core import models
from core.contract import change_as_json
from core.instants import instant_as_text
from core.records import Evidence, RecordedChange, RecordedEvent, Rectified


def change_record(recorded: RecordedChange) -> dict[str, Any]:
    """A Change as the API and ``veille log`` show it."""
    return change_as_json(recorded.change) | seen_record(recorded, recorded.before, recorded.after, recorded.rectified)


def seen_record(recorded: Any, before: Evidence | None, after: Evidence, rectified: Rectified | None) -> dict[str, Any]:
    """Where, when and by what a Change was seen; ``recorded`` has the names of a ``RecordedChange``."""
    return {
        "id": recorded.id,
        "watch": recorded.watch,
        "source": recorded.source,
        "url": recorded.url,
        "language": recorded.language,
        "topics": list(recorded.topics),
        "event": recorded.event,
        "stage": recorded.stage,
        "detected": instant_as_text(recorded.detected),
        "published": recorded.published,
        "technical": recorded.technical,
        "rectified": rectified_record(rectified) if rectified else None,
        "snapshots": {"before": evidence_record(before) if before else None, "after": evidence_record(after)},
    }


def event_record(recorded: RecordedEvent | models.Event) -> dict[str, Any]:
    """An Event as the API shows it, without its Changes."""
    return {
        "id": recorded.id,
        "revision": recorded.revision,
        "created": instant_as_text(recorded.created),
        "topics": list(recorded.topics),
        "significance": str(recorded.significance),
    }


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """A Snapshot's number, SHA-256, instant and address as the API shows them."""
    return {"id": evidence.id, "sha256": evidence.sha256, "instant": instant_as_text(evidence.instant), "url": evidence.url}


def rectified_record(rectified: Rectified) -> dict[str, Any]:
    """What a person said of a Change since it was told, as the API shows it."""
    return {"kind": rectified.kind, "note": rectified.note, "made": instant_as_text(rectified.made)}


def evidence_of(snapshot: models.Snapshot) -> Evidence:
    """The evidence that a stored Snapshot is."""
    return Evidence(snapshot.id, snapshot.sha256, snapshot.instant, snapshot.url)
