"""What the tests of comparing share: work measured by counting, which no load of the machine changes."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest


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
