"""What the commands with a database do: open what they need, call one stage or query, print."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core import models
from core.clock import utc_now
from core.database import connect, reading
from core.errors import DatabaseError, VeilleError, WatchlistError
from core.history import changes, recorded_change
from core.history_records import change_record
from core.migration import upgrade as upgrade_database
from core.settings import Settings
from core.watches import watches as list_watches
from core.watchlist import Watchlist
from core.watchlist_file import WatchlistFile
from core.watchlist_reader import read_watchlist
from pipeline.brought import Brought
from pipeline.checking import checked_watchlist
from pipeline.deployment import Deployment
from pipeline.filters import change_filter
from pipeline.opening import clock_at, deployment_of, engine_of, settings_of
from pipeline.options import Options
from pipeline.printing import counted, instant_in_text, line_of, local, mark_in_text, recorded_in_text, say

if TYPE_CHECKING:
    from pipeline.run import Pass

OPEN_INCIDENTS = 3
DIFFERS, DOUBTED = 1, 2
NO_DATABASE = "sqlite://"
"""SQLite's name for a database in memory."""
DEMO = Path(__file__).parent / "demo"
DEMO_DATABASE = "sqlite:///demo.db"
DEMO_OUTBOX = Path("demo-outbox")


def check(options: Options, watchlist: Path | None) -> None:
    """Say that the watchlist is right, with its warnings; raises ``WatchlistError`` where it is not."""
    settings = settings_of(options)
    path = watchlist or settings.watchlist
    found, warnings = checked_watchlist(path, settings)
    for warning in warnings:
        say(warning)
    numbers = [
        counted(len(found.watches), "watch", "watches"),
        counted(len(found.pages), "own page", "own pages"),
        *([counted(len(found.sites), "site of ours", "sites of ours")] if found.sites else []),
        counted(len(found.subscribers), "subscriber", "subscribers"),
    ]
    say(f"{path}: {', '.join(numbers)}: no mistakes.")


def inspect(options: Options, watchlist: Path | None, watch_id: str, shown: str, *, everything: bool, now: str | None) -> int:  # noqa: PLR0913
    """Show what one Watch would read, without a database of its own; 1 where two readings differ, 2 where one is doubted."""
    from crawlers.reactor import run as run_reactor
    from pipeline.inspection import inspect as read_twice
    from pipeline.inspection_printing import inspection_as_json, inspection_in_text

    settings = settings_of(options)
    found, _ = checked_watchlist(watchlist or settings.watchlist, settings)
    deployment = Deployment(connect(NO_DATABASE), found, settings, clock_at(now))
    _refuse_unknown([watch_id], found)
    watch = deployment.watch(watch_id)
    assert watch is not None
    if not options.quiet:
        print(f"Reading {watch_id} twice at {found.address_of(watch)[:100]} …", file=sys.stderr)
    inspection = run_reactor(read_twice(deployment, watch))
    if shown == "json":
        say(json.dumps(inspection_as_json(inspection), ensure_ascii=False, indent=1))
    else:
        say(inspection_in_text(inspection, everything=everything or options.verbose))
    return DOUBTED if inspection.doubt else DIFFERS if inspection.noise else 0


def run(options: Options, *, once: bool, only: list[str], now: str | None) -> int:
    """One pass, or passes until interrupted; 3 where a Watch cannot be read."""
    from crawlers.reactor import run as run_reactor
    from pipeline.renewal import renewing
    from pipeline.run import prepare, run_on, run_once

    deployment = deployment_of(options, now)
    _refuse_unknown(only, deployment.watchlist)

    renewed = renewing(deployment)
    prepare(deployment)
    if once:
        _told(options, run_reactor(run_once(deployment, only)))
    else:
        run_reactor(run_on(renewed, partial(_told, options)))
    return _print_incidents(deployment, options)


