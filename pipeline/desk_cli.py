"""The commands about our own pages: ``audit`` and ``tasks``."""

from typing import Annotated

import typer

from pipeline.options import Format, Now, Problem, Shown, Spoken, State

commands = typer.Typer()


@commands.command()
def audit(
    names: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Pages of ours: files (HTML, PDF, Word, text) or addresses.")],
    language: Spoken = None,
    shown: Shown = Format.TEXT,
    now: Now = None,
) -> None:
    """List what is outdated on these pages, with what to write instead; needs no database. Exit 0; 1 if any; 2 if a page is unreadable."""
    from pipeline import audit as desk  # noqa: PLC0415 - `veille --help` answers at once
    from pipeline.opening import clock_at  # noqa: PLC0415 - likewise

    raise typer.Exit(desk.print_audit(names, language, shown, clock_at(now)))


@commands.command()
def tasks(  # noqa: PLR0913, PLR0917 - every condition by its name
    context: typer.Context,
    shown: Shown = Format.TEXT,
    state: Annotated[State, typer.Option("--state", help="Only Tasks in this state; `all` leaves none out.")] = State.OPEN,
    page: Annotated[str | None, typer.Option("--page", help="Only Tasks about this page of ours.")] = None,
    problem: Annotated[Problem | None, typer.Option("--problem", help="Only Tasks of this sort.")] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", help="Only Tasks about pages of this Source.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="Only Tasks about pages on this Topic.")] = None,
) -> None:
    """List the sentences of our own pages that are wrong, newest first. Exit 0, 1 if there are any, 2 where a name is unknown."""
    from pipeline.tasks import print_tasks  # noqa: PLC0415 - likewise

    wanted = {"state": None if state is State.ALL else state.value, "page": page, "problem": problem, "organisation": organisation}
    raise typer.Exit(print_tasks(context.obj, shown, topic=topic, **wanted))
