"""A history of any length, made of invented texts: what `history.py` measures on."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import Engine, func, select

from core import models
from core.compression import compress
from core.contract import change_as_json, provisions_as_bytes
from core.database import add_many, transaction
from core.models.telling import marks_of
from core.search import indexed
from core.values import Change, Dates, FactChange, FactType, Kind, Provision, Rule, Significance, Stated

START = datetime(2015, 1, 1, 6, tzinfo=UTC)
LANGUAGES = ("fr", "fr", "fr", "nl", "nl", "en", "de")
SOURCES = [f"source-{number}" for number in range(40)]
TOPICS = [f"sujet-{number}" for number in range(16)]
BATCH = 2000
SHARE = 52
"""Of a hundred Versions after the first, how many bring a Change."""
PASSAGES = 5000
"""So many passages of each length, of which each Change takes one."""
COMMON = [
    "le",
    "la",
    "de",
    "des",
    "du",
    "un",
    "une",
    "et",
    "à",
    "est",
    "sont",
    "dans",
    "pour",
    "par",
    "sur",
    "qui",
    "que",
    "demande",
    "étranger",
    "séjour",
    "délai",
    "titre",
    "droit",
    "office",
    "loi",
    "arrêté",
    "redevance",
    "décision",
    "autorité",
    "preuve",
    "membre",
    "famille",
    "commune",
    "ministre",
    "carte",
    "visa",
    "asile",
    "protection",
    "temporaire",
    "recours",
    "conseil",
]
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "lé",
    "ma",
    "ni",
    "ro",
    "su",
    "té",
    "vi",
    "pla",
    "gri",
    "cho",
    "tro",
    "quê",
    "dan",
    "sol",
    "mer",
    "tin",
    "gar",
    "bel",
]
RARE = "ultracrépidarien"
"""A word of one Change in a thousand."""


def vocabulary(chance: random.Random) -> list[str]:
    """Words from the commonest to the rarest."""
    return COMMON + ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(6000)]


class Invention:
    """Invents the Changes of a history, the same at every run."""

    def __init__(self) -> None:
        self.chance = random.Random(238)
        self.words = vocabulary(self.chance)
        # As in any language, a word is as rare as its rank is high.
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.leads, self.tails, self.headlines = ([self.sentence(length) for _ in range(PASSAGES)] for length in (80, 20, 5))

    def sentence(self, length: int) -> str:
        """That many words, the common ones more often."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length))

    def change(self, number: int, language: str) -> Change:
        """A Change of one amount in a paragraph of about a hundred words."""
        old, new = f"{number % 90 + 10} euros", f"1.{number % 900 + 100} euros"
        lead, tail = self.chance.choice(self.leads), f"{self.chance.choice(self.tails)} {RARE if number % 1000 == 7 else ''}."
        path = f"Chapitre {number % 12} › Art. {number % 300}, § {number % 5 + 1}{'er' if number % 5 == 0 else ''}, al. {number % 3 + 1}"
        told = {each: f"{self.chance.choice(self.headlines)} : {old} → {new}" for each in ("fr", "nl", "en")}
        return Change(
            kind=Kind.SUBSTITUTION,
            key=f"art-{number}",
            path=path,
            before=f"{lead} {old} {tail}",
            after=f"{lead} {new} {tail}",
            rule=self.chance.choices(list(Rule), [30, 20, 10, 10, 5, 10, 4, 1, 10])[0],
            significance=self.chance.choices(list(Significance)[::-1], sorted([25, 45, 25, 5]))[0],
            redline=(("=", f"{lead} "), ("-", old), ("+", new), ("=", f" {tail}")),
            facts=(FactChange(FactType.AMOUNT, None, Stated(old, old[:2], "EUR"), Stated(new, new.replace(".", "")[:4], "EUR")),),
            effective="2025-07-29",
            dates=Dates(applies="2025-07-29"),
            summary=told,
        )


