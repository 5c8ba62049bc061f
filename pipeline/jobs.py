"""What workers do, as jobs of Procrastinate: look what is due, poll one host, bring what came to the ledger, send.

The jobs call the same functions as ``pipeline.run``, and each is safe to run twice. A lock keeps a second job from a
host, from the stages and from sending while the first is at work, whichever worker has it. A queueing lock lets one job
wait there at most.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from procrastinate import App, JobContext
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

from crawlers.crawl import TURNS
from pipeline.collect import due, due_by_host
from pipeline.deployment import Deployment
from pipeline.run import PASSING, ask, digest_on_schedule, look_again, process, send, write_ledger
from pipeline.sites import follow_sites, up_to_date

LOG = logging.getLogger(__name__)
EVERY_HALF_MINUTE, EVERY_FIVE_SECONDS = "* * * * * */30", "* * * * * */5"
"""The last of the six fields is that of the seconds."""
BEFORE_POLLS = 1
"""The priority of what is short, over the polls."""
Show = Callable[[str], None]


class Jobs:
    """The jobs of one worker; ``patience`` is how many seconds another may give no sign of life."""

    def __init__(self, deployment: Deployment, app: App, patience: float, show: Show) -> None:
        self._deployment, self._app, self._patience, self._show = deployment, app, patience, show
        look = app.task(name="look", queueing_lock="look", priority=BEFORE_POLLS)(self._look)
        take_over = app.task(name="take_over", queueing_lock="take_over", priority=BEFORE_POLLS)(self._take_over)
        app.periodic(cron=EVERY_HALF_MINUTE)(look)
        app.periodic(cron=EVERY_FIVE_SECONDS)(take_over)
        app.task(name="poll")(self._poll)
        for name, job in (("bring", self._bring), ("send", self._send)):
            app.task(name=name, lock=name, queueing_lock=name, priority=BEFORE_POLLS)(job)

    async def line_up_look(self) -> None:
        """Have some worker look what is due, now."""
        await self._line_up("look")

    async def any_left(self) -> bool:
        """Whether a job waits or is at work, at whichever worker."""
        return any([await self._app.job_manager.list_jobs_async(status=each) for each in (Status.TODO.value, Status.DOING.value)])

    async def _look(self, timestamp: int = 0) -> None:
        """A poll for each host of which something is due; and what time alone brings."""
        for host in await asyncio.to_thread(lambda: due_by_host(up_to_date(self._deployment))):
            await self._line_up("poll", task_kwargs={"host": host}, lock=f"host {host}", queueing_lock=f"host {host}")
        await self._line_up("bring")

    async def _poll(self, host: str) -> None:
        """Poll what is due at one host; it is not left before it had its rest, for the next to ask may be another worker."""
        deployment = await asyncio.to_thread(up_to_date, self._deployment)
        if watch_ids := (await asyncio.to_thread(due_by_host, deployment)).get(host):
            try:
                polled = await ask(deployment, await asyncio.to_thread(due, deployment, watch_ids))
                self._show(f"{host}: {len(polled)} polled")
                await self._line_up("bring")
            finally:
                async with TURNS.at([host]):
                    pass

    async def _bring(self) -> None:
        """Bring everything that was polled to the ledger."""
        if await asyncio.to_thread(self._to_the_ledger):
            await self.line_up_look()
        await self._line_up("send")

    def _to_the_ledger(self) -> bool:
        """One pass without polling and sending; whether our own sites named pages that were not known."""
        digest_on_schedule(self._deployment)
        deployment = up_to_date(self._deployment)
        changes = process(deployment)
        found = follow_sites(deployment, deployment.watches)
        look_again(deployment)
        write_ledger(deployment)
        if changes:
            self._show(f"{changes} changes")
        return bool(found)

    async def _send(self) -> None:
        """Send what stands in the ledger."""
        delivered = await asyncio.to_thread(send, self._deployment)
        if delivered.sent:
            self._show(f"{delivered.sent} messages sent, {delivered.waiting} waiting")

    async def _take_over(self, timestamp: int = 0) -> None:
        """Clear away the jobs of workers that gave no sign of life, and look at once what is still to be done."""
        jobs = self._app.job_manager
        stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=self._patience))
        for job in stalled:
            # Another worker may be doing so as well.
            with suppress(ConnectorException):
                await jobs.finish_job(job, Status.ABORTED, delete_job=True)
                self._show(f"taken over from a worker that gave no sign of life: {_words(job)}")
        if stalled:
            await jobs.prune_stalled_workers(self._patience)
            await self.line_up_look()

    async def _line_up(self, task: str, **options: Any) -> None:
        """Have a job wait for a worker, unless one like it waits already."""
        with suppress(AlreadyEnqueued):
            await self._app.configure_task(task, **options).defer_async()


async def go_on(job: Callable[[], Awaitable[Any]], context: JobContext, _: Worker) -> Any:
    """Do a job; what may pass by itself (a lost connection, a full disk) is told in one line, and the work done at the next look."""
    try:
        return await job()
    except (*PASSING, ConnectorException) as trouble:
        LOG.error(
            "This was cut short and is tried again (%s): %s", _words(context.job), str(trouble.__cause__ or trouble).partition("\n")[0]
        )


def _words(job: Job) -> str:
    return " ".join([job.task_name, *(str(each) for name, each in job.task_kwargs.items() if name != "timestamp")])
