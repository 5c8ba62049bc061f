"""``veille worker``: one worker of several, on as many machines as there are, over one PostgreSQL database."""

import asyncio
import logging
import os
import platform
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from core.errors import DatabaseError
from crawlers.reactor import run as run_reactor
from pipeline import job_tables
from pipeline.deployment import Deployment
from pipeline.jobs import Jobs, Show, go_on
from pipeline.run import PAUSE, prepare

LOG = logging.getLogger(__name__)
AT_ONCE = 8
"""Jobs that one worker does at the same time: most of the time a poll waits for its host."""
SIGNS_OF_LIFE = 12
"""How many signs of life a worker gives within the others' patience."""
MOMENT = 0.2
"""Seconds between two looks whether anything is left to do."""


def work(deployment: Deployment, name: str, show: Show, *, once: bool, patience: float) -> None:
    """Work until interrupted or told to stop (SIGTERM), or with ``once`` until nothing is left to do.

    What is being done then is ended, for half of ``patience`` at most: before the others would take it over. Polls that
    take longer are broken off; what they brought is kept, the rest is due as before.
    """
    job_tables.prepare(deployment.engine)
    prepare(deployment)
    run_reactor(_work(deployment, name or f"{platform.node()}-{os.getpid()}", show, once=once, patience=patience))


async def _work(deployment: Deployment, name: str, show: Show, *, once: bool, patience: float) -> None:
    _heed_termination()
    app = job_tables.application(deployment.engine)
    jobs = Jobs(deployment, app, patience, lambda text: show(f"{name}: {text}"))
    # Cancelling is how one is told to stop.
    with suppress(asyncio.CancelledError), _as_database_error():
        async with app.open_async():
            await jobs.line_up_look()
            working = asyncio.create_task(_do_jobs(app, name, patience))
            try:
                while once and await jobs.any_left():
                    await asyncio.sleep(MOMENT)
                if not once:
                    await working
            finally:
                working.cancel()
                await asyncio.wait([working])


async def _do_jobs(app: App, name: str, patience: float) -> None:
    """Do jobs until cancelled; what is being done then is ended. A database that went away is waited for."""
    while True:
        try:
            await app.run_worker_async(
                name=name,
                concurrency=AT_ONCE,
                delete_jobs="always",
                worker_middleware=[go_on],
                install_signal_handlers=False,
                shutdown_graceful_timeout=patience / 2,
                update_heartbeat_interval=patience / SIGNS_OF_LIFE,
                stalled_worker_timeout=patience,
            )
        except ConnectorException as trouble:
            LOG.error("The work was cut short and is taken up again: %s", trouble.__cause__ or trouble)
        await asyncio.sleep(PAUSE)


@contextmanager
def _as_database_error() -> Iterator[None]:
    """Say in one sentence that the database cannot be asked for jobs."""
    try:
        yield
    except ConnectorException as trouble:
        raise DatabaseError(f"The database gives no jobs ({trouble.__cause__ or trouble}); see that its server runs.") from trouble


def _heed_termination() -> None:
    """Have SIGTERM do what Ctrl-C does."""
    working = asyncio.current_task()
    assert working is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
