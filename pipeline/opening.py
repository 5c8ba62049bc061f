"""What a command needs before it can work: settings, database, watchlist and clock, from the options before it."""

import logging
import sys

from sqlalchemy import Engine

from core.clock import Clock, utc_now
from core.database import connect, reading
from core.errors import VeilleError
from core.found_pages import with_found_pages
from core.instants import instant_from_text
from core.migration import require_current
from core.migration import upgrade as upgrade_database
from core.settings import Settings, read_settings
from core.watchlist_reader import read_watchlist
from pipeline.deployment import Deployment
from pipeline.options import Options


def settings_of(options: Options) -> Settings:
    """The settings of the environment, and of the options where these say otherwise; what is logged is heard from here on."""
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    given = {"database": options.database, "watchlist": options.watchlist}
    return read_settings().model_copy(update={name: value for name, value in given.items() if value is not None})


def engine_of(options: Options) -> Engine:
    """The database, which must be there and up to date."""
    engine = connect(settings_of(options).database)
    require_current(engine)
    return engine


def deployment_of(options: Options, now: str | None, *, polls: bool = True) -> Deployment:
    """All that a command which writes needs; its database is created or upgraded on the way.

    One that ``polls`` nobody owes no delay, so that the watchlist of a replay is sound for it.
    """
    settings = settings_of(options)
    watchlist, warnings = read_watchlist(settings.watchlist, allow_private_hosts=settings.allow_private_hosts, loopback=not polls)
    for warning in [] if options.quiet else warnings:
        print(warning, file=sys.stderr)
    engine = connect(settings.database)
    upgrade_database(engine)
    with reading(engine) as session:
        known = with_found_pages(session, watchlist)
    return Deployment(engine, known, settings, clock_at(now))


def clock_at(now: str | None) -> Clock:
    """The clock, stopped at the instant of ``--now`` where that is given; ``VeilleError`` where it is none."""
    if now is None:
        return utc_now
    try:
        instant = instant_from_text(now)
    except ValueError as error:
        raise VeilleError(f"--now {now!r} is not an instant; write it as 2025-07-29T08:00Z.") from error
    return lambda: instant
