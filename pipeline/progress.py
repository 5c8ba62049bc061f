"""How far long work has come: one line that renews itself on a terminal, nothing where nobody looks."""

import sys
from time import monotonic

PAUSE = 0.1
"""Seconds between two looks."""


class Progress:
    """Called with how much of how much is done; writes on standard error, where that is a terminal and not ``quiet``."""

    def __init__(self, doing: str, *, quiet: bool) -> None:
        self._doing = doing
        self._shown = sys.stderr.isatty() and not quiet
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Show it, but not more often than a person can read."""
        if self._shown and (done == total or monotonic() >= self._next):
            self._next = monotonic() + PAUSE
            print(f"\r{self._doing} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
