"""Word-level redline of two texts: whole numbers and dates are single tokens, so 150 → 1050 is never "an inserted 0"."""

import re
from collections.abc import Iterator

from diff_match_patch import diff_match_patch

from core.values import FactType, Redline
from differ.facts import facts

WORD = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)*|\w+['’]?|\s+|[^\w\s]")
SIGNS = {-1: "-", 0: "=", 1: "+"}
# The private use planes hold more code points than any text has different words.
FIRST_CODE = 0xF0000


def tokens(text: str, language: str | None) -> Iterator[str]:
    """The words, spaces, signs, whole numbers and whole dates of ``text``; joined they are ``text``."""
    position = 0
    for fact in (fact for fact in facts(text, language) if fact.type is FactType.DATE):
        yield from WORD.findall(text[position : fact.start])
        yield text[fact.start : fact.end]
        position = fact.end
    yield from WORD.findall(text[position:])


def redline(before: str | None, after: str | None, language: str | None) -> Redline:
    """The pieces kept, removed and added; the same for the same texts, whatever the load of the machine."""
    if not before or not after:
        return tuple((sign, text) for sign, text in (("-", before), ("+", after)) if text)
    codes: dict[str, str] = {}
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    pieces = differ.diff_main(_coded(before, language, codes), _coded(after, language, codes), False)
    differ.diff_cleanupSemantic(pieces)
    words = {code: token for token, code in codes.items()}
    return tuple((SIGNS[sign], "".join(words[code] for code in coded)) for sign, coded in pieces)


def _coded(text: str, language: str | None, codes: dict[str, str]) -> str:
    """The text with each different token as one character, which ``diff_match_patch`` then keeps whole."""
    return "".join(codes.setdefault(token, chr(FIRST_CODE + len(codes))) for token in tokens(text, language))
