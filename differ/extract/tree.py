"""The page as a tree."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

_MACHINERY = re.compile(r"<!--(?!\[if).*?-->|<(script|style|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


DEEPEST = 200
"""Elements within each other beyond which no page is read: walking through them would exhaust Python's stack."""


class Tree(BeautifulSoup):
    """A document as a tree of bounded depth; a deeper one raises ``RecursionError`` while it is built."""

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the name that Beautiful Soup calls
        """Opens ``tag`` within those that are open."""
        super().pushTag(tag)
        if len(self.tagStack) > DEEPEST:
            raise RecursionError(f"more than {DEEPEST} elements within each other")


def soup_of(text: str) -> BeautifulSoup:
    """The page as a tree, without scripts, styles and comments, which cost time and say nothing.

    Nor does a NUL, which the parser would take for a character that was lost.
    """
    page = _MACHINERY.sub("", _DECLARATION.sub("", text)).replace("\0", "")
    return Tree(page if "<" in page else f"<p>{page}</p>", "lxml")


def element(found: object) -> Tag | None:
    """What a search found, where it is an element."""
    return found if isinstance(found, Tag) else None


def is_text(node: object) -> bool:
    """Whether a node is text that is read, not a comment, declaration or script."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as one string, empty where the element lacks it."""
    value = tag.attrs.get(name, "")
    return value if isinstance(value, str) else " ".join(value)


def names_of(tag: Tag) -> str:
    """The element's classes, blank-separated."""
    return attribute(tag, "class")
