"""The page as a tree."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

_MACHINERY = re.compile(r"<!--(?!\[if).*?-->|<(script|style|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def soup_of(text: str) -> BeautifulSoup:
    """The page as a tree, without scripts, styles and comments, which cost time and say nothing."""
    page = _MACHINERY.sub("", _DECLARATION.sub("", text))
    return BeautifulSoup(page if "<" in page else f"<p>{page}</p>", "lxml")


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
