"""Texts that a service would refuse for their length: cut where a thought ends, with a link to the whole."""

from collections.abc import Iterable, Iterator

FENCES = ("```", "~~~")


def cut(text: str, longest: int, link: str) -> str:
    """``text``, or its first paragraphs and the link; where not even the first fits, its first lines.

    Never inside a line, so never inside a value or a Markdown construct; never inside a block of code.
    """
    if len(text) <= longest:
        return text
    rest = f"[…] {link}"
    room = longest - len(rest) - 2
    kept = _fitting(_blocks(text), room, "\n\n") or _fitting(text.splitlines(), room, "\n")
    return f"{kept}\n\n{rest}" if kept else rest


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs, a block of code with the empty lines in it as one."""
    block: list[str] = []
    for paragraph in text.split("\n\n"):
        block.append(paragraph)
        fences = [line for part in block for line in part.splitlines() if line.lstrip().startswith(FENCES)]
        if len(fences) % 2 == 0:
            yield "\n\n".join(block)
            block = []
    yield from block


def _fitting(parts: Iterable[str], room: int, joint: str) -> str:
    kept: list[str] = []
    used = -len(joint)
    for part in parts:
        used += len(joint) + len(part)
        if used > room:
            break
        kept.append(part)
    return joint.join(kept).rstrip()
