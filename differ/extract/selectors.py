"""CSS selectors that are tried only on pages that show every name they ask for: most pages show none of most publishers' names."""

import re

from bs4 import Tag
from soupsieve import compile as selector

from differ.extract.tree import Tree

_NAMES = re.compile(r"(?:^|(?<=[\s>+~]))([a-z][\w-]*)|[.#]([\w-]+)|\[\s*([\w-]+)")
_NESTED = re.compile(r":")
_ELEMENT = re.compile(r"[a-z][a-z\d]*")


class Selector:
    """One CSS selector; its alternatives are parted by commas."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._selector = selector(pattern)
        self._asked = [_asked(alternative) for alternative in pattern.split(",")]

    def select(self, tree: Tree, limit: int = 0) -> list[Tag]:
        """The elements of the page that match, at most ``limit`` where one is given."""
        if not self._may_match(tree):
            return []
        if _ELEMENT.fullmatch(self.pattern):  # the name of an element alone needs no machinery of CSS, which takes ten times as long
            return tree.named(self.pattern)[: limit or None]
        return list(self._selector.select(tree, limit=limit))

    def select_one(self, tree: Tree) -> Tag | None:
        """The first element of the page that matches."""
        return next(iter(self.select(tree, limit=1)), None)

    def _may_match(self, tree: Tree) -> bool:
        return any(asked <= tree.names for asked in self._asked)


def _asked(alternative: str) -> frozenset[str]:
    """The elements, classes, ids and attributes that a page must have to match; none known where a pseudo-class nests others."""
    if _NESTED.search(alternative):
        return frozenset()
    return frozenset(name for found in _NAMES.findall(alternative.strip()) for name in found if name)