def up(options: Options, host: str, port: int, now: str | None) -> None:
    """Poll, send and serve until interrupted."""
    from crawlers.reactor import run as run_reactor
    from pipeline.renewal import renewing
    from pipeline.run import prepare, run_on
    from pipeline.serve import try_port
    from pipeline.up import beside

    try_port(host, port)
    deployment = deployment_of(options, now)
    renewed = renewing(deployment)
    prepare(deployment)
    beside(partial(serve, options, host, port, now), run_on(renewed, partial(_told, options)), run_reactor)


def _told(options: Options, done: "Pass") -> None:
    if not options.quiet:
        say(f"{done.polled} polled, {done.changes} changes, {done.delivered.sent} messages sent, {done.delivered.waiting} waiting")


def log(options: Options, shown: str, limit: int, **names: str | None) -> None:
    """The history of what the names say, newest first."""
    with reading(engine_of(options)) as session:
        page = changes(session, change_filter(session, **names), limit=limit)
    if shown == "json":
        say(json.dumps({"items": [change_record(each) for each in page.items], "next": page.next}, ensure_ascii=False, indent=1))
        return
    for each in page.items:
        say(line_of(each))
    if not page.items:
        say("No Change is recorded yet.")


def show(options: Options, change: int, shown: str) -> None:
    """One Change."""
    with reading(engine_of(options)) as session:
        found = recorded_change(session, change)
    say(json.dumps(change_record(found), ensure_ascii=False, indent=1) if shown == "json" else recorded_in_text(found))


def digest(options: Options, frequency: str, *, preview: bool, now: str | None) -> None:
    """Build, and unless previewed send, the digests that are due."""
    from pipeline.run import digest as build

    messages = build(deployment_of(options, now, polls=False), frequency, preview=preview)
    for message in messages if preview else []:
        say(f"{message.subject}\n\n{message.text}\n")
    written = "would be" if preview else "was" if len(messages) == 1 else "were"
    say(f"{counted(len(messages), f'{frequency} digest', f'{frequency} digests')} {written} written.")


def accept(options: Options, watch_id: str, now: str | None) -> None:
    """Believe the present reading of a Watch, and compare it."""
    from pipeline.derive import accept as believe
    from pipeline.run import process

    deployment = deployment_of(options, now, polls=False)
    _refuse_unknown([watch_id], deployment.watchlist)
    watch = deployment.watch(watch_id)
    if watch is None or not believe(deployment, watch):
        raise VeilleError(
            f"{watch_id} has no doubted reading to accept; only `collapsed` and `moved` can be accepted, see `veille status`."
        )
    say(f"{watch_id}: accepted; {process(deployment)} changes recorded, told at the next `veille run`.")


def noise(options: Options, change: int, name: str, *, undo: bool, now: str | None) -> None:
    """Mark a Change as noise, or take the mark back."""
    from pipeline.noise import mark, unmark

    watch = (unmark if undo else mark)(engine_of(options), change, name, clock_at(now)())
    if undo:
        say(f"Change {change} is noise no more, says {name}: what is like it on {watch} is told again from now on.")
    else:
        say(f"Change {change} is noise, says {name}: the same on {watch} is recorded and not sent, until --undo.")


def noise_marks(options: Options) -> None:
    """Every mark, who made it and who took it back."""
    from alerts.marks import marks

    with reading(engine_of(options)) as session:
        lines = [mark_in_text(mark) for mark in marks(session)]
    say("\n".join(lines) or "No Change is marked as noise.")


def status(options: Options, now: str | None) -> int:
    """Every Watch, what was left undone, and the ledger; 3 where a Watch cannot be read."""
    from alerts.sending.undone import left_undone

    instant = clock_at(now)()
    with reading(engine_of(options)) as session:
        for watch, incident in _every_watch(session):
            read_at = local(watch.last_read) if watch.last_read else "never"
            changed = local(watch.last_changed) if watch.last_changed else "never"
            problem = f"  {incident.kind}: {incident.reason}" if incident else ""
            due = "" if watch.due_at and watch.due_at > instant else "  due"
            say(f"{watch.id:<28} read {read_at:<16}  changed {changed:<16}{due}{problem}")
        by_state = select(models.Delivery.state, func.count()).group_by(models.Delivery.state)
        counts = dict(session.execute(by_state).all())
        incidents = session.scalar(select(func.count()).where(models.Incident.closed.is_(None))) or 0
        undone = left_undone(session, instant)
    for each in undone:
        say(f"left undone: {each.what}: {each.number}, the oldest since {local(each.since)}; see that `veille run` is running")
    say("deliveries: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none"))
    return OPEN_INCIDENTS if incidents else 0


