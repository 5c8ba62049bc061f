"""Folded text: what search compares, so that SQLite and PostgreSQL find the same."""

import unicodedata

ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
    }
)


class _Plain(dict[int, int | str | None]):
    """What becomes of each character once its accents stand apart; made as characters are met."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = None if unicodedata.combining(chr(code)) else ALIKE.get(code, code)
        return self[code]


PLAIN = _Plain()


def fold(text: str) -> str:
    """``text`` without accents, in lower case, with straight quotes, ASCII hyphens and single spaces."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    apart = unicodedata.normalize("NFKD", text.translate(ALIKE))
    return " ".join(apart.translate(PLAIN).casefold().split())
