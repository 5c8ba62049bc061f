"""The watchlist of a process that goes on for long: read anew once its files are others, so that nobody needs to start it again."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from time import monotonic

from core.errors import WatchlistError
from core.watchlist import Watchlist
from core.watchlist_files import read_files

LOG = logging.getLogger(__name__)
Read = Callable[[Path], tuple[Watchlist, list[str]]]
"""``core.watchlist_reader.read_watchlist``, with what it is to allow."""
PAUSE = 1.0
"""Seconds between two looks at the files, however many ask."""
State = tuple[int, int, int] | None
"""What tells a file from what it was before: its number, size and instant; ``None`` where there is none."""


class WatchlistFile:
    """Gives the watchlist as its files say it now, at most ``pause`` seconds later; empty as long as there is no file.

    Raises ``WatchlistError`` where it is wrong from the start. One that becomes wrong leaves the last good one standing.
    """

    def __init__(self, path: Path, read: Read, *, pause: float = PAUSE, clock: Callable[[], float] = monotonic) -> None:
        self._path, self._read, self._pause, self._clock = path, read, pause, clock
        self._lock, self._looked = Lock(), clock()
        self._states = _states([path])
        self._good = self._taken() if path.exists() else Watchlist()

    def __call__(self) -> Watchlist:
        """The watchlist; whoever asks while another looks at the files is given the last one."""
        if self._clock() - self._looked >= self._pause and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._good

    def _look(self) -> None:
        self._looked = self._clock()
        if _states(self._states) == self._states:
            return
        try:
            self._good = self._taken()
        except WatchlistError as error:
            LOG.error("The watchlist was changed and has mistakes; the last good one stands until they are corrected:\n%s", error)
        else:
            LOG.info("The watchlist was changed and is followed from now on.")

    def _taken(self) -> Watchlist:
        # The states are taken first: what is written meanwhile is read the next time.
        before = _states([self._path])
        self._states = _states(self._files()) | before
        return self._read(self._path)[0]

    def _files(self) -> set[Path]:
        """The file and those that it includes, also where one of them is wrong or missing."""
        included = read_files(self._path).data.get("include")
        return {self._path, *(self._path.parent / str(name) for name in (included if isinstance(included, list) else ()))}


def _states(files: Iterable[Path]) -> dict[Path, State]:
    return {file: _state(file) for file in files}


def _state(file: Path) -> State:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
