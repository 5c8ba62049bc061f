"""The YAML files of one watchlist, laid over each other; every part remembers where it stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node

from core.plain_yaml import UnfamiliarError, read_plain
from core.watchlist_names import Location

Content = dict[Any, Any]
"""What one file holds; with its places where ruamel.yaml read it."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file; lines and columns count from 1."""

    file: Path
    line: int = 1
    column: int = 1


@dataclass(frozen=True, order=True)
class Remark:
    """A mistake or a warning, and where it stands."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}:{self.place.column}: {self.message}"


@dataclass
class Files:
    """What the files say together; ``whole`` is false where a part of it could not be read, ``placed`` where places are not known yet."""

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    whole: bool = True
    placed: bool = True
    origins: dict[Location, tuple[Path, Content, Location]] = field(default_factory=dict)

    def place(self, location: Location, *, on_key: bool = False) -> Place:
        """The place of the deepest part of ``location`` that stands in a file."""
        if not self.placed:
            return self._with_places.place(location, on_key=on_key)
        for length in range(len(location), 0, -1):
            if origin := self.origins.get(location[:length]):
                file, content, inner = origin
                return _mark(file, content, inner + location[length:], on_key=on_key)
        return Place(self.path)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every text of the watchlist, with the way to it."""
        return _texts(self.data, ())

    @cached_property
    def _with_places(self) -> "Files":
        return _laid(self.path, _parse)


def read_files(path: Path) -> Files:
    """The watchlist at ``path`` with the files it includes, and the mistakes of reading them.

    Where nothing is to be said about a place none is looked for: a watchlist of a thousand Watches is read ten times as fast.
    """
    try:
        files = _laid(path, _parse_plainly)
    except (OSError, ValueError, UnfamiliarError):
        return _laid(path, _parse)
    files.placed = False
    return files._with_places if files.mistakes or files.warnings else files


def _laid(path: Path, parse: Callable[[Path, Files], Content]) -> Files:
    files = Files(path)
    main = parse(path, files)
    if files.whole and not main:
        files.mistakes.append(Remark(Place(path), "the watchlist is empty; write sources: and watches:, as docs/watchlist.md shows"))
    _lay(path, main, files)
    included = main.get("include")
    for position, name in enumerate(included if isinstance(included, list) else []):
        other = path.parent / str(name)
        if not other.exists():
            place = _mark(path, main, ("include", position))
            files.warnings.append(Remark(place, f"warning: there is no file {name!r}; create it, or remove it from include"))
            continue
        content = parse(other, files)
        if "include" in content:
            place = _mark(other, content, ("include",), on_key=True)
            files.mistakes.append(Remark(place, f"only {path.name} may include other files; move this line there"))
        _lay(other, content, files)
    return files


def _lay(path: Path, content: Content, files: Files) -> None:
    """Lay one file over what is there: lists and mappings grow, nothing is replaced."""
    for name, part in content.items():
        there = files.data.get(name)
        if isinstance(part, list) and isinstance(there, list):
            files.origins.update({(name, len(there) + index): (path, content, (name, index)) for index in range(len(part))})
            there.extend(part)
        elif isinstance(part, dict) and isinstance(there, dict):
            _lay_mapping(path, content, name, files)
        elif part is not None:
            files.data[name] = _copy(part)
            files.origins[(name,)] = (path, content, (name,))


def _lay_mapping(path: Path, content: Content, name: str, files: Files) -> None:
    there = files.data[name]
    for key, value in content[name].items():
        if key in there:
            place = _mark(path, content, (name, key), on_key=True)
            files.mistakes.append(Remark(place, f"{name} has {key!r} already, in another file; remove one of the two"))
        else:
            there[key] = value
            files.origins[(name, key)] = (path, content, (name, key))


def _copy(part: Any) -> Any:
    if isinstance(part, list):
        return list(part)
    return dict(part) if isinstance(part, dict) else part


class _Constructor(RoundTripConstructor):
    """Collects the keys that stand twice in one mapping, instead of stopping at the first."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.repeated: list[tuple[Node, object]] = []

    def check_mapping_key(self, node: Any, key_node: Any, mapping: Any, key: Any, value: Any) -> bool:
        if key in mapping:
            self.repeated.append((key_node, key))
        return key not in mapping


def _parse_plainly(path: Path, _: Files) -> Content:
    """The content of one file without its places; an exception where any of it needs a closer look."""
    content = read_plain(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise UnfamiliarError(f"{path} holds no mapping")
    return content


def _parse(path: Path, files: Files) -> Content:
    """The content of one file, empty where it cannot be read; its mistakes go to ``files``."""
    yaml = YAML()
    yaml.Constructor = _Constructor
    try:
        content = yaml.load(path.read_text(encoding="utf-8"))
        if not isinstance(content, CommentedMap | None):
            raise ValueError("the file must hold topics:, sources:, watches: and so on, each on a line of its own")
    except (OSError, ValueError, YAMLError) as error:
        files.mistakes.append(_unreadable(path, error))
        files.whole = False
        return CommentedMap()
    for key_node, key in yaml.constructor.repeated:
        place = Place(path, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        files.mistakes.append(Remark(place, f"the key {key!r} stands here for the second time; remove one of the two"))
    return content if content is not None else CommentedMap()


def _unreadable(path: Path, error: Exception) -> Remark:
    match error:
        case FileNotFoundError():
            return Remark(Place(path), "there is no such file; name a watchlist, or run this in the folder that has watchlist.yaml")
        case MarkedYAMLError(problem_mark=mark) if mark is not None:
            message = f"this is not valid YAML: {error.problem}; check the indentation and the quotes here and just above"
            return Remark(Place(path, mark.line + 1, mark.column + 1), message)
        case OSError() | UnicodeDecodeError() | YAMLError():
            return Remark(Place(path), f"the file cannot be read ({str(error).splitlines()[0]}); make it a readable UTF-8 file")
        case _:
            return Remark(Place(path), str(error))


def _mark(file: Path, content: Content, location: Location, *, on_key: bool = False) -> Place:
    """Where ``location`` stands in ``content``: the value, or the key where it introduces a block or ``on_key``."""
    node: Any = content
    line, column = 0, 0
    for depth, step in enumerate(location):
        if isinstance(node, CommentedMap) and step in node:
            last = depth == len(location) - 1
            value_wanted = last and not on_key and not isinstance(node[step], CommentedMap | CommentedSeq)
            line, column = node.lc.value(step) if value_wanted else node.lc.key(step)
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line, column = node.lc.item(step)
        else:
            break
        node = node[step]
    return Place(file, line + 1, column + 1)


def _texts(part: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(part, str):
        yield location, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(value, (*location, key))
    elif isinstance(part, Sequence):
        for index, value in enumerate(part):
            yield from _texts(value, (*location, index))
