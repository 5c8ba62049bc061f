"""Files compared and read offline: ``veille diff`` and ``veille facts`` need no database and no network."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from core.contract import diff_as_json
from core.errors import DocumentError
from core.values import Change, Doubt, Fact, Provision, Version
from core.watchlist import Language
from differ.align import keep_keys
from differ.compare import compare
from differ.doubts import doubt_of_reading
from differ.extract import read
from differ.extract.language import plainly_in
from differ.extract.mistrust import breaks_off
from differ.facts import facts

CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/sparql-results+json",
}
LANGUAGES = get_args(Language)


@dataclass(frozen=True)
class Difference:
    """What two files differ in, or the doubt that forbids to say."""

    language: str | None
    changes: tuple[Change, ...]
    doubt: Doubt | None

    def as_json(self) -> dict[str, object]:
        """The object that ``veille diff --format json`` prints."""
        return diff_as_json(self.language, self.changes, self.doubt)


def difference(before: Path, after: Path, language: str | None = None) -> Difference:
    """Compare two files; ``DocumentError`` where one cannot be read at all."""
    old, new = version_of(before, language), version_of(after, language)
    for version in (old, new):
        if isinstance(version, Doubt):
            return Difference(language, (), version)
    assert isinstance(old, Version)
    assert isinstance(new, Version)
    spoken = language or new.language or old.language
    # A person is believed about the language; that the second file is in another one is seen all the same.
    expected = _language(old)
    doubt = _broken(before, after) or doubt_of_reading(None, old) or doubt_of_reading(old, new, language=expected)
    if doubt:
        return Difference(spoken, (), doubt)
    kept = Version(new.extractor, keep_keys(old.provisions, new.provisions), new.title, new.language)
    return Difference(spoken, tuple(compare(old, kept, spoken)), None)


def _language(version: Version) -> str | None:
    return plainly_in(provision.text for provision in version.provisions)


def _broken(before: Path, after: Path) -> Doubt | None:
    """Whether one of two files breaks off where the other does not."""
    kind, bodies = CONTENT_TYPES.get(after.suffix.lower(), ""), (before.read_bytes(), after.read_bytes())
    return breaks_off(bodies[1], kind, bodies[0]) or breaks_off(bodies[0], kind, bodies[1])


def facts_of(path: Path, language: str | None = None) -> tuple[str | None, list[tuple[Provision, Fact]]]:
    """The language of a file and its Facts with the Provision each stands in; ``DocumentError`` where it cannot be read."""
    version = version_of(path, language)
    if isinstance(version, Doubt):
        raise DocumentError(f"{path}: {version.reason} ({version.kind})")
    return version.language, [(provision, fact) for provision in version.provisions for fact in facts(provision.text, version.language)]


def batch(lines: Iterator[str]) -> Iterator[dict[str, object]]:
    """One JSON object for each line ``BEFORE<TAB>AFTER<TAB>LANGUAGE``; ``{"error": …}`` for a bad one."""
    for line in lines:
        try:
            yield _batch_difference(line.rstrip("\r\n")).as_json()
        except (DocumentError, ValueError) as error:
            yield {"error": str(error)}


def _batch_difference(line: str) -> Difference:
    parts = line.split("\t")
    if len(parts) not in (2, 3):
        raise DocumentError(f"{line!r} is not BEFORE<TAB>AFTER<TAB>LANGUAGE; separate the three by tabs, the language may be empty")
    language = parts[2].strip() if len(parts) == 3 else ""
    if language and language not in LANGUAGES:
        raise DocumentError(f"{language!r} is not a language Veille compares in; write one of {', '.join(LANGUAGES)}, or leave it empty")
    return difference(Path(parts[0]), Path(parts[1]), language or None)


def version_of(path: Path, language: str | None, *, own: bool = False) -> Version | Doubt:
    """What a file states, or why that is doubted; ``DocumentError`` where it cannot be read at all. ``own``: it is a page of ours."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}; check the name and the rights of the file.") from error
    return read(body, CONTENT_TYPES.get(path.suffix.lower(), ""), address=path.name, language=language, own=own)
