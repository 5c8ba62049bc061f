"""PDF documents: their text in reading order, cited by page."""

import ctypes
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from core.folding import fold
from core.values import Doubt, IncidentKind
from differ.extract.furniture import without_furniture
from differ.extract.glyphs import Sheet, sheets_of
from differ.extract.language import language_of
from differ.extract.layout import arranged, lines_of
from differ.extract.paragraphs import Placed, blocks_of
from differ.extract.printed import printed
from differ.extract.reading import TRAIL, Instructions, Reading, provisions_of

_UNREADABLE_SHARE = 0.05
_SAMPLE = 4000
_STREAM = re.compile(rb"\bstream\r?\n")
_LOCK = Lock()
"""PDFium serves one thread at a time."""


def read(body: bytes, instructions: Instructions) -> Reading | Doubt:
    """The paragraphs and table cells of a PDF, or the doubt that it holds no text that can be trusted.

    Each path ends with the page where the text begins; keys know nothing of pages, so that text may move to the next.
    Of pages that print two languages in columns side by side, only the column of ``instructions.language`` is read.
    """
    if _swells(body):
        return _doubt("it unpacks to far more than any text needs; ask the publisher for a smaller copy")
    with _LOCK:
        pages = _open(body)
    if isinstance(pages, Doubt):
        return pages
    sheets, title, stated = pages
    return _doubt_of(sheets) or _reading(sheets, title, stated, instructions)


def _doubt(reason: str) -> Doubt:
    return Doubt(IncidentKind.UNREADABLE, f"the PDF cannot be read: {reason}")


def _swells(body: bytes) -> bool:
    """Whether one stream of the file unpacks to more than is read; found without keeping what is unpacked."""
    limit = int(printed()["limits"]["stream"])
    return any(_unpacked(memoryview(body)[found.end() :], limit) > limit for found in _STREAM.finditer(body))


def _unpacked(packed: memoryview, limit: int) -> int:
    inflate, size, rest = zlib.decompressobj(), 0, bytes(packed[:65536])
    taken = len(rest)
    try:
        while rest and size <= limit and not inflate.eof:
            size += len(inflate.decompress(rest, 1 << 20))
            rest = inflate.unconsumed_tail or bytes(packed[taken : taken + 65536])
            taken += 0 if inflate.unconsumed_tail else len(rest)
    except zlib.error:  # packed otherwise, or encrypted
        return size
    return size


def _open(body: bytes) -> tuple[list[list[Sheet]], str, str] | Doubt:
    """The sheets of each page, the title and the language that the file states."""
    try:
        with pypdfium2.PdfDocument(body) as document:
            return _sheets(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error):
            return _doubt("it is locked with a password; ask the publisher for a copy without")
        return _doubt(f"it is broken or cut short ({error})")


def _sheets(document: pypdfium2.PdfDocument) -> tuple[list[list[Sheet]], str, str] | Doubt:
    limits, glyphs, pages = printed()["limits"], 0, []
    if len(document) > limits["pages"]:
        return _doubt(f"it has {len(document)} pages and at most {limits['pages']} are read; follow the part that matters")
    for page in document:
        pages.append(sheets_of(page))
        page.close()
        glyphs += pages[-1][0].glyphs
        if glyphs > limits["glyphs"]:
            return _doubt(f"it has more than {limits['glyphs']} letters; follow the part that matters")
    return pages, str(document.get_metadata_value("Title") or ""), _language(document)


def _language(document: pypdfium2.PdfDocument) -> str:
    """What the file says its language is, such as ``fr-BE``."""
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _doubt_of(pages: Sequence[Sequence[Sheet]]) -> Doubt | None:
    glyphs = sum(sheet.glyphs for sheets in pages for sheet in sheets)
    unreadable = sum(sheet.unreadable for sheets in pages for sheet in sheets)
    if not any(sheet.words for sheets in pages for sheet in sheets) and not unreadable:
        return Doubt(IncidentKind.UNREADABLE, "the PDF is scanned: it holds pictures of text and no text; ask for a copy with text")
    if unreadable > _UNREADABLE_SHARE * glyphs:
        return _doubt(f"its fonts do not say which letters {unreadable} of its {glyphs} signs are; ask for a copy with text")
    return None


def _reading(pages: Sequence[Sequence[Sheet]], title: str, stated: str, instructions: Instructions) -> Reading:
    pieces = _in_language(_pieces(pages), instructions.language)
    blocks = blocks_of(pieces, instructions)
    spoken = instructions.language or language_of(" ".join(block.text for _, block in islice(blocks, 200)), stated)
    label = printed()["pages"].get(spoken, printed()["pages"]["en"])
    provisions = tuple(
        replace(provision, path=TRAIL.join(filter(None, (provision.path, label.format(n=page)))))
        for provision, (page, _) in zip(provisions_of(block for _, block in blocks), blocks, strict=True)
    )
    heading = next((block.text for _, block in blocks if block.trail == (block.text,)), "")
    return Reading(provisions, heading or ("" if _no_title().match(fold(title)) else instructions.clean(title)), stated=stated or None)


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(printed()["no_title"])


def _pieces(pages: Sequence[Sequence[Sheet]]) -> list[Placed]:
    rows = [lines_of(sheets[0].words) for sheets in pages]
    kept = without_furniture([(each, sheets[0].height) for each, sheets in zip(rows, pages, strict=True)])
    pieces: list[Placed] = []
    for number, (sheets, upright) in enumerate(zip(pages, kept, strict=True), 1):
        turned = [(sheet, lines_of(sheet.words)) for sheet in sheets[1:]]
        for sheet, lines in [(sheets[0], upright), *turned]:
            pieces += ((number, piece) for piece in arranged(sheet, lines, _tongue))
    return pieces


def _tongue(text: str) -> str | None:
    return language_of(text, None)


def _in_language(pieces: list[Placed], language: str | None) -> list[Placed]:
    """The pieces without columns in other languages; where none is asked for, one language after the other."""
    spoken = dict.fromkeys(piece.language for _, piece in pieces if piece.language)
    if language in spoken:
        return [each for each in pieces if each[1].language in (None, language)]
    order = {each: place for place, each in enumerate(spoken)}
    return sorted(pieces, key=lambda each: order.get(each[1].language, 0) if each[1].language else 0)
