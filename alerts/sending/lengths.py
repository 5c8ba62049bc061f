"""Texts that a service would refuse for their length: cut where a thought ends, with a link to the whole."""

import re
from collections.abc import Iterator

ENDS = re.compile(r"(\n\n+|\n(?=- ))")
"""Where a thought ends: a paragraph, or an item of a list. Not a line: plain text is wrapped."""
FENCE = re.compile(r"^\s*(```|~~~)", re.MULTILINE)


def cut(text: str, longest: int, link: str) -> str:
    """``text``, or as many of its first paragraphs and items as fit, and the link; never inside a value or a block of code."""
    if len(text) <= longest:
        return text
    rest = f"[…] {link}"
    kept = ""
    for beginning in _beginnings(text):
        if len(beginning) + len(rest) + 2 > longest:
            break
        kept = beginning
    return f"{kept.rstrip()}\n\n{rest}" if kept.strip() else rest


def _beginnings(text: str) -> Iterator[str]:
    """The text up to each place where it may end, from the shortest."""
    fences = 0
    start = 0
    for end in ENDS.finditer(text):
        fences += len(FENCE.findall(text[start : end.start()]))
        start = end.start()
        if fences % 2 == 0:
            yield text[: end.start()]
