"""The command line ``veille``: what each command takes and what its exit code means (DESIGN §5).

Only declarations stand here, so that ``veille --help`` answers at once; the work is in ``pipeline.commands``.
"""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from pipeline import correcting_cli, desk_cli, evidence_cli, tokens_cli, worker_cli
from pipeline.options import DiffFormat, Format, Frequency, Now, Options, Shown, Spoken

app = typer.Typer(
    name="veille",
    help="Keep watch over Belgian and EU migration law: which rule changed, since when, and who is told.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
database_commands = typer.Typer(help="The database itself.", no_args_is_help=True)
app.add_typer(database_commands, name="db")
app.add_typer(correcting_cli.commands)
app.add_typer(desk_cli.commands)
app.add_typer(evidence_cli.commands)
app.add_typer(tokens_cli.commands)
app.add_typer(worker_cli.commands)


@app.callback()
def options(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only what was asked for, no progress.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print what happens behind the scenes as well.")] = False,
    database: Annotated[
        Optional[str], typer.Option("--database", metavar="URL", help="Else VEILLE_DATABASE, else sqlite:///veille.db.")
    ] = None,
    watchlist: Annotated[
        Optional[Path], typer.Option("--watchlist", metavar="FILE", help="Else VEILLE_WATCHLIST, else watchlist.yaml.")
    ] = None,
) -> None:
    """Remember the global options for the command that follows."""
    context.obj = Options(quiet, verbose, database, watchlist)


@app.command()
def check(
    context: typer.Context,
    watchlist: Annotated[Optional[Path], typer.Argument(help="The watchlist to check.")] = None,
    fetch: Annotated[
        Optional[str], typer.Option("--fetch", metavar="WATCH", help="Read this Watch twice and show what would be followed.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="With --fetch: show all that was read, not only the beginning.")] = False,
    shown: Shown = Format.TEXT,
    now: Now = None,
) -> None:
    """Validate the watchlist: every mistake at once, as file:line:column: message. Exit 0, or 2 where there are any.

    With --fetch, ask the publisher as well; nothing is stored, nobody is told. Exit 1 where two readings differ, 2 where one is doubted.
    """
    from pipeline import commands

    if fetch is None:
        commands.check(context.obj, watchlist)
    else:
        raise typer.Exit(commands.inspect(context.obj, watchlist, fetch, shown, everything=everything, now=now))


@app.command()
def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Stop after one pass instead of going on, on schedule.")] = False,
    only: Annotated[Optional[list[str]], typer.Option("--only", metavar="ID…", help="Poll only these Watches, due or not.")] = None,
    more: Annotated[Optional[list[str]], typer.Argument(metavar="[ID…]", help="Further Watches for --only.", hidden=True)] = None,
    now: Now = None,
) -> None:
    """Poll what is due, find what changed, tell those concerned. Exit 0, or 3 if a Watch has an open Incident."""
    from pipeline import commands

    if more and not only:
        raise typer.BadParameter(f"{more[0]!r} stands alone; write --only before the Watches to poll")
    raise typer.Exit(commands.run(context.obj, once=once, only=[*(only or []), *(more or [])], now=now))


@app.command()
def diff(
    before: Annotated[Optional[Path], typer.Argument(help="The file before (HTML, XHTML, PDF, text, Markdown).")] = None,
    after: Annotated[Optional[Path], typer.Argument(help="The file after.")] = None,
    language: Spoken = None,
    shown: Annotated[DiffFormat, typer.Option("--format", help="Text for people, JSON, or one HTML page.")] = DiffFormat.TEXT,
    batch: Annotated[
        Optional[str], typer.Option("--batch", metavar="LIST", help="A list of BEFORE<TAB>AFTER<TAB>LANGUAGE lines (- is stdin); JSON out.")
    ] = None,
) -> None:
    """Compare two files offline. Exit 0 nothing substantive, 1 something is, 2 error or Incident."""
    from pipeline import offline

    if batch is not None:
        raise typer.Exit(offline.diff_batch(batch))
    if before is None or after is None:
        raise typer.BadParameter("name two files, BEFORE and AFTER, or --batch LIST")
    raise typer.Exit(offline.diff(before, after, language, shown))


@app.command()
def facts(
    file: Annotated[Path, typer.Argument(help="The file to read.")],
    language: Spoken = None,
    shown: Shown = Format.TEXT,
) -> None:
    """List the Facts (amounts, durations, dates, …) that a file states. Exit 0, or 2 where it cannot be read."""
    from pipeline import offline

    offline.facts(file, language, shown)


@app.command()
def log(
    context: typer.Context,
    shown: Shown = Format.TEXT,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="How many Changes at most, newest first.")] = 50,
    topic: Annotated[Optional[str], typer.Option("--topic", help="Only this Topic.")] = None,
    source: Annotated[Optional[str], typer.Option("--source", help="Only this Source.")] = None,
    watch: Annotated[Optional[str], typer.Option("--watch", help="Only this Watch.")] = None,
) -> None:
    """Show the history, newest first. Exit 0, or 2 where there is no such Topic, Source or Watch."""
    from pipeline import commands

    commands.log(context.obj, shown, limit, topic=topic, source=source, watch=watch)


