"""What the tests of comparing share: work measured by counting, which no load of the machine changes."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from core.values import Provision, Version
from differ.compare import compare


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """The language data is read and its patterns are compiled once, before any example is timed."""
    compare(*(Version("test", (Provision("a", "", f"Il paie {amount} € en 3 mois."),)) for amount in (1, 2)), "fr")


@pytest.fixture
def calls() -> Callable[[Callable[[], object]], int]:
    """Counts the calls of functions, built-in ones included, that a job makes."""

    def count(job: Callable[[], object]) -> int:
        made = 0

        def note(frame: FrameType, event: str, argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            job()
        finally:
            sys.setprofile(before)
        return made

    return count