def words_of(change: Change) -> str:
    """What search looks through: the old text, the new one, the path and the sentences that tell it, each piece folded once."""
    old, new = ([text for operation, text in change.redline if operation != other] for other in "+-")
    told = (piece for summary in change.summary.values() for piece in summary.split(" : "))
    return " ".join(map(folded, (change.path, *old, *new, *told)))


folded = lru_cache(maxsize=None)(indexed)


def watch_row(number: int) -> dict[str, Any]:
    """A Watch of a Source of its own rank: the first ones have most."""
    source = SOURCES[int(number**2 / 100) % len(SOURCES)]
    topics = list(dict.fromkeys([TOPICS[number % 7], TOPICS[number % 16]]))
    about = {"source": source, "source_name": source.title(), "kind": "page", "url": f"https://example.org/{number}"}
    more = {"language": LANGUAGES[number % 7], "topics": topics, "translations": [], "active": True, "is_sitemap": False}
    return {"id": f"{source}.page-{number}", "last_read": START, "last_changed": None, "due_at": None, **about, **more}


class Making:
    """Fills a database: every round reads each Watch once more, which makes a Version, and in one of two about a Change."""

    def __init__(self, engine: Engine, watches: int, invention: Invention | None = None) -> None:
        self.engine, self.invention = engine, invention or Invention()
        self.watches = [watch_row(number) for number in range(watches)]
        self.bodies = [sha256(watch["id"].encode()).hexdigest() for watch in self.watches]

    def begin(self) -> None:
        """What there is before anything was read."""
        self._insert(models.Topic, ({"id": topic, "labels": {"fr": topic, "nl": topic, "en": topic}} for topic in TOPICS))
        self._insert(models.Watch, iter(self.watches))
        self._insert(models.Body, ({"sha256": each, "size": 4, "data": compress(b"page")} for each in self.bodies))

    def fill(self, versions: int, changes: int, show: Callable[[str], None]) -> None:
        """That many Versions, and as many Changes."""
        rounds = versions // len(self.watches)
        self._insert(models.Poll, self._polls(rounds))
        self._insert(models.Snapshot, self._snapshots(rounds))
        self._insert(models.Version, self._versions(rounds))
        show(f"{versions} Versions")
        self._insert(models.Event, self._events(changes))
        self._insert(models.Change, islice(self._changes(rounds), changes))
        show(f"{changes} Changes")
        self._count_on()

    def read_once(self, number: int) -> None:
        """One more reading, in a transaction of its own, as a poll leaves it."""
        watch, instant = self.watches[number % len(self.watches)], datetime.now(UTC)
        with transaction(self.engine) as session:
            row = models.Version
            newest = select(row.id, row.number).where(row.watch_id == watch["id"]).order_by(row.number.desc()).limit(1)
            before = session.execute(newest).one()
            poll = models.Poll(watch_id=watch["id"], instant=instant, status=200, outcome="changed")
            session.add(poll)
            session.flush()
            if number % 2:
                return
            about = {"url": watch["url"], "final_url": watch["url"], "redirects": [], "instant": instant, "status": 200, "headers": {}}
            snapshot = models.Snapshot(watch_id=watch["id"], poll_id=poll.id, sha256=self.bodies[0], processed_at=instant, **about)
            known = {"extractor": "page/1", "sha256": self.bodies[0], "provisions": compress(b"[]"), "processed_at": instant}
            version = models.Version(watch_id=watch["id"], number=before.number + 1, snapshot=snapshot, instant=instant, **known)
            session.add(version)
            session.flush()
            change = self.change_row(number, version.id, watch, instant) | {"version_before_id": before.id, "event_id": None}
            session.add(models.Change(**change))

    def _readings(self, rounds: int) -> Iterator[tuple[int, int, int, datetime]]:
        """Number, round, Watch and instant of every reading, in the order of time."""
        for number in range(rounds * len(self.watches)):
            turn, watch = divmod(number, len(self.watches))
            yield number + 1, turn, watch, START + timedelta(minutes=number * 25)

    def _polls(self, rounds: int) -> Iterator[dict[str, Any]]:
        for number, _, watch, instant in self._readings(rounds):
            about = {"watch_id": self.watches[watch]["id"], "instant": instant, "status": 200, "outcome": "changed", "reason": ""}
            yield {"id": number, "reading": None, "incident_kind": None, **about}

    def _snapshots(self, rounds: int) -> Iterator[dict[str, Any]]:
        for number, _, watch, instant in self._readings(rounds):
            url = self.watches[watch]["url"]
            about = {"url": url, "final_url": url, "parent": "", "redirects": [], "instant": instant, "status": 200, "readable": True}
            known = {"sha256": self.bodies[watch], "headers": {}, "processed_at": instant}
            yield {"id": number, "watch_id": self.watches[watch]["id"], "poll_id": number, **about, **known}

    def _versions(self, rounds: int) -> Iterator[dict[str, Any]]:
        data = compress(provisions_as_bytes((Provision("p:1", "Art. 1", "Le droit est de 150 euros."),)))
        for number, turn, watch, instant in self._readings(rounds):
            about = {"instant": instant, "extractor": "page/1", "technical": False, "accepted": None, "title": f"Page {watch}"}
            known = {"sha256": self.bodies[watch], "provisions": data, "processed_at": instant, "root": "", "identity": ""}
            of = {"watch_id": self.watches[watch]["id"], "number": turn + 1, "snapshot_id": number, "language": "fr"}
            yield {"id": number, **of, **about, **known}

    def _events(self, changes: int) -> Iterator[dict[str, Any]]:
        for number in range(1, changes // 2 + 1):
            created = START + timedelta(minutes=100 * number)
            of = {"created": created, "revision": 1, "revised": None, "takes_effect": None, "processed_at": created}
            yield {"id": number, "topics": [TOPICS[number % 7]], "significance": "minor", **of}

    def _changes(self, rounds: int) -> Iterator[dict[str, Any]]:
        later = ((version, watch, instant) for version, turn, watch, instant in self._readings(rounds) if turn)
        changed = (each for place, each in enumerate(later) if place % 100 < SHARE)
        for number, (version, watch, instant) in enumerate(changed, 1):
            yield self.change_row(number, version, self.watches[watch], instant)

    def change_row(self, number: int, version: int, watch: dict[str, Any], instant: datetime) -> dict[str, Any]:
        """The row of a Change between a Version and the one of the round before."""
        change = self.invention.change(number, watch["language"])
        told = {"kind": change.kind, "rule": change.rule, "significance": change.significance, "effective": change.effective}
        of = {"watch_id": watch["id"], "language": watch["language"], "topics": watch["topics"], "url": watch["url"]}
        stood = {"version_before_id": version - len(self.watches), "version_after_id": version, "snapshot_id": None, "position": 0}
        known = {"event_id": None, "stage": "in_force", "published": None, "detected": instant, "processed_at": instant}
        quiet = {"technical": number % 50 == 0, "quiet": number % 70 == 0, "took_effect": None}
        if number % 2 == 0:
            known["event_id"] = number // 2
        row = {"content": change_as_json(change), "folded": words_of(change), **told, **of, **stood, **known, **quiet}
        return row | {"marks": marks_of(row, watch["source"], watch["kind"])}

    def _insert(self, model: type[models.Base], rows: Iterator[dict[str, Any]]) -> None:
        while batch := list(islice(rows, BATCH)):
            with transaction(self.engine) as session:
                add_many(session, model, batch)

    def _count_on(self) -> None:
        """PostgreSQL numbers on from its own sequence, which rows with numbers of their own do not move."""
        if self.engine.dialect.name != "postgresql":
            return
        for table in (models.Poll, models.Snapshot, models.Version, models.Event):
            name = table.__tablename__
            with transaction(self.engine) as session:
                session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), select(func.max(table.id)).scalar_subquery())))
