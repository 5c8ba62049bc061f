"""Plain text as mail programs show it best: short lines, broken where no value is."""

import re
import textwrap

WIDTH = 72
BEGINNING = re.compile(r"\s*(?:- )?")
KEPT_TOGETHER = re.compile(r"(?<![:;,]) (?=\d)| (?=[:;?!»€%])|(?<=[\d«§→]) |(?<=\d\]) ")
"""A space beside a number, also one marked as new, or that French puts inside a quotation and before a sign."""
GLUE = "\0"
"""Stands for such a space; no text has it, for control characters are taken out before."""


def spaced_out(text: str) -> str:
    """The text without trailing spaces and without more than one empty line in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1]) + "\n" if lines else ""


def wrapped(text: str) -> str:
    """The text in lines of at most 72 columns, an address or a value that is longer on a line of its own."""
    return "\n".join(line if len(line) <= WIDTH else _in_lines(line) for line in text.split("\n"))


def _in_lines(line: str) -> str:
    beginning = BEGINNING.match(line)
    lead = beginning.group() if beginning else ""
    whole = KEPT_TOGETHER.sub(GLUE, line[len(lead) :])
    lines = textwrap.wrap(
        whole, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace(GLUE, " ")
