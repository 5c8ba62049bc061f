"""Reads ``watchlist.yaml`` and reports every mistake at once, each with file, line, column and remedy."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from core.errors import WatchlistError
from core.mistakes import remedy
from core.watchlist import Watchlist
from core.watchlist_checks import Problem, problems

Location = tuple[str | int, ...]
PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; lines and columns count from 1."""

    file: Path
    line: int
    column: int

    def says(self, message: str) -> str:
        """The line that ``veille check`` prints."""
        return f"{self.file}:{self.line}:{self.column}: {message}"


@dataclass
class _Document:
    """The files of one watchlist laid over each other, remembering where each part came from."""

    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Location, tuple[Path, CommentedMap, Location]] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_watchlist(path: Path, *, allow_private_hosts: bool = False, loopback: bool = False) -> tuple[Watchlist, list[str]]:
    """The watchlist and its warnings; ``WatchlistError`` with every mistake at once.

    ``loopback`` says that every request will go to 127.0.0.1 (``veille replay``), where no delay is owed.
    """
    document = _Document()
    _lay(path, document, included=False)
    if document.mistakes:
        raise WatchlistError(document.mistakes)
    watchlist = _validated(path, document)
    found = [(problem, _place(document, path, problem.location)) for problem in problems(watchlist, allow_private_hosts, loopback)]
    mistakes = [place.says(problem.message) for problem, place in found]
    if mistakes:
        raise WatchlistError(mistakes)
    return watchlist, document.warnings + list(_unset(path, document))


def _validated(path: Path, document: _Document) -> Watchlist:
    try:
        return Watchlist.model_validate({**document.data, "folder": path.parent})
    except ValidationError as error:
        mistakes = [
            (_place(document, path, tuple(each["loc"]), on_key=each["type"] == "extra_forbidden"), remedy(dict(each)))
            for each in error.errors()
        ]
        mistakes.sort(key=lambda mistake: (str(mistake[0].file), mistake[0].line, mistake[0].column))
        # Mistakes of shape hide mistakes of reference: tell those that can be seen already.
        raise WatchlistError([place.says(message) for place, message in mistakes]) from error


def _lay(path: Path, document: _Document, *, included: bool) -> None:
    """Read one file and lay it over what is there; lists and mappings grow, nothing is replaced."""
    content = _parse(path, document, included)
    if content is None:
        return
    for name, part in content.items():
        if name in document.data and isinstance(part, CommentedSeq):
            first = len(document.data[name])
            document.data[name].extend(part)
            document.origins.update({(name, first + index): (path, content, (name, index)) for index in range(len(part))})
        elif name in document.data and isinstance(part, CommentedMap):
            _lay_mapping(path, document, content, name, part)
        else:
            document.data[name] = _copy(part)
            document.origins[(name,)] = (path, content, (name,))
    if not included:
        for other in content.get("include") or []:
            _lay(path.parent / str(other), document, included=True)


def _lay_mapping(path: Path, document: _Document, content: CommentedMap, name: str, part: CommentedMap) -> None:
    for key, value in part.items():
        place = _mark(path, content, (name, key))
        if key in document.data[name]:
            document.mistakes.append(place.says(f"{name} has {key!r} already, in another file; remove one of the two"))
        document.data[name][key] = value
        document.origins[(name, key)] = (path, content, (name, key))


def _copy(part: Any) -> Any:
    if isinstance(part, CommentedSeq):
        return list(part)
    return dict(part) if isinstance(part, CommentedMap) else part


def _parse(path: Path, document: _Document, included: bool) -> CommentedMap | None:
    start = Place(path, 1, 1)
    try:
        content = YAML().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if included:
            document.warnings.append(start.says("this included file is missing; create it, or remove it from include"))
        else:
            document.mistakes.append(
                start.says("there is no such file; name a watchlist, or run this in the folder that has watchlist.yaml")
            )
        return None
    except (OSError, UnicodeDecodeError) as error:
        document.mistakes.append(start.says(f"the file cannot be read ({error}); make it a readable UTF-8 file"))
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else start
        document.mistakes.append(place.says(f"this is not valid YAML: {error.problem}; check indentation, quotes and repeated keys"))
        return None
    if content is None:
        content = CommentedMap()
    if not isinstance(content, CommentedMap):
        document.mistakes.append(start.says("the file must hold topics:, sources:, watches: and so on, each on a line of its own"))
        return None
    return content


def _place(document: _Document, path: Path, location: Location, *, on_key: bool = False) -> Place:
    """The place of the deepest part of ``location`` that stands in a file."""
    for length in range(len(location), 0, -1):
        origin = document.origins.get(location[:length])
        if origin:
            file, content, inner = origin
            return _mark(file, content, inner + location[length:], on_key=on_key)
    return Place(path, 1, 1)


def _mark(file: Path, content: CommentedMap, location: Location, *, on_key: bool = False) -> Place:
    node: Any = content
    line, column = 0, 0
    for depth, step in enumerate(location):
        if isinstance(node, CommentedMap) and step in node:
            last = depth == len(location) - 1
            value_wanted = last and not on_key and not isinstance(node[step], CommentedMap | CommentedSeq)
            line, column = node.lc.value(step) if value_wanted else node.lc.key(step)
            node = node[step]
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line, column = node.lc.item(step)
            node = node[step]
        else:
            break
    return Place(file, line + 1, column + 1)


def _unset(path: Path, document: _Document) -> Iterator[str]:
    """A warning for every ``${NAME}`` that the environment does not hold."""
    for location, text in _texts(document.data, ()):
        for name in PLACEHOLDER.findall(text):
            if name not in os.environ:
                yield _place(document, path, location).says(
                    f"warning: ${{{name}}} is not set; set it in the environment before messages are sent"
                )


def _texts(part: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(part, str):
        yield location, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(value, (*location, key))
    elif isinstance(part, Sequence):
        for index, value in enumerate(part):
            yield from _texts(value, (*location, index))


__all__ = ["Problem", "read_watchlist"]
