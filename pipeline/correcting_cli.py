"""The commands by which a person corrects what Veille made of a reading: ``accept``, ``noise`` and ``rectify``."""

from typing import Annotated

import typer

from pipeline.options import Now

commands = typer.Typer()


@commands.command()
def accept(context: typer.Context, watch: Annotated[str, typer.Argument(help="The id of a Watch.")], now: Now = None) -> None:
    """Accept the present reading of a Watch whose Incident doubts it: its differences become Changes."""
    from pipeline import commands as with_database  # noqa: PLC0415 - `veille --help` answers at once

    with_database.accept(context.obj, watch, now)


@commands.command()
def noise(  # noqa: PLR0913, PLR0917 - the options of the command
    context: typer.Context,
    change: Annotated[int | None, typer.Argument(help="The number of a Change that is noise.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the mark back: what comes from now on is told again.")] = False,
    every: Annotated[bool, typer.Option("--list", help="List every mark there ever was.")] = False,
    now: Now = None,
) -> None:
    """Mark a Change as noise: the same noise on its Watch is recorded from then on, never sent. Exit 0, or 2 where it cannot be."""
    from pipeline import commands as with_database  # noqa: PLC0415 - likewise

    if every:
        with_database.noise_marks(context.obj)
    elif change is None or not by:
        raise typer.BadParameter("name the Change and who says so (CHANGE --by NAME), or --list")
    else:
        with_database.noise(context.obj, change, by, undo=undo, now=now)


@commands.command()
def rectify(  # noqa: PLR0913, PLR0917 - likewise
    context: typer.Context,
    change: Annotated[int, typer.Argument(help="The number of a Change that was told wrongly.")],
    note: Annotated[str, typer.Argument(help="What is right, in the words that readers get; with --withdraw, why.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="It is no change at all.")] = False,
    correct: Annotated[bool, typer.Option("--correct", help="It is one, but not as we told it: NOTE says what is right.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")] = "",
    now: Now = None,
) -> None:
    """Withdraw or correct a Change: exactly those who were told of it are told so. Exit 0, or 2 where it cannot be."""
    from pipeline import rectify as rectifying  # noqa: PLC0415 - likewise

    if withdraw == correct:
        raise typer.BadParameter("say either --withdraw or --correct")
    rectifying.rectify(context.obj, change, note, by, withdraw=withdraw, now=now)
