"""The commands about the evidence itself, as ``pipeline.cli`` declares the others; the work is in ``pipeline.evidence_commands``."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dataset.")]


@commands.command()
def verify(context: typer.Context) -> None:
    """Hash every Snapshot again. Exit 0, or 2 with a list of those that are damaged."""
    from pipeline import evidence_commands  # noqa: PLC0415 - `veille --help` answers at once

    raise typer.Exit(evidence_commands.verify(context.obj))


@commands.command("export")
def export_dataset(context: typer.Context, folder: Folder) -> None:
    """Write the whole history, and nobody who is told of it, into a new folder. Exit 0, or 2 where that cannot be."""
    from pipeline import evidence_commands  # noqa: PLC0415 - `veille --help` answers at once

    evidence_commands.export_dataset(context.obj, folder)


@commands.command("import")
def import_dataset(context: typer.Context, folder: Folder) -> None:
    """Bring a dataset that was exported into an empty database. Exit 0, or 2 where that cannot be."""
    from pipeline import evidence_commands  # noqa: PLC0415 - `veille --help` answers at once

    evidence_commands.import_dataset(context.obj, folder)
