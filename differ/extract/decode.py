"""Bytes to text: what the publisher meant, or the doubt that it cannot be known."""

import re

from core.values import Doubt, IncidentKind

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)["']""", re.IGNORECASE)
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "us-ascii", "ascii", "windows-1252", "cp1252"}
_TWICE = re.compile("Ã[\u0080-\u00bf©¨ª«´®¯¢ ]|â€[™œ“”˜¦\u009d]|Â[\u00a0«»°§]")
_MANY = 3

LOST = "\ufffd"
SPOILED = Doubt(IncidentKind.ENCODING, "the text holds U+FFFD, the mark of a character that was lost on the way")


def decode(body: bytes, content_type: str = "") -> str | Doubt:
    """The text of ``body``, or a doubt of kind ``encoding``.

    UTF-8 wins wherever the bytes are valid UTF-8, for copies saved as UTF-8 keep their old declaration.
    ISO-8859-1 is read as windows-1252, which is what its publishers mean.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_declared(body, _declared(body, content_type)) or ""
        if not text:
            return Doubt(IncidentKind.ENCODING, f"declared as UTF-8, but byte {error.start} is not ({error.reason})")
    return _doubt_text(text) or text


def _declared(body: bytes, content_type: str) -> str:
    """The character set that the header or the page states, in lower case; empty where neither does."""
    found = _DECLARED.search(content_type.encode("ascii", "ignore")) or _DECLARED.search(body[:4096])
    return next(name for name in found.groups() if name).decode("ascii").lower() if found else ""


def _decode_declared(body: bytes, name: str) -> str | None:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    if "utf" in name:
        return None
    if not name or name in _LATIN:
        return body.decode("latin-1" if _undefined(body) else "cp1252")
    try:
        text = body.decode(name)
        text.encode()  # some character sets give halves of characters, which no text can hold
        return text
    except (LookupError, UnicodeError):
        return None


def _undefined(body: bytes) -> bool:
    """Whether a byte stands for nothing in windows-1252."""
    return any(byte in body for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))


def _doubt_text(text: str) -> Doubt | None:
    if LOST in text:
        return SPOILED
    if ("Ã" in text or "â€" in text) and len(_TWICE.findall(text)) >= _MANY:
        return Doubt(IncidentKind.ENCODING, "the text was encoded as UTF-8 twice: its accents are spoiled")
    return None
