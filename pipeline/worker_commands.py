"""What ``veille worker`` needs before it can begin."""

from core.errors import VeilleError
from pipeline.opening import deployment_of, settings_of
from pipeline.options import Options
from pipeline.printing import say

NOT_SHARED = (
    "Several workers need a PostgreSQL database, which --database or VEILLE_DATABASE names; "
    "this one is SQLite, where `veille up` or `veille run` does all the work on one machine."
)
NOT_INSTALLED = "Workers need Veille with its 'postgres' extra ({error}); install that, such as by `make install`."


def worker(options: Options, name: str, *, once: bool, patience: float, now: str | None) -> None:
    """Work until told to stop; ``VeilleError`` where the database is not one for several workers."""
    if settings_of(options).database.startswith("sqlite"):
        raise VeilleError(NOT_SHARED)
    try:
        from pipeline.worker import work  # noqa: PLC0415 - an extra may be missing
    except ModuleNotFoundError as error:
        raise VeilleError(NOT_INSTALLED.format(error=error)) from error
    work(deployment_of(options, now), name, _quiet if options.quiet else say, once=once, patience=patience)


def _quiet(_: str) -> None:
    """Say nothing."""
