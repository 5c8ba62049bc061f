"""Which of our four languages a text is in."""

import re
from functools import cache
from typing import Any

LANGUAGES = ("fr", "nl", "en", "de")
_ENOUGH = 200
_LITTLE = 40
_LETTERS = re.compile(r"[^\W\d_]")


def language_of(text: str, stated: str | None) -> str | None:
    """The language of ``text``; ``stated`` is what the page claims, believed only where there is little text.

    ``None`` where there is too little text and no claim.
    """
    claim = (stated or "").lower()[:2]
    letters = len(_LETTERS.findall(text[:4000]))
    if letters < _ENOUGH and claim in LANGUAGES:
        return claim
    return _detect(text[:4000]) if letters >= _LITTLE else None


def _detect(text: str) -> str:
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:
    """The py3langid model, restricted to our languages; loading it takes almost a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load, seldom needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
