"""Which FactChanges are one value through time: the fee of one sentence, however often it changed or its article was renumbered."""

from collections.abc import Iterable
from hashlib import sha256

from core.values import FactChange, Stated

Name = tuple[str, str, str | None]
"""The key under which the Provision was first seen, the type and the role."""


class Series:
    """The values of one document, followed from its first reading on; handed the same history, it gives the same ids.

    A Provision may state several values of one type (82 € for a child, 200 € for an adult): each is a series of its own, which
    a FactChange continues where it knew the value before. A value that had vanished and appears again goes on.
    """

    def __init__(self, watch: str) -> None:
        self._watch = watch
        self._first_keys: dict[str, str] = {}
        self._stand: dict[Name, list[tuple[str, str | None] | None]] = {}
        """The value that each series of a name has now, ``None`` where it vanished."""

    def follow(self, key: str, key_before: str | None, facts: Iterable[FactChange]) -> list[str]:
        """The series of each FactChange of one Change, by its own id, in their order."""
        if key_before is not None:
            self._first_keys[key] = self._first_keys.get(key_before, key_before)
        first = self._first_keys.get(key, key)
        return [self._next((first, fact.type, fact.role), fact) for fact in facts]

    def _next(self, name: Name, fact: FactChange) -> str:
        known = self._stand.setdefault(name, [])
        before = _identity(fact.before)
        if before not in known:
            known.append(before)
        number = known.index(before)
        known[number] = _identity(fact.after)
        return sha256("\n".join([self._watch, name[0], name[1], name[2] or "", str(number)]).encode()).hexdigest()[:16]


def _identity(side: Stated | None) -> tuple[str, str | None] | None:
    return (side.value, side.unit) if side else None