def _every_watch(session: Session) -> Iterator[tuple[models.Watch, models.Incident | None]]:
    page = list_watches(session, limit=200)
    yield from page.items
    while page.next:
        page = list_watches(session, page.next, limit=200)
        yield from page.items


def serve(options: Options, host: str, port: int, now: str | None, workers: int = 1) -> None:
    """Serve until interrupted."""
    from api.app import create_app
    from pipeline.serve import serve as serve_website

    settings, engine = settings_of(options), engine_of(options)
    # Without a watchlist the history is served all the same; its people then find here only what they chose here.
    read = partial(read_watchlist, allow_private_hosts=settings.allow_private_hosts, loopback=True)
    watchlist = WatchlistFile(settings.watchlist, read)
    say(f"Veille is served at http://{host}:{port} (Ctrl-C stops it).")
    engine.dispose()  # a connection belongs to one process
    create = partial(create_app, engine, now=clock_at(now), site=settings.site, watchlist=watchlist, settings=settings)
    serve_website(create, host, port, workers)


def replay(options: Options, folder: Path) -> None:
    """Play recordings into the database of the options."""
    settings = settings_of(options)
    _replay(options, folder, connect(settings.database), settings)


def demo(options: Options) -> None:
    """Play the shipped recordings into a fresh ``demo.db``, then say where to look."""
    for name in ("demo.db", "demo.db-wal", "demo.db-shm"):
        _remove(Path(name))
    rmtree(DEMO_OUTBOX, ignore_errors=True)
    settings = settings_of(options).model_copy(update={"database": DEMO_DATABASE, "outbox": DEMO_OUTBOX, "send": False})
    _replay(options, DEMO, connect(DEMO_DATABASE), settings)
    say(f"\nThe messages are in {DEMO_OUTBOX}/ (open one in a browser). One Change in full: veille --database {DEMO_DATABASE} show 1")
    say("The history, its feeds and its API at http://127.0.0.1:8000:")
    say(f"veille --database {DEMO_DATABASE} serve")


def upgrade(options: Options) -> None:
    """Bring the database to the present tables."""
    settings = settings_of(options)
    upgrade_database(connect(settings.database))
    say("The database is up to date.")


def _replay(options: Options, folder: Path, engine: Engine, settings: Settings) -> None:
    from crawlers.reactor import run as run_reactor
    from pipeline.replay import replay as play

    watchlist, _ = read_watchlist(folder / "watchlist.yaml", allow_private_hosts=True, loopback=True)
    upgrade_database(engine)

    def shown(instant: datetime, brought: Brought) -> None:
        if not options.quiet:
            say(instant_in_text(instant, brought))

    count = run_reactor(play(Deployment(engine, watchlist, settings, utc_now), folder, shown))
    say(f"{count} instants were played.")


def _refuse_unknown(names: list[str], watchlist: Watchlist) -> None:
    unknown = set(names) - {watch.id for watch in watchlist.all_watches()}
    if unknown:
        raise WatchlistError([f"The watchlist has no Watch {', '.join(sorted(unknown))}; `veille status` lists those there are."])


def _print_incidents(deployment: Deployment, options: Options) -> int:
    with reading(deployment.engine) as session:
        named = [watch.id for watch in deployment.watchlist.all_watches()]
        found = session.scalars(select(models.Incident).where(models.Incident.closed.is_(None), models.Incident.watch_id.in_(named))).all()
        for incident in [] if options.quiet else found:
            say(f"{incident.watch_id}: {incident.kind} since {local(incident.opened)}: {incident.reason}")
    return OPEN_INCIDENTS if found else 0


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be replaced ({error.strerror}); run this in a folder you may write to.") from error
