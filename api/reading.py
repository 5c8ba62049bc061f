"""A text as it is read: its Provisions under their headings, and each place named once."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from core.values import Provision

BETWEEN = " › "
"""What stands between the parts of a path."""


class Passage(NamedTuple):
    """A heading, or a text with as much of its place as was not said just before."""

    is_heading: bool
    label: str
    text: str


def passages(provisions: Iterable[Provision]) -> Iterator[Passage]:
    """Every Provision in its order."""
    place, before, said = list[str](), "", set[str]()
    for each in provisions:
        parts = each.path.split(BETWEEN)
        if each.text == parts[-1]:
            place, said = parts, set(parts)
            yield Passage(True, "", each.text)
        else:
            label = "" if each.path == before or parts == place else _label(parts, place, said)
            yield Passage(False, "" if each.text.startswith(label) else label, each.text)
        before = each.path
        said |= {*parts, each.text}


def _label(parts: list[str], place: list[str], said: set[str]) -> str:
    """What a path says beyond the heading above: its last part, and those before it that nobody has read yet."""
    known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts[:-1], place, strict=False)))
    return BETWEEN.join([*(part for part in parts[known:-1] if part not in said), parts[-1]])
