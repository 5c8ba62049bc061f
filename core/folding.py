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


def fold(text: str) -> str:
    """``text`` without accents, in lower case, with straight quotes, ASCII hyphens and single spaces."""
    parts = unicodedata.normalize("NFKD", text.translate(ALIKE))
    plain = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(plain.translate(ALIKE).casefold().split())


def folded_words(text: str) -> list[str]:
    """The words of a search, folded, without the punctuation around them: ``art. 10, §1er`` gives ``art 10 § 1er``."""
    words = (word.strip(".,;:!?()[]\"'") for word in fold(text).replace("§", " § ").split())
    return [word for word in words if word]
