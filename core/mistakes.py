"""Sentences for mistakes of shape in the watchlist: what is wrong and what to write instead."""

from difflib import get_close_matches
from typing import Any, get_args

from core.watchlist import SITES, Entry, Watchlist

NOT_OF_A_FILE = {"folder", "sites", "sitemaps"}
SENTENCES = {
    "missing": "{name!r} is missing; add it",
    "extra_forbidden": "unknown key {name!r}; {hint}",
    "literal_error": "{given!r} is not a possible {name}; write one of {expected}",
    "enum": "{given!r} is not a possible {name}; write one of {expected}",
    "string_pattern_mismatch": "{given!r} is not a possible {name}; it must match {pattern}",
    "value_error": "{error}",
    "string_type": "{name} must be text; put {given!r} in quotes or write a text",
    "model_type": "{name} must hold keys of its own, one a line, or between braces: {name}: {{key: value}}",
    "too_short": "{name} is empty; write at least one entry",
    "list_type": "{name} must be a list; write [{given}] or one '- item' a line",
}


def remedy(error: dict[str, Any]) -> str:
    """One of pydantic's findings as a sentence for the person who edits the file."""
    name = _name(error["loc"])
    sentence = SENTENCES.get(error["type"], "{name}: {said}; you wrote {given!r}")
    hint = nearest(name, _keys_beside(error["loc"]))
    return sentence.format_map(
        {"name": name, "given": error.get("input"), "hint": hint, "said": error["msg"].lower(), **error.get("ctx", {})}
    )


def _name(location: tuple[str | int, ...]) -> str:
    return next((part for part in reversed(location) if isinstance(part, str)), "the file")


def _keys_beside(location: tuple[str | int, ...]) -> list[str]:
    """The keys that are possible where ``location`` ends."""
    entry: type[Entry] = Watchlist
    for step in location[:-1]:
        field = entry.model_fields.get("sites" if step == SITES else str(step))
        if field:
            within = (field.annotation, *get_args(field.annotation))
            entry = next((each for each in within if isinstance(each, type) and issubclass(each, Entry)), entry)
    return sorted(set(entry.model_fields) - NOT_OF_A_FILE)


def nearest(word: str, known: list[str]) -> str:
    """A hint at the known word that was probably meant, or the list of all known words."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(sorted(known)) or 'none'}"
