"""Reads ``watchlist.yaml`` and reports every mistake at once, each with file, line, column and remedy."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.errors import WatchlistError
from core.mistakes import remedy
from core.watchlist import SITES, Watchlist
from core.watchlist_checks import problems
from core.watchlist_files import Files, Remark, read_files
from core.watchlist_names import Location, Problem, name_problems

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


Checks = Callable[[Watchlist], Iterable[Problem]]


def _no_more(_: Watchlist) -> Iterable[Problem]:
    return ()


def read_watchlist(
    path: Path, *, allow_private_hosts: bool = False, loopback: bool = False, more: Checks = _no_more
) -> tuple[Watchlist, list[str]]:
    """The watchlist and its warnings; ``WatchlistError`` with every mistake and warning at once.

    ``loopback`` says that every request will go to 127.0.0.1 (``veille replay``), where no delay is owed.
    ``more`` finds the mistakes that only others can: the names of the spiders, the services messages go through.
    """
    files = read_files(path)
    watchlist, mistakes = _understood(files, lambda sound: [*problems(sound, allow_private_hosts, loopback), *more(sound)])
    warnings = [str(warning) for warning in sorted((*files.warnings, *_unset(files)))]
    if files.mistakes or mistakes:
        raise WatchlistError([str(mistake) for mistake in sorted({*files.mistakes, *mistakes})], warnings)
    return watchlist, warnings


def _understood(files: Files, checks: Checks) -> tuple[Watchlist, list[Remark]]:
    """The sound part of the watchlist, with the mistakes of shape and, among what is sound, those of reference."""
    draft = _Draft(files)
    try:
        watchlist = draft.validated()
        mistakes = []
    except ValidationError as error:
        mistakes = [_mistake(draft, files, dict(each)) for each in error.errors()]
        watchlist = draft.sound()
    for problem in checks(watchlist):
        mistakes.append(Remark(files.place(draft.in_the_files(problem.location)), problem.message))
    if files.whole:
        mistakes += [Remark(files.place(problem.location), problem.message) for problem in name_problems(files.data)]
    return watchlist, mistakes


def _mistake(draft: "_Draft", files: Files, error: dict[str, Any]) -> Remark:
    location = draft.in_the_files(tuple(error["loc"]))
    return Remark(files.place(location, on_key=error["type"] == "extra_forbidden"), remedy(error))


class _Draft:
    """The entries under their positions in the files, so that faulty parts can be left out without moving the others."""

    def __init__(self, files: Files) -> None:
        self.folder = files.path.parent
        self.parts: dict[Any, Any] = {
            name: dict(enumerate(part)) if isinstance(part, list) else dict(part) if isinstance(part, dict) else part
            for name, part in files.data.items()
        }
        self.lists = {name for name, part in files.data.items() if isinstance(part, list)}
        if "pages" in self.lists:
            pages = self.parts["pages"]
            self.parts[SITES] = {number: pages.pop(number) for number in list(pages) if _names_a_site(pages[number])}
            self.lists.add(SITES)

    def validated(self) -> Watchlist:
        """The watchlist, or pydantic's ``ValidationError``."""
        data = {name: list(part.values()) if name in self.lists else part for name, part in self.parts.items()}
        return Watchlist.model_validate({**data, "folder": self.folder})

    def sound(self) -> Watchlist:
        """The watchlist without its mistakes of shape: first the faulty keys go, then the entries that lack one."""
        while True:
            try:
                return self.validated()
            except ValidationError as error:
                for location in {self.original(tuple(each["loc"])[:3]) for each in error.errors()}:
                    self._leave_out(location)

    def original(self, location: Location) -> Location:
        """The way to the same part of the draft."""
        section, *rest = location
        section = SITES if section == "sites" else section
        if section in self.lists and rest:
            rest[0] = list(self.parts[section])[int(rest[0])]
        return section, *rest

    def in_the_files(self, location: Location) -> Location:
        """The way to the same part in the files."""
        section, *rest = self.original(location)
        return ("pages" if section == SITES else section), *rest

    def _leave_out(self, location: Location) -> None:
        section, *rest = location
        part = self.parts.get(section)
        if not rest or not isinstance(part, dict):
            self.parts.pop(section, None)
            return
        entry = part.get(rest[0])
        if len(rest) == 2 and isinstance(entry, dict) and rest[1] in entry:
            part[rest[0]] = {key: value for key, value in entry.items() if key != rest[1]}
        else:
            part.pop(rest[0], None)


def _names_a_site(entry: object) -> bool:
    return isinstance(entry, dict) and ("sitemap" in entry or "feed" in entry)


def _unset(files: Files) -> Iterator[Remark]:
    """A warning for every ``${NAME}`` that the environment does not hold."""
    for location, text in files.texts():
        for name in PLACEHOLDER.findall(text):
            if name not in os.environ:
                message = f"warning: ${{{name}}} is not set; set it in the environment before messages are sent"
                yield Remark(files.place(location), message)
