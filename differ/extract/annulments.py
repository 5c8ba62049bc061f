"""Annulled and suspended text of Belgian consolidated law: it stays where it was, in italics, under a note on the judgment."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from core.values import Stage
from differ.extract.markup import markup

ITALIC, UPRIGHT = "\ue000", "\ue001"
"""Signs for the ends of italics, of Unicode's private use."""
_SLANTED = re.compile(f"{ITALIC}[^{UPRIGHT}]*{UPRIGHT}?")
_SIGNS = re.compile(f"[{ITALIC}{UPRIGHT}]")
_WORD_OF_TEXT = re.compile(r"(?<![\w/°])(?!Art)[^\W\d_]{3,}")


def stages_of(lines: Sequence[str]) -> tuple[tuple[str, ...], dict[int, Stage]]:
    """The lines of an article without signs of italics, and by number the stage of those wholly in italics.

    Italics mean nothing by themselves: a note of the article must say that a court annulled or suspended.
    """
    whole = "\n".join(lines)
    if ITALIC not in whole:
        return tuple(lines), {}
    stage = _said(_SIGNS.sub("", whole))
    plain = tuple(_SIGNS.sub("", line) for line in lines)
    slanted = [number for number in _slanted(lines) if not is_remark(plain[number])]
    return plain, dict.fromkeys(slanted, stage) if stage else {}


def is_remark(line: str) -> bool:
    """Whether a line is only the publisher's ``(NOTE : …)``."""
    return _remark().fullmatch(line.strip()) is not None


def _slanted(lines: Sequence[str]) -> Iterator[int]:
    within = False
    for number, line in enumerate(lines):
        begun = f"{ITALIC}{line}" if within else line
        within = begun.rfind(ITALIC) > begun.rfind(UPRIGHT)
        if _WORD_OF_TEXT.search(begun) and not _WORD_OF_TEXT.search(_SLANTED.sub(" ", begun)):
            yield number


def _said(text: str) -> Stage | None:
    return next((Stage(name) for name, pattern in _courts().items() if pattern.search(text)), None)


@cache
def _courts() -> dict[str, re.Pattern[str]]:
    said: dict[str, str] = markup()["justel"]["courts"]
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in said.items()}


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(markup()["justel"]["remark"], re.DOTALL)
