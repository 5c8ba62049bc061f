"""No family of markup is read without a page that shows it: one that was recorded, or one written by hand."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import differ.extract
import pipeline
from differ.extract import read
from differ.extract.reading import Reading

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = [
    HERE / "pages",
    ROOT / "tests" / "differ" / "extract" / "pages",
    Path(pipeline.__file__).parent / "demo",
    ROOT.parent / "shared" / "recordings",
]
CONTENT_TYPES = {".html": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain", ".md": "text/markdown"}
LARGEST = 150_000
"""Bytes of a page read here; the larger recordings have tests of their own."""

Reader = Callable[..., Any]


def modules() -> Iterator[Any]:
    """The package and its modules."""
    yield differ.extract
    for found in pkgutil.iter_modules(differ.extract.__path__, "differ.extract."):
        yield importlib.import_module(found.name)


def readers() -> dict[str, Reader]:
    """The public readers of a family, by name: functions that are handed a document and the Watch's instructions."""
    found = [
        each for module in modules() for name, each in inspect.getmembers(module, inspect.isfunction) if each.__module__ == module.__name__
    ]
    return {
        f"{each.__module__}.{each.__name__}": each for each in found if each.__name__.startswith("read") and _is_handed_instructions(each)
    }


def _is_handed_instructions(function: Reader) -> bool:
    return "instructions" in inspect.signature(function).parameters


@pytest.fixture(scope="module")
def read_by() -> Iterator[dict[str, Path]]:
    """For each reader a page that it read: every page is read once as a document and once as a listing."""
    seen: dict[str, Path] = {}
    current: list[Path] = []

    def observed(name: str, reader: Reader) -> Reader:
        def reading(*given: Any) -> Any:
            result = reader(*given)
            if isinstance(result, Reading) and result.provisions:
                seen.setdefault(name, current[-1])
            return result

        return reading

    with pytest.MonkeyPatch.context() as patch:
        for name, reader in readers().items():
            for module, attribute in names_of(reader):
                patch.setattr(module, attribute, observed(name, reader))
        for page in pages():
            current.append(page)
            for listing in (False, True):
                read(page.read_bytes(), CONTENT_TYPES.get(page.suffix, ""), listing=listing)
        yield seen


def names_of(reader: Reader) -> list[tuple[Any, str]]:
    """Wherever the package knows a reader by name."""
    return [(module, attribute) for module in modules() for attribute, value in vars(module).items() if value is reader]


def pages() -> Iterator[Path]:
    for folder in PAGES:
        for path in sorted(folder.rglob("*.*")):
            if path.is_file() and path.suffix not in {".tsv", ".yaml", ".rq", ".jsonl"} and path.stat().st_size < LARGEST:
                yield path


def test_the_readers_are_found() -> None:
    assert {"differ.extract.justel.read", "differ.extract.official_journal.read", "differ.extract.page.read"} <= readers().keys()


@pytest.mark.parametrize("name", readers())
def test_every_reader_has_a_page_recorded_or_written(name: str, read_by: dict[str, Path]) -> None:
    assert name in read_by, f"{name} reads no page of {', '.join(map(str, PAGES))}; write one that shows what it is for"
