"""Text as it is stored and compared: one form for one wording, whatever the page's bytes were."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")


def normalise(text: str) -> str:
    """The text in Unicode NFC with single ordinary spaces, trimmed; quotes and dashes stay as written.

    No-break and narrow spaces become ordinary ones; soft hyphens and zero-width characters vanish.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if words.isprintable():
        return words
    return " ".join(_INVISIBLE.sub("", words).split())
