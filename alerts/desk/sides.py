"""What sets two like rules apart: whose decision is contested, in which procedure, whose case it is; ``sides.yaml`` names them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from alerts.desk.official import OfficialRule
from alerts.sentences import sentences
from core.folding import fold
from core.plain_yaml import read_plain
from core.values import Change, FactChange, FactType

ANY = ""
"""The language of a text of which that is not known."""
Sides = Mapping[str, frozenset[str]]
"""By what sets apart (``decider``), the sides that a text names (``cgra``); all of them stand there, perhaps empty."""


@cache
def _patterns(type: FactType) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    data: Mapping[str, Any] = read_plain(Path(__file__).with_name("sides.yaml").read_text(encoding="utf-8"))
    return {
        name: {side: re.compile(rf"\b(?:{each})\b") for side, each in given["sides"].items()}
        for name, given in data.items()
        if type.value in given["of"]
    }


@lru_cache(maxsize=4096)
def sides(text: str, type: FactType) -> Sides:
    """What a text names of all that sets values of a type apart, in whichever language it is written."""
    folded = fold(text)
    return {name: frozenset(side for side, each in known.items() if each.search(folded)) for name, known in _patterns(type).items()}


def are_apart(ours: Sides, theirs: Sides) -> bool:
    """Whether both name a side, and not one in common: the one the CGRA, the other the Office des étrangers."""
    return any(ours[name] and theirs[name] and not ours[name] & theirs[name] for name in ours)


def are_beyond(ours: Sides, theirs: Sides) -> bool:
    """Whether ours name a side that theirs do not."""
    return any(ours[name] - theirs[name] for name in ours)


def together(first: Sides, second: Sides) -> Sides:
    """What either names."""
    return {name: first[name] | second[name] for name in first}


def is_of_one_case(change: Change, fact: FactChange, rule: OfficialRule) -> bool:
    """Whether a Change names a side that a rule with one value for everybody does not: it leaves that rule as it is."""
    if not rule.sole:
        return False
    return are_beyond(sides(near(change, fact), rule.type), sides_of(rule))


def sides_of(rule: OfficialRule) -> Sides:
    """What the words of a rule name."""
    words: list[Sequence[Sequence[str]]] = [*rule.about.values(), *rule.setting.values()]
    return sides(" ".join([*rule.label.values(), *(word for groups in words for group in groups for word in group)]), rule.type)


def near(change: Change, fact: FactChange) -> str:
    """The sentences of a Change that state one of the values, all of it where none does: a long article speaks of everything."""
    stated = [each.text for each in (fact.before, fact.after) if each]
    told = [text for text in (change.before, change.after) if text]
    found = [each for text in told for each in sentences(text, ANY) if any(value in each for value in stated)]
    return " ".join(found or told)
