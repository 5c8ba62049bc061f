"""Polls addresses with the whole pipeline, for `polls.py`.

Reads ``{"addresses": […], "times": 1, "folder": "…", "kind": "page"}`` from its input and prints
``{"memory": […], "changes": 0}``: the highest memory of every ten polls in MB, and how many Changes were found.
"""

import json
import resource
import sys
from pathlib import Path

from core.clock import utc_now
from core.database import connect
from core.migration import upgrade
from core.settings import Settings
from core.watchlist import Source, Watch, Watchlist
from crawlers import reactor
from pipeline.deployment import Deployment
from pipeline.run import prepare, run_once

EVERY = 10
"""Polls between two looks at the memory."""


def deployed(addresses: list[str], folder: Path, kind: str) -> Deployment:
    """A Watch for each address, without delay, and a database in the folder."""
    sources = {"s": Source.model_validate({"name": "Essai", "spider": "page", "delay": "0s"})}
    watches = [
        Watch.model_validate({"id": f"w.{number}", "source": "s", "kind": kind, "url": address, "language": "fr"})
        for number, address in enumerate(addresses)
    ]
    engine = connect(f"sqlite:///{folder / 'polls.db'}")
    upgrade(engine)
    settings = Settings(allow_private_hosts=True, outbox=folder / "outbox")
    return Deployment(engine, Watchlist(sources=sources, watches=watches), settings, utc_now)


def highest_memory() -> float:
    """The highest resident memory since the last call, in MB; of the whole life where the system cannot forget."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Poll as the input says."""
    job = json.load(sys.stdin)
    deployment = deployed(job["addresses"], Path(job["folder"]), job["kind"])
    prepare(deployment)
    memory, changes = [], 0
    for number in range(1, job["times"] + 1):
        done = reactor.run(run_once(deployment, only=[watch.id for watch in deployment.watchlist.watches]))
        assert done.polled == len(job["addresses"])
        changes += done.changes
        if number % EVERY == 0:
            memory.append(highest_memory())
    print(json.dumps({"memory": memory, "changes": changes}))


if __name__ == "__main__":
    main()
