"""Redlines as messages show them: cut around what changed, never inside a value."""

from collections.abc import Iterator

from core.values import Redline
from differ.facts import facts

LEFT_OUT = "[…]"
NEAR = 100
LOOSE_ENDS = " ,;:«→("
"""What a text that is cut does not end with."""


def shortened(redline: Redline, language: str, context: int, longest: int) -> Redline:
    """The redline with ``context`` characters around each change and at most ``longest`` within one; ``[…]`` stands for the rest."""
    last = len(redline) - 1
    pieces: list[tuple[str, str]] = []
    for index, (sign, words) in enumerate(redline):
        if sign == "=" and last > 0:
            limits = (0 if index == 0 else context, 0 if index == last else context)
        else:
            limits = (longest * 3 // 4, longest // 4)
        pieces.append((sign, _without_middle(words, *limits, language)))
    return tuple(pieces)


def _without_middle(words: str, head: int, tail: int, language: str) -> str:
    if len(words) <= head + tail + NEAR:
        return words
    start = _gap(words, head, language) if head else 0
    end = _gap(words, len(words) - tail, language) if tail else len(words)
    if start is None or end is None:
        return words
    return " ".join(filter(None, (words[:start], LEFT_OUT, words[end:].lstrip())))


def _gap(words: str, position: int, language: str) -> int | None:
    """The space nearest to ``position`` that no value contains, ``None`` where there is none nearby."""
    first = max(0, position - NEAR)
    near = words[first : position + NEAR]
    values = [(fact.start, fact.end) for fact in facts(near, language)]
    spaces = [place for place, character in enumerate(near) if character == " " and not _beside_digit(near, place)]
    free = [first + space for space in spaces if not any(start < space < end for start, end in values)]
    return min(free, key=lambda space: abs(space - position), default=None)


def _beside_digit(words: str, space: int) -> bool:
    """Whether a number stands beside the space: what follows or precedes it may be its unit, in any language."""
    return any(character.isdigit() for character in words[max(0, space - 1) : space + 2])


def cut(text: str, longest: int, language: str) -> str:
    """The beginning of ``text`` in at most ``longest`` characters, ``…`` for the rest; all of it where only a value could be cut."""
    if len(text) <= longest:
        return text
    values = [(fact.start, fact.end) for fact in facts(text, language)]
    spaces = [place for place, character in enumerate(text[: longest - 1]) if character == " " and not _beside_digit(text, place)]
    free = [space for space in spaces if not any(start < space < end for start, end in values)]
    return f"{text[: free[-1]].rstrip(LOOSE_ENDS)} …" if free else text


def in_words(redline: Redline, deleted: str, added: str) -> str:
    """The redline as plain text: ``Le droit est de [supprimé : 150] [ajouté : 1.000] euros``."""
    names = {"-": deleted, "+": added}
    return "".join(words if sign == "=" else f"[{names[sign]}{words}]" for sign, words in spaced(redline))


def spaced(redline: Redline) -> Iterator[tuple[str, str]]:
    """The pieces with the spaces at the ends of a change moved out of it, and a space between two changes that touch."""
    touching = False
    for sign, words in redline:
        inner = words.strip()
        if sign == "=" or not inner:
            yield "=", words
            touching = touching and not words
            continue
        lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        yield "=", lead or (" " if touching else "")
        yield sign, inner
        yield "=", trail
        touching = not trail
