"""The command of one worker of several, as ``pipeline.cli`` declares the others; the work is in ``pipeline.worker``."""

from typing import Annotated

import typer

from pipeline.options import Now

commands = typer.Typer()


@commands.command()
def worker(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help="What it is called in what it prints; else machine and process.")] = "",
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is left to do, for any worker.")] = False,
    patience: Annotated[
        float, typer.Option("--patience", metavar="SECONDS", min=2, help="Silence after which a worker counts as dead; for all the same.")
    ] = 120,
    now: Now = None,
) -> None:
    """Do what is due as one worker of several, over one PostgreSQL database, until interrupted. Exit 0, or 2 on another database."""
    from pipeline import worker_commands  # noqa: PLC0415 - `veille --help` answers at once

    worker_commands.worker(context.obj, name, once=once, patience=patience, now=now)
