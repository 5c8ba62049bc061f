"""Who a Change names and who keeps the old rule: only what its own text says, never what we suppose."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from alerts.sentences import sentences
from core.folding import fold
from core.values import Change


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "concerned.yaml").read_text(encoding="utf-8"))
    return content


def who_is_named(text: str, language: str, reader: str) -> list[str]:
    """The groups of people that ``text``, written in ``language``, names, in the reader's words and the order of the text."""
    people = _people(language)
    named = [people[found.group()] for found in _any_of(tuple(people)).finditer(fold(text))]
    return [_data()["people"][name][reader] for name in dict.fromkeys(named) if name]


def who_keeps_the_old_rule(change: Change, language: str) -> list[str]:
    """The new sentences of the text that say to whom the old rule still applies."""
    before = change.before or ""
    found = [sentence for sentence in sentences(change.after or "", language) if sentence not in before]
    cues = _any_of(tuple(fold(word) for word in _data()["transition"].get(language, [])))
    return [sentence for sentence in found if cues.search(fold(sentence))]


@cache
def _people(language: str) -> Mapping[str, str]:
    """Every word for a group of people with the name of the group; "" for that of an institution, which names nobody."""
    groups = {name: each["words"].get(language, []) for name, each in _data()["people"].items()}
    groups[""] = _data()["institutions"].get(language, [])
    return {fold(word): name for name, words in groups.items() for word in words}


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of the words as a whole word, the longest that stands there; nothing where there are none."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b" if words else r"(?!)")
