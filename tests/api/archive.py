"""Writes rows as the pipeline leaves them, in the few words a test needs."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine

from core import models
from core.compression import compress
from core.contract import change_as_json, provisions_as_bytes
from core.database import transaction
from core.search import indexed
from core.values import Change, Dates, FactChange, FactType, Kind, Provision, Rule, Significance, Stated

START = datetime(2025, 1, 1, 8, tzinfo=UTC)


def fee_change(before="150 euros", after="1.000 euros", *, significance=Significance.MAJOR, **details):
    """A Change of one amount, as the differ makes it."""
    shown = f"Droit : {before} → {after}"
    known = {
        "kind": Kind.SUBSTITUTION,
        "key": "art-238",
        "path": "Art. 238, al. 1er",
        "before": f"Le droit est de {before}.",
        "after": f"Le droit est de {after}.",
        "rule": Rule.FEE,
        "redline": (("=", "Le droit est de "), ("-", before), ("+", after), ("=", ".")),
        "facts": (FactChange(FactType.AMOUNT, None, Stated(before, "150", "EUR"), Stated(after, "1000", "EUR")),),
        "effective": "2025-07-29",
        "dates": Dates(applies="2025-07-29"),
        "summary": {"fr": shown, "nl": f"{shown} (nl)", "en": f"{shown} (en)"},
    }
    return Change(significance=significance, **{**known, **details})


class Archive:
    """A database being filled, one hour after the other."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.hours = 0

    def _add(self, row):
        with transaction(self.engine) as session:
            session.add(row)
        return row.id

    def topic(self, id="nationalite", fr="Nationalité", nl="Nationaliteit", en="Nationality"):
        return self._add(models.Topic(id=id, labels={"fr": fr, "nl": nl, "en": en}))

    def watch(self, id="loi.fr", *, topics=("nationalite",), source="ejustice", language="fr", **details):
        known = {"source_name": "eJustice", "kind": "law", "url": f"https://example.org/{id}", "active": True}
        known |= {"translations": [], "last_read": START, "last_changed": None, "due_at": None}
        return self._add(models.Watch(id=id, source=source, language=language, topics=list(topics), **{**known, **details}))

    def version(self, watch="loi.fr", *texts, instant=None, number=1, **details):
        """A Version with its Snapshot; each text is a Provision."""
        self.hours += 1
        instant = instant or START + timedelta(hours=self.hours)
        content = f"{watch} {number} {instant} {texts}".encode()
        digest = sha256(content).hexdigest()
        provisions = tuple(Provision(f"k{n}", f"Art. {n}", text) for n, text in enumerate(texts, 1))
        asked = {"url": "https://example.org/asked", "final_url": "https://example.org/got", "redirects": []}
        poll = models.Poll(watch_id=watch, instant=instant)
        body = models.Body(sha256=digest, size=len(content), data=compress(content))
        snapshot = models.Snapshot(watch_id=watch, poll=poll, body=body, instant=instant, status=200, headers={}, **asked)
        known = {"extractor": "page/1", "title": f"Titre {number}", "language": "fr", "sha256": digest}
        data = compress(provisions_as_bytes(provisions))
        return self._add(
            models.Version(watch_id=watch, number=number, snapshot=snapshot, instant=instant, provisions=data, **{**known, **details})
        )

    def change(self, change=None, *, watch="loi.fr", event=None, **details):
        """A Change with the two Versions it stands between; its number."""
        change = change or fee_change()
        with transaction(self.engine) as session:
            row = session.get(models.Watch, watch)
            known = {"topics": row.topics, "language": row.language, "url": row.url, "stage": "in_force", "published": None}
            number = session.query(models.Version).filter_by(watch_id=watch).count() + 1
        before = self.version(watch, change.before or "", number=number)
        after = self.version(watch, change.after or "", number=number + 1)
        said = " ".join(filter(None, [change.path, change.before, change.after, *change.summary.values()]))
        known |= {"detected": START + timedelta(hours=self.hours), "technical": False, "position": 0, "version_before_id": before}
        known |= {"kind": change.kind, "rule": change.rule, "significance": change.significance, "effective": change.effective}
        known |= {"content": change_as_json(change), "folded": indexed(said), "event_id": event}
        return self._add(models.Change(watch_id=watch, version_after_id=after, **{**known, **details}))

    def event(self, significance="major", topics=("nationalite",), created=START):
        return self._add(models.Event(created=created, topics=list(topics), significance=significance))

    def incident(self, watch="loi.fr", kind="blocked", reason="captcha", opened=START, closed=None):
        return self._add(models.Incident(watch_id=watch, kind=kind, reason=reason, opened=opened, closed=closed))

    def task(self, page="loi.fr", state="open", **details):
        known = {"sentence": "Le droit est de 150 euros.", "text": "150 euros", "problem": "stale", "proposal": "1.000 euros"}
        return self._add(models.Task(page_id=page, key="k", state=state, opened=START, **{**known, **details}))
