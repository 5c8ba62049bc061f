"""Whether what came is a page at all: blocked, in maintenance, empty or spoiled answers are doubts, never Changes."""

import html
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from core.folding import fold
from core.values import Doubt, IncidentKind
from differ.extract.decode import decode
from differ.extract.markup import any_of, markup
from differ.normalise import normalise

_INVISIBLE = re.compile(r"<!--.*?-->|<(script|style|noscript|svg|template|head)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_PIECE = re.compile(r"(?:^|>)([^<>]+)")
_TITLE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(r"<(!doctype html|html|head|body|main|div|p|h1|table|form|script)\b", re.IGNORECASE)
_ROOT = re.compile(rb"<(html|feed|rss|rdf:RDF)[\s>]", re.IGNORECASE)
_CUT = re.compile(r"<[a-zA-Z/!][^<>]*\Z")
_TAIL = 5000
_PDF_END, _PDF_TAIL = b"%%EOF", 2048

BROKEN = Doubt(IncidentKind.ERROR, "the page breaks off: it is opened and never closed")
BROKEN_PDF = Doubt(IncidentKind.UNREADABLE, "the PDF breaks off: the line that ends every PDF is missing")


def mistrust(body: bytes, content_type: str, headers: Mapping[str, str]) -> Doubt | None:
    """Why this answer is not to be trusted as content, or ``None``.

    Looks at headers, at the bytes and, on pages with little text only, at marks of challenges and notices:
    a long genuine page may well mention a captcha or a maintenance.
    """
    refused = refusal(headers)
    if refused or is_pdf(body, content_type) or is_word(body):
        return refused
    text = believed(body, content_type)
    return text if isinstance(text, Doubt) else None


def breaks_off(body: bytes, content_type: str, earlier: bytes | None = None) -> Doubt | None:
    """The doubt that an answer is not whole: a page that is opened and never closed, a PDF without its last line.

    Some publishers never close their pages: where ``earlier``, the last answer that was believed, is not closed
    either, that is their way.
    """
    if is_pdf(body, content_type):
        return None if _PDF_END in body[-_PDF_TAIL:] else BROKEN_PDF
    return BROKEN if _is_open(body) and (earlier is None or not _is_open(earlier)) else None


def _is_open(body: bytes) -> bool:
    """Whether the element that holds the whole page or feed is opened and not closed."""
    opened = _ROOT.search(body, 0, 5000)
    return bool(opened and b"</" + opened[1].lower() not in body.lower())


def is_pdf(body: bytes, content_type: str) -> bool:
    """Whether the answer is, or says it is, a PDF."""
    return "pdf" in content_type or body[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF")


def is_word(body: bytes) -> bool:
    """Whether the answer is a Word document of today (.docx), which is an archive with certain parts."""
    return body.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in body and b"word/document" in body


def believed(body: bytes, content_type: str) -> str | Doubt:
    """The text of an answer, or why it is not to be trusted as content."""
    if not body.strip():
        return Doubt(IncidentKind.EMPTY, "the answer is empty")
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        return Doubt(IncidentKind.UNREADABLE, "the answer is an Office file of the old format (.doc), or a locked one; ask for .docx or PDF")
    if body.startswith(_binary()):
        return Doubt(IncidentKind.UNREADABLE, "the answer is an image, an archive or another binary file, whatever it is declared to be")
    text = decode(body, content_type)
    return text if isinstance(text, Doubt) else _mistrust_text(text) or text


@cache
def _binary() -> tuple[bytes, ...]:
    return tuple(mark.encode("latin-1") for mark in markup()["doubt"]["binary"])


def _mistrust_text(text: str) -> Doubt | None:
    if not text.strip():
        return Doubt(IncidentKind.EMPTY, "the answer holds only white space")
    if _PAGE.search(text, 0, 5000):
        return _mistrust_page(text)
    return _notice(text, normalise(text), markup()["doubt"]["limits"]["plain"])


def _mistrust_page(source: str) -> Doubt | None:
    if _CUT.search(source[-_TAIL:]):
        return BROKEN
    limits = markup()["doubt"]["limits"]
    visible = words_of(source, limits["notice"])
    if len(visible) < limits["challenge"] and (found := _challenge().search(source)):
        return Doubt(IncidentKind.BLOCKED, f"a challenge instead of the page ({found[0]})")
    return _notice(source, visible, limits["notice"]) or _tiny(visible, limits["tiny"])


def words_of(source: str, enough: int = sys.maxsize) -> str:
    """The visible words of a piece of HTML, found without reading it as a tree; stops soon after ``enough`` characters."""
    words, size = [], 0
    for piece in _PIECE.finditer(_INVISIBLE.sub(" ", source)):
        words.append(normalise(html.unescape(piece[1])))
        size += len(words[-1])
        if size > enough:
            break
    return normalise(" ".join(words))


def refusal(headers: Mapping[str, str]) -> Doubt | None:
    """The doubt that a firewall's header gives, or ``None``."""
    given = {name.lower(): value.lower() for name, value in headers.items()}
    for name, mark in markup()["doubt"]["headers"].items():
        if name in given and mark in given[name]:
            return Doubt(IncidentKind.BLOCKED, f"the publisher's firewall refused us ({name}: {given[name]})")
    return None


def _notice(source: str, visible: str, limit: int) -> Doubt | None:
    """The notice that a page is which shows little text."""
    if len(visible) > limit:
        return None
    return notice((html.unescape(_TAG.sub(" ", found[2])) for found in _TITLE.finditer(source)), visible)


def notice(titles: Iterable[str], text: str) -> Doubt | None:
    """The notice that a short text under these titles is: blocked before error, its titles before its words."""
    title = " | ".join(map(fold, titles))
    for kind in (IncidentKind.BLOCKED, IncidentKind.ERROR):
        for where, words in (("titles", title), ("words", fold(text))):
            if found := _marks(where, kind.value).search(words):
                return Doubt(kind, f"a notice instead of the page: “{found[0]}”")
    return None


def _tiny(visible: str, limit: int) -> Doubt | None:
    if len(visible) < limit:
        return Doubt(IncidentKind.EMPTY, f"the page holds only {len(visible)} characters of text")
    return None


@cache
def _challenge() -> re.Pattern[str]:
    marks: Sequence[str] = markup()["doubt"]["markup"]
    return any_of(marks)


@cache
def _marks(where: str, kind: str) -> re.Pattern[str]:
    return any_of(markup()["doubt"][where][kind])
