"""The wording's data, one file per language people read Veille in."""

from functools import cache
from pathlib import Path
from typing import Any

from core.plain_yaml import read_plain

LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}


@cache
def words(language: str) -> dict[str, Any]:
    """The words of ``fr``, ``nl`` or ``en``."""
    loaded: dict[str, Any] = read_plain((Path(__file__).parent / f"{language}.yaml").read_text(encoding="utf-8"))
    return loaded
