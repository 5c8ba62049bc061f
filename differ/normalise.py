"""Text as it is stored and compared: one form for one wording, whatever the page's bytes were."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛ʼ`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "œ": "oe",
        "æ": "ae",
    }
)


def normalise(text: str) -> str:
    """The text in Unicode NFC with single ordinary spaces, trimmed; quotes and dashes stay as written.

    No-break and narrow spaces become ordinary ones; soft hyphens and zero-width characters vanish.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def fold(text: str) -> str:
    """The text for comparing and search: no accents, lower case, straight quotes, ASCII hyphens, single spaces."""
    plain = normalise(text).casefold().translate(_STRAIGHT)
    letters = unicodedata.normalize("NFKD", plain)
    return _SPACE.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).strip()
