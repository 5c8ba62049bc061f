"""The ids of a watchlist: each well formed and given once, and every reference to one that exists."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.mistakes import nearest
from core.watchlist import Watchlist

Location = tuple[str | int, ...]
"""The way to a part of the watchlist: ``("watches", 3, "url")``."""

REFERENCES = {"source": "sources", "sources": "sources", "topics": "topics", "translations": "watches", "watches": "watches"}
"""The section whose ids a key of an entry refers to."""

ID = re.compile(r"[a-z0-9.-]+")

SHARED_IDS = (("watches", "pages"), ("subscribers",), ("administrators",))
"""Sections among which an id may stand once only: our own pages are polled like Watches."""


@dataclass(frozen=True)
class Problem:
    """One mistake and the part of the watchlist it is about."""

    location: Location
    message: str


def name_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Every impossible id, unknown reference and repeated id of what the files say, also in entries that are faulty otherwise."""
    names = _declared(data)
    yield from _impossible(data)
    for section in ("watches", "pages", "subscribers"):
        for index, entry in _entries(data, section):
            for key in entry:
                known = names.get(REFERENCES.get(key, ""))
                if known is not None:
                    yield from _unknown((section, index, key), REFERENCES[key], entry[key], known)
    for sections in SHARED_IDS:
        yield from _repeated(data, sections)


def _impossible(data: Mapping[str, Any]) -> Iterator[Problem]:
    """The ids that are keys of a section; those of entries are checked with their shape."""
    for section in ("topics", "sources"):
        part = data.get(section)
        for name in part if isinstance(part, dict) else ():
            if not ID.fullmatch(str(name)):
                yield Problem((section, name), f"{name!r} is not a possible id; use lower-case letters, digits, dots and hyphens")


def _declared(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids of each section; a section whose ids cannot all be told is absent, and nothing is said about it."""
    names = {}
    misspelt = bool(set(data) - set(Watchlist.model_fields))
    for section in ("topics", "sources", "watches"):
        part = data.get(section, None if misspelt else [])
        if isinstance(part, dict):
            names[section] = [str(key) for key in part]
        elif isinstance(part, list) and all(isinstance(entry, dict) and "id" in entry for entry in part):
            names[section] = [str(entry["id"]) for entry in part]
    return names


def _entries(data: Mapping[str, Any], section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    part = data.get(section)
    for index, entry in enumerate(part if isinstance(part, list) else []):
        if isinstance(entry, dict):
            yield index, entry


def _unknown(where: Location, section: str, used: Any, known: list[str]) -> Iterator[Problem]:
    word = {"topics": "topic", "sources": "source", "watches": "watch"}[section]
    for location, name in _named(where, used):
        if name not in known:
            yield Problem(location, f"unknown {word} {name!r}; {nearest(name, known)}")


def _named(where: Location, used: Any) -> Iterator[tuple[Location, str]]:
    """Every name that stands there: alone, in a list, or by path."""
    if isinstance(used, str):
        yield where, used
    elif isinstance(used, list | dict):
        for step, each in used.items() if isinstance(used, dict) else enumerate(used):
            yield from _named((*where, step), each)


def _repeated(data: Mapping[str, Any], sections: tuple[str, ...]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for section in sections:
        for index, entry in _entries(data, section):
            seen[str(entry.get("id"))] += 1
            if "id" in entry and seen[str(entry["id"])] > 1:
                yield Problem((section, index, "id"), f"the id {entry['id']!r} is used twice; give each its own")
