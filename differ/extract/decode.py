"""Bytes to text: what the publisher meant, or the doubt that it cannot be known."""

import re

from core.values import Doubt, IncidentKind

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)["']""", re.IGNORECASE)
_LONGEST = 3
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "us-ascii", "ascii", "windows-1252", "cp1252"}
_TWICE = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|â€[™œ“”˜¦\u009d\u0080-\u009f]|Â[\u00a0«»°§]|[\u0080-\u009f]")
_MANY = 3
_START = 400

LOST = "\ufffd"
SPOILED = Doubt(IncidentKind.ENCODING, "the text holds U+FFFD, the mark of a character that was lost on the way")


def decode(body: bytes, content_type: str = "") -> str | Doubt:
    """The text of ``body``, or a doubt of kind ``encoding``.

    UTF-8 wins wherever the bytes are valid UTF-8, for copies saved as UTF-8 keep their old declaration.
    ISO-8859-1 is read as windows-1252, which is what its publishers mean.
    """
    declared = _declared(body, content_type)
    wide = _wide(body, declared)
    try:
        text = body.decode(wide or "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            return Doubt(IncidentKind.ENCODING, f"it looks like {wide}, but byte {error.start} is not ({error.reason})")
        if _breaks_off(body, error):
            return Doubt(IncidentKind.ENCODING, "the answer breaks off in the middle of a character")
        text = _decode_declared(body, declared) or ""
        if not text:
            return Doubt(IncidentKind.ENCODING, f"declared as {declared.upper()}, but byte {error.start} is not ({error.reason})")
    return _doubt_text(text) or text


def _wide(body: bytes, declared: str) -> str:
    """The character set of two bytes a character that the text is in, empty where it is in none.

    Told by its mark, else by the zeros that stand in every second byte of the first tags.
    """
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    zeros = [body[start:_START:2].count(0) * 4 for start in (0, 1)]
    few = len(body[:_START]) // 2
    if max(zeros) > few or (declared.startswith("utf-16") and max(zeros)):
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return ""


def _breaks_off(body: bytes, error: UnicodeDecodeError) -> bool:
    """Whether a text in UTF-8, which holds other whole characters of several bytes, ends within one."""
    return error.reason == "unexpected end of data" and error.start >= len(body) - _LONGEST and not body[: error.start].isascii()


def _declared(body: bytes, content_type: str) -> str:
    """The character set that the header or the page states, in lower case; empty where neither does."""
    found = _DECLARED.search(content_type.encode("ascii", "ignore")) or _DECLARED.search(body[:4096])
    return next(name for name in found.groups() if name).decode("ascii").lower() if found else ""


def _decode_declared(body: bytes, name: str) -> str | None:
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
    if ("Ã" in text or "â€" in text) and len(spoiled(text)) >= _MANY:
        return Doubt(IncidentKind.ENCODING, "the text was encoded as UTF-8 twice: its accents are spoiled")
    return None


def spoiled(text: str) -> list[str]:
    """What stands in ``text`` for characters that were read in another character set than they were written in."""
    return _TWICE.findall(text)
