"""PDF documents: their text in reading order."""

import io
import re
from collections import Counter

from pypdf import PdfReader

from core.folding import fold
from core.values import Doubt, IncidentKind
from differ.extract.reading import Block, Instructions, Reading, provisions_of
from differ.normalise import normalise

_PAGE_NUMBER = re.compile(r"^(?:page|pagina|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|sur|van|of|von)\s*\d{1,4})?$")
_ITEM = re.compile(r"^(?:[•▪●◦·*–—-]\s|\d{1,2}[.)°]\s|[a-z]\)\s|§\s|(?:Art(?:icle|ikel)?\.?)\s+\d)")
_ENDS = (".", ";", ":", "!", "?")
_REPEATED = 3
_FULL = 0.75


def read(body: bytes, instructions: Instructions) -> Reading | Doubt:
    """The paragraphs of a PDF, or the doubt that it holds no text, as scanned documents do not."""
    try:
        reader = PdfReader(io.BytesIO(body))
        pages = [page.extract_text().splitlines() for page in reader.pages]
        title = instructions.clean(str(reader.metadata.title or "") if reader.metadata else "")
    except Exception as error:  # a spoiled PDF makes pypdf raise nearly anything
        return Doubt(IncidentKind.UNREADABLE, f"the PDF cannot be read: {error}")
    lines = _without_furniture(pages)
    if not any(line.strip() for line in lines):
        return Doubt(IncidentKind.UNREADABLE, "the PDF is scanned: it holds pictures of text and no text")
    texts = filter(None, map(instructions.clean, _paragraphs(lines)))
    return Reading(provisions_of(Block(text) for text in texts), title)


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """The lines of all pages without their numbers and without what stands on three pages or more."""
    numbered = [[line for line in page if not _PAGE_NUMBER.match(fold(line))] for page in pages]
    seen = Counter(line for page in numbered for line in {fold(line) for line in (*page[:1], *page[-1:])})
    repeated = {line for line, count in seen.items() if line and count >= _REPEATED}
    return [line for page in numbered for line in page if fold(line) not in repeated]


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined into paragraphs: one ends at a blank line, before an item, or with a sentence on a short line."""
    width = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = [""]
    for line in map(normalise, lines):
        if not line or _ITEM.match(line):
            paragraphs.append("")
        glue = "" if paragraphs[-1].endswith("-") else " "
        paragraphs[-1] = f"{paragraphs[-1]}{glue}{line}" if paragraphs[-1] else line
        if line.endswith(_ENDS) and len(line) < width * _FULL:
            paragraphs.append("")
    return paragraphs
