"""What the tests of extraction share: hand-written pages, real recordings, and one way to read either."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.values import Doubt, Provision, Version
from differ.extract import read

PAGES = Path(__file__).parent / "pages"
RECORDINGS = Path(__file__).resolve().parents[3].parent / "shared" / "recordings"


@pytest.fixture
def page() -> Callable[..., Version]:
    """Reads one of the hand-written pages, or the bytes given, into a Version."""

    def reading(source: str | bytes, **instructions: Any) -> Version:
        body = source if isinstance(source, bytes) else (PAGES / source).read_bytes()
        version = read(body, **instructions)
        assert not isinstance(version, Doubt), version
        return version

    return reading


@pytest.fixture
def recordings() -> Path:
    """The folder of real pages beside the checkout."""
    if not RECORDINGS.is_dir():
        pytest.skip("the real pages of ../shared/recordings are not beside this checkout")
    return RECORDINGS


@pytest.fixture
def by_path() -> Callable[[Version], dict[str, Provision]]:
    """The Provisions of a Version by their paths; of several at one path, the last."""
    return lambda version: {provision.path: provision for provision in version.provisions}
