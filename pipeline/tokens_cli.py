"""The command about tokens, as ``pipeline.cli`` declares the others; the work is in ``pipeline.tokens``."""

from typing import Annotated

import typer

from pipeline.options import Now

commands = typer.Typer()


@commands.command()
def token(  # noqa: PLR0913, PLR0917 - the options of the command
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the token is called: the program, or the organisation that runs it.")] = "",
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="What it may do: tasks, noise, rectify. Several times for several.")
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="End the token of this name.")] = False,
    every: Annotated[bool, typer.Option("--list", help="List every token there ever was; none can be printed again.")] = False,
    now: Now = None,
) -> None:
    """Make a token with which a program may write through the API, printed this once. Exit 0, or 2 where that cannot be."""
    from pipeline import tokens  # noqa: PLC0415 - `veille --help` answers at once

    if every:
        tokens.print_tokens(context.obj)
    elif not name or revoke == bool(scope):
        raise typer.BadParameter("name the token with its --scope, or with --revoke; or --list")
    elif revoke:
        tokens.revoke(context.obj, name, now)
    else:
        tokens.make(context.obj, name, scope or [], now)
