"""The parts of a Word file, read within bounds, and the properties that its paragraphs have by themselves or by their style."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?(?:document|footnotes|endnotes|numbering|styles)\d*\.xml(?:\.rels)?"
)
_MOST_PARTS = 10_000
_DEEPEST = 20
"""Styles that are based on each other; more is a circle."""


class TooLarge(ValueError):  # noqa: N818 - a size, which the caller turns into a doubt
    """The parts of a file unpack to more than is read."""


def parts_of(body: bytes, limit: int) -> dict[str, bytes]:
    """The parts of a Word file that hold text, its notes, lists and styles; ``TooLarge`` above ``limit`` bytes together."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        wanted = [each for each in file.infolist() if _TEXT_PARTS.fullmatch(each.filename)]
        if len(file.infolist()) > _MOST_PARTS or sum(each.file_size for each in wanted) > limit:
            raise TooLarge
        for each in wanted:
            with file.open(each) as part:
                parts[each.filename] = part.read(limit)
    return parts


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A Word file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file


def tree_of(part: bytes | None) -> etree._Element | None:
    """A part as a tree; ``XMLSyntaxError`` where it is none, ``ValueError`` where it declares entities, as no Word file does."""
    if part is None:
        return None
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.doctype:
        raise ValueError("a part of the file declares a document type")
    return root


def value(element: etree._Element, name: str, *, own: bool = False) -> str:
    """The ``w:val`` of the child ``name``, or the element's own attribute of that name; empty where there is none."""
    if own:
        return element.get(f"{W}{name}", "")
    child = element.find("/".join(f"{W}{step}" for step in name.split("/")))
    return "" if child is None else child.get(f"{W}val", "")


@dataclass(frozen=True)
class Styles:
    """The styles of paragraphs by their id."""

    known: Mapping[str, etree._Element] = field(default_factory=dict)
    language: str = ""

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """The styles that a document's ``styles.xml`` defines, and the language it is written in."""
        if root is None:
            return cls()
        return cls(
            {value(each, "styleId", own=True): each for each in root.iterfind(f"{W}style")}, value(root, "docDefaults/rPrDefault/rPr/lang")
        )

    def property(self, paragraph: etree._Element, name: str) -> str:
        """A property such as ``outlineLvl`` of a paragraph, else of its style, else of what that is based on."""
        found, style = value(paragraph, f"pPr/{name}"), value(paragraph, "pPr/pStyle")
        for _ in range(_DEEPEST):
            if found or style not in self.known:
                break
            found, style = value(self.known[style], f"pPr/{name}"), value(self.known[style], "basedOn")
        return found

    def name(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style in lower case, which is English for Word's own whatever language Word speaks."""
        style = value(paragraph, "pPr/pStyle")
        return (value(self.known[style], "name") if style in self.known else style).lower()
