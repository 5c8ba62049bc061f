"""What ``verify``, ``export`` and ``import`` do at the terminal: the evidence looked at again, taken out, brought in."""

import sys
from pathlib import Path

from core.clock import utc_now
from core.database import connect
from pipeline.dataset_export import write_dataset
from pipeline.dataset_import import read_dataset
from pipeline.opening import engine_of, settings_of
from pipeline.options import Options
from pipeline.printing import local, say
from pipeline.progress import Progress
from pipeline.verify import Damaged
from pipeline.verify import verify as hash_again

DAMAGED = 2


def verify(options: Options) -> int:
    """Hash every Snapshot again; 2 where one is damaged."""
    count, damaged = hash_again(engine_of(options), Progress("hashed", quiet=options.quiet))
    for each in damaged:
        print(_damaged_in_text(each), file=sys.stderr)
    say(f"{count} snapshots, {len(damaged)} damaged." + (" Bring back the database of a day before." if damaged else ""))
    return DAMAGED if damaged else 0


def _damaged_in_text(each: Damaged) -> str:
    row = each.snapshot
    return f"snapshot {row.id}  {row.watch_id}  {local(row.instant)}  {row.url}\n  {row.sha256}: {each.why}"


def export_dataset(options: Options, folder: Path) -> None:
    """Write the history into a folder."""
    rows = write_dataset(engine_of(options), folder, utc_now(), Progress("snapshots written", quiet=options.quiet))
    say(f"{folder}: {_counted(rows)}.")


def import_dataset(options: Options, folder: Path) -> None:
    """Bring a dataset into the empty database of the options."""
    rows = read_dataset(connect(settings_of(options).database), folder, Progress("snapshots read", quiet=options.quiet))
    say(f"Imported {_counted(rows)}. `veille verify` hashes every Snapshot again.")


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{rows.get(name, 0)} {name}" for name in ("watches", "snapshots", "versions", "changes", "events"))
