"""What a process does when it begins to answer: it works with few threads, and gets ready what its first readers would wait for."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from time import monotonic, sleep

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers

from api.following import FOLLOWED, series_of
from api.pages import LANGUAGES, environment
from core import models
from core.database import in_batches, reading
from differ.facts import facts

THREADS = 4
"""How many answers are made at a time: one processor makes them no sooner side by side, each would only wait for all the others."""
TURN = 0.001
"""Seconds after which a thread lets another one go on, where Python's own five thousandths keep short answers waiting for long ones."""
READ = ("fr", "nl", "en", "de")
"""The languages of official texts."""
AT_A_TIME = 10
"""How many Watches are followed before readers have their turn."""
LONGEST = 60
"""Seconds for which Watches are followed before anybody asks; the others are when they are asked for."""


@asynccontextmanager
async def starting(app: FastAPI) -> AsyncIterator[None]:
    """Begin to answer."""
    current_default_thread_limiter().total_tokens = THREADS
    sys.setswitchinterval(TURN)
    Thread(target=_get_ready, args=(app.state.surroundings.engine,), name="getting ready", daemon=True).start()
    yield


def _get_ready(engine: Engine) -> None:
    """Read what takes seconds: the tables, the templates, the words of each language, and the values of each Watch through time."""
    configure_mappers()
    for language in READ:
        facts("", language)
    for language in LANGUAGES:
        for template in environment(language).list_templates(extensions=["html", "xml"]):
            environment(language).get_template(template)
    try:
        _follow(engine)
    except DBAPIError:
        return  # whoever asks next is told that the database cannot be read


def _follow(engine: Engine) -> None:
    """Follow the values of the Watches, those first that changed last; readers have every other moment."""
    row, until = models.Watch, monotonic() + LONGEST
    with reading(engine) as session:
        watches = session.scalars(select(row.id).where(row.active).order_by(row.last_changed.desc()).limit(FOLLOWED)).all()
    for some in in_batches(watches, AT_A_TIME):
        began = monotonic()
        if began > until:
            return
        with reading(engine) as session:
            series_of(session, some)
        sleep(monotonic() - began)