@app.command()
def show(
    context: typer.Context, change: Annotated[int, typer.Argument(help="The number of a Change.")], shown: Shown = Format.TEXT
) -> None:
    """Show one Change with its redline and its evidence. Exit 0, or 2 where there is none of this number."""
    from pipeline import commands

    commands.show(context.obj, change, shown)


@app.command()
def digest(
    context: typer.Context,
    frequency: Annotated[Frequency, typer.Option("--frequency", help="Whose turn it is.")],
    preview: Annotated[bool, typer.Option("--preview", help="Print what would be sent, send and record nothing.")] = False,
    now: Now = None,
) -> None:
    """Build and send the digests that are due."""
    from pipeline import commands

    commands.digest(context.obj, frequency, preview=preview, now=now)


@app.command()
def subscriptions(
    context: typer.Context,
    resume: Annotated[Optional[str], typer.Option("--resume", metavar="ID", help="Take up this ended one of the watchlist.")] = None,
    shown: Shown = Format.TEXT,
) -> None:
    """List every Subscription with its state and its last message. Exit 0, or 2 where one cannot be taken up."""
    from pipeline import subscriptions as subscribed

    if resume is None:
        subscribed.subscriptions(context.obj, shown)
    else:
        subscribed.resume(context.obj, resume)


@app.command()
def status(context: typer.Context, now: Now = None) -> None:
    """Show every Watch (last read, last change, Incident) and the Deliveries that wait. Exit 0, or 3 with open Incidents."""
    from pipeline import commands

    raise typer.Exit(commands.status(context.obj, now))


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer; as many as there are cores.")] = 1,
    now: Now = None,
) -> None:
    """Serve the website and the API until interrupted."""
    from pipeline import commands

    commands.serve(context.obj, host, port, now, workers)


@app.command()
def up(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="The address the website listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port the website listens on.")] = 8000,
    now: Now = None,
) -> None:
    """Poll, send and serve together until interrupted: the whole of Veille on one machine."""
    from pipeline import commands

    commands.up(context.obj, host, port, now)


@app.command()
def replay(
    context: typer.Context, folder: Annotated[Path, typer.Argument(metavar="DIR", help="The recordings: watchlist.yaml, index.tsv, pages.")]
) -> None:
    """Run the whole pipeline over recorded pages at their recorded instants. Exit 0 when it ran, whatever it found."""
    from pipeline import commands

    commands.replay(context.obj, folder)


@app.command()
def demo(context: typer.Context) -> None:
    """Replay the recordings shipped with Veille into demo.db, then say where to look."""
    from pipeline import commands

    commands.demo(context.obj)


@database_commands.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to the tables of this version of Veille."""
    from pipeline import commands

    commands.upgrade(context.obj)


def main() -> None:
    """Run the command line; what a person can put right is one sentence and exit code 2, never a traceback."""
    from core.errors import VeilleError

    try:
        app()
    except VeilleError as error:
        _stop(str(error))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        _stop(f"The database failed ({str(error).splitlines()[0]}). Nothing is lost: run the command again once it can be written to.")


def _is_of_the_database(error: Exception) -> bool:
    """Whether the database itself is in trouble (locked, full, gone); only then is SQLAlchemy loaded for sure."""
    from sqlalchemy.exc import OperationalError

    return isinstance(error, OperationalError)


def _stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(2)
