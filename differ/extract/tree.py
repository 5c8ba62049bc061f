"""The page as a tree."""

import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import PageElement, PreformattedString

_MACHINERY = re.compile(r"<!--(?:-?>|.*?-->)|<(script|style|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LANGUAGE_MARKS = frozenset({"hreflang", "xml:lang", "lang"})
NOTHING: frozenset[str] = frozenset()
NO_NAMES: dict[str, str] = {}


DEEPEST = 200
"""Elements within each other beyond which no page is read: walking through them would exhaust Python's stack."""


class Builder(LXMLTreeBuilder):
    """What lxml's parser calls: builds a tree without the elements of ``left_out`` and all they hold.

    They are left out before anything is built: on most pages that is the greater part, and it costs the most time.
    HTML has no namespaces, so that what ``LXMLTreeBuilder`` does about them for each element is left out as well.
    ``links`` keeps the attributes of what a page says of itself: of its ``link`` elements, and of links that name a language;
    ``elements`` what was built, by name; ``names`` every name of an element, an attribute, a class or an id.
    """

    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.elements: dict[str, list[Tag]] = {}
        self.names: set[str] = set()
        self._left_out = left_out
        self._depth = 0

    def start(self, tag: Any, attrib: Any, nsmap: Any = NO_NAMES) -> None:
        """Opens an element, or one more within what is left out."""
        attributes = dict(attrib)
        if tag == "link" or (tag == "a" and not _LANGUAGE_MARKS.isdisjoint(attributes)):
            self.links.append(dict(attributes))
        if self._depth or tag in self._left_out:
            self._depth += 1
        else:
            if attributes:
                self.names.update((*attributes, *attributes.get("class", "").split(), attributes.get("id", "")))
            self.soup.endData()
            self.soup.take(self._made(tag, attributes))

    def end(self, tag: Any) -> None:
        """Closes an element; the parser closes each that it opens."""
        if self._depth:
            self._depth -= 1
        else:
            self.soup.endData()
            self.soup.popTag()

    def data(self, data: Any) -> None:
        """Takes text that stands outside what is left out."""
        if not self._depth:
            self.soup.current_data.append(data)

    def _made(self, name: str, attributes: dict[str, str]) -> Tag:
        """An element that stands nowhere yet: all but the first of its name are copies of that, which are made much faster."""
        alike = self.elements.setdefault(name, [])
        if not alike or name == "meta":
            self.names.add(name)
            tag = Tag(self.soup, self, name, attrs=attributes)
        else:
            tag = Tag.__new__(Tag)
            vars(tag).update(vars(alike[0]))
            # (The published types are those of an older Beautiful Soup.)
            tag.attrs = self._replace_cdata_list_attribute_values(name, attributes)  # type: ignore[attr-defined]
            tag.contents = []
        alike.append(tag)
        return tag


class Tree(BeautifulSoup):
    """A document as a tree of bounded depth; a deeper one raises ``RecursionError`` while it is built.

    What lxml finds comes in order and needs no mending, so that Beautiful Soup's own way to take it is made shorter here.
    """

    _most_recent_element: PageElement | None

    @property
    def links(self) -> list[dict[str, str]]:
        """What the page says of itself, where it was read as HTML."""
        return self.builder.links if isinstance(self.builder, Builder) else []

    def named(self, name: str) -> list[Tag]:
        """Every element of this name that was built, in the order of the page."""
        return self.builder.elements.get(name, []) if isinstance(self.builder, Builder) else []

    @property
    def names(self) -> set[str]:
        """Every name that a CSS selector can ask this page for, where it was read as HTML."""
        return self.builder.names if isinstance(self.builder, Builder) else set()

    def take(self, node: PageElement) -> None:
        """Puts a node behind all that were taken, and opens it where it is an element."""
        node.setup(self.currentTag, self._most_recent_element)
        self._most_recent_element = node
        if isinstance(node, Tag):
            self.pushTag(node)
        elif self.currentTag is not None:
            self.currentTag.contents.append(node)

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:  # noqa: N802, N803 - as Beautiful Soup calls them
        """Takes the text that came since the last node; blanks alone count as one."""
        if containerClass or self.preserve_whitespace_tag_stack or self.string_container_stack:
            super().endData(containerClass)
        elif self.current_data:
            text = "".join(self.current_data)
            self.current_data = []
            if not text.strip(self.ASCII_SPACES):
                text = "\n" if "\n" in text else " "
            self.take(NavigableString(text))

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - likewise
        """Opens ``tag`` within those that are open."""
        super().pushTag(tag)
        if len(self.tagStack) > DEEPEST:
            raise RecursionError(f"more than {DEEPEST} elements within each other")


def soup_of(text: str, left_out: frozenset[str] = NOTHING) -> Tree:
    """The page as a tree, without scripts, styles and comments, which cost time and say nothing, and without elements of ``left_out``.

    Nor with a NUL, which the parser would take for a character that was lost.
    """
    page = _MACHINERY.sub("", _DECLARATION.sub("", text)).replace("\0", "")
    return Tree(page if "<" in page else f"<p>{page}</p>", builder=Builder(left_out))


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
