"""The reasons of a Change in the language of its reader; they are recorded in English, as codes that programs may rely on."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.catalogues import translations

FOLDER = Path(__file__).parent / "translations"
NAME = re.compile(r"\\\{(\w+)\\\}")


def reason_in_words(reason: str, language: str) -> str | None:
    """A reason in another language than English, or ``None`` where nobody has put it into that language."""
    data = _data(language)
    for pattern, said in data["reasons"].items():
        if found := _pattern(pattern).fullmatch(reason):
            words = {name: _word(name, word, language) for name, word in found.groupdict().items()}
            if None not in words.values():
                return str(said).format_map(words)
    return None


def _word(name: str, word: str, language: str) -> str | None:
    """What stands in the place of a name: a sort of value and a reason within a reason are translated, a quotation is not."""
    if name == "type":
        said: str | None = _data(language)["types"].get(word)
        return said
    return reason_in_words(word, language) if name == "reason" else word


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(NAME.sub(r"(?P<\1>.+)", re.escape(text)))


@cache
def _data(language: str) -> Mapping[str, Any]:
    path = FOLDER / f"{language}.po"
    return translations(path) if path.exists() else {"types": {}, "reasons": {}}
