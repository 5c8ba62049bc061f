"""Word documents (.docx): as Word shows them once every tracked change is accepted."""

import re
from itertools import chain

import mammoth
from bs4 import BeautifulSoup
from lxml import etree

from core.values import Doubt, IncidentKind
from differ.extract.blocks import Walker
from differ.extract.numbering import Numbering, place_in_list
from differ.extract.ooxml import Styles, TooLarge, W, packed, parts_of, tree_of
from differ.extract.printed import printed
from differ.extract.reading import Block, Instructions, Reading, provisions_of
from differ.extract.tree import soup_of

_MAIN = re.compile(r"word/document\d*\.xml")
_NUMBERED = re.compile(r"word/(?:numbering|styles)\d*\.xml")
_NOTE = re.compile(r"^(?:foot|end)note-\d+$")
_REFERENCE = re.compile(r"^(?:foot|end)note-ref-\d+$")
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"(?:toc|table of figures|index) ?\d*")
_DEEPEST_HEADING = 6
_UNREADABLE = "the Word file cannot be read:"
_BROKEN = Doubt(IncidentKind.UNREADABLE, f"{_UNREADABLE} it is broken, or no .docx; ask the publisher for another copy or a PDF")
_SWOLLEN = Doubt(IncidentKind.UNREADABLE, f"{_UNREADABLE} it unpacks to far more than any text needs; ask the publisher for a PDF")


def read(body: bytes, instructions: Instructions) -> Reading | Doubt:
    """The headings, paragraphs, items, cells and notes of a Word document, or the doubt that it is none.

    What was deleted in tracked changes, comments, headers, footers and tables of contents are no text.
    """
    try:
        parts = parts_of(body, int(printed()["limits"]["part"]))
        styles = Styles.of(tree_of(_part(parts, "styles")))
        html = _html(parts, styles)
    except TooLarge:
        return _SWOLLEN
    except Exception:
        return _BROKEN
    blocks = _blocks(soup_of(html), instructions)
    title = next((block.text for block in blocks if block.trail == (block.text,)), "")
    return Reading(provisions_of(blocks), title, stated=styles.language or None)


def _part(parts: dict[str, bytes], name: str) -> bytes | None:
    return next((part for each, part in parts.items() if re.fullmatch(rf"word/{name}\d*\.xml", each)), None)


def _html(parts: dict[str, bytes], styles: Styles) -> str:
    """The document as HTML, its headings known by their level and its numbers written out."""
    numbering = Numbering.of(tree_of(_part(parts, "numbering")))
    prepared = {name: part for name, part in parts.items() if not _NUMBERED.fullmatch(name)}
    for name in filter(_MAIN.fullmatch, parts):
        root = tree_of(parts[name])
        assert root is not None
        for paragraph in list(root.iter(f"{W}p")):
            _prepare(paragraph, styles, numbering)
        prepared[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return str(mammoth.convert_to_html(packed(prepared), convert_image=_no_pictures, include_embedded_style_map=False).value)


def _no_pictures(_: object) -> list[object]:
    return []


def _prepare(paragraph: etree._Element, styles: Styles, numbering: Numbering) -> None:
    """Writes a paragraph's number into it and gives it the style of its level; drops it from a table of contents."""
    if _CONTENTS.fullmatch(styles.name(paragraph)):
        paragraph.clear()
    elif _is_shown(paragraph):
        name, depth = place_in_list(paragraph, styles)
        number = numbering.next(name, depth) if name else ""
        level = _level(paragraph, styles)
        _rewrite(paragraph, number, f"Heading{level}" if level else "")


def _is_shown(paragraph: etree._Element) -> bool:
    """Whether a paragraph still stands: neither its mark was deleted nor all its text, and it has some."""
    if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None or next(paragraph.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None:
        return False
    return any(text.text and next(text.iterancestors(f"{W}moveFrom"), None) is None for text in paragraph.iter(f"{W}t"))


def _level(paragraph: etree._Element, styles: Styles) -> int | None:
    """The level of a heading, by the name of its style or its outline level; the title is one of the first."""
    name = styles.name(paragraph)
    if name == "title":
        return 1
    if found := _HEADING.fullmatch(name):
        return min(int(found[1]), _DEEPEST_HEADING)
    outline = styles.property(paragraph, "outlineLvl")
    return min(int(outline) + 1, _DEEPEST_HEADING) if outline.isdecimal() and int(outline) < 9 else None


def _rewrite(paragraph: etree._Element, number: str, style: str) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for name in ("pStyle", "numPr"):
        for each in properties.findall(f"{W}{name}"):
            properties.remove(each)
    if style:
        properties.insert(0, etree.Element(f"{W}pStyle", {f"{W}val": style}))
    if number:
        run = etree.Element(f"{W}r")
        shown: etree._Element = etree.SubElement(run, f"{W}t")
        shown.text = f"{number} "
        paragraph.insert(paragraph.index(properties) + 1, run)


def _blocks(soup: BeautifulSoup, instructions: Instructions) -> list[Block]:
    """The text, then the notes, which stand under no heading; marks of notes are no text."""
    notes = [note.extract() for note in soup.find_all("li", id=_NOTE)]
    for mark in soup.find_all("a", id=_REFERENCE):
        (mark.find_parent("sup") or mark).decompose()
    text, below = Walker(instructions.clean), Walker(instructions.clean)
    text.walk(soup)
    for note in notes:
        for back in note.find_all("a", href=re.compile("^#(?:foot|end)note-ref-")):
            back.decompose()
        below.walk(note)
    return list(chain(text.blocks, below.blocks))
