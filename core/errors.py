"""The errors a person can meet; each message is one sentence that names the remedy."""

from collections.abc import Sequence


class VeilleError(Exception):
    """Something a person can put right; the command line prints it without a traceback."""


class WatchlistError(VeilleError):
    """The watchlist has mistakes; ``mistakes`` and ``warnings`` hold each as ``file:line:column: message``."""

    def __init__(self, mistakes: list[str], warnings: Sequence[str] = ()) -> None:
        super().__init__("\n".join([*mistakes, *warnings]))
        self.mistakes = mistakes
        self.warnings = warnings


class DatabaseError(VeilleError):
    """The database cannot be reached or is not up to date."""


class DocumentError(VeilleError):
    """A file handed to the command line cannot be read."""


class RouteError(VeilleError):
    """An address messages should go to is missing or malformed."""


class NotInHistory(VeilleError):  # noqa: N818 - the name is the message
    """The history has no such Change, Event, Watch or Version."""


class AlreadySo(VeilleError):  # noqa: N818 - the name is the message
    """What was asked for is so already, or there is nothing left to do it to."""
