"""The commands that need neither database nor network: ``veille diff`` and ``veille facts``."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from core.contract import facts_as_json
from core.errors import DocumentError
from core.values import Significance
from pipeline.difference_page import difference_as_page
from pipeline.documents import Difference, batch, difference, facts_of
from pipeline.printing import change_in_text, fact_in_text, say

NOTHING, SOMETHING, INCIDENT = 0, 1, 2
SUBSTANTIVE = (Significance.MINOR, Significance.MAJOR)


def diff(before: Path, after: Path, language: str | None, shown: str) -> int:
    """Print what two files differ in; the exit code says whether it is substantive."""
    found = difference(before, after, language)
    if shown == "json":
        say(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    elif shown == "html":
        say(difference_as_page(before.name, after.name, found))
    else:
        _print(found)
    if found.doubt:
        return INCIDENT
    return SOMETHING if any(change.significance in SUBSTANTIVE for change in found.changes) else NOTHING


def _print(found: Difference) -> None:
    if found.doubt:
        say(f"Incident ({found.doubt.kind}): {found.doubt.reason}")
    elif not found.changes:
        say("Nothing changed.")
    for change in found.changes:
        say(change_in_text(change) + "\n")


def diff_batch(name: str) -> int:
    """Print one JSON object a line for each pair of the list, in its order, flushed one by one."""
    for result in batch(_lines(name)):
        say(json.dumps(result))
    return NOTHING


def _lines(name: str) -> Iterator[str]:
    """The lines of the list; a byte that is no UTF-8 spoils the line it stands in, and no other."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
            for line in lines:
                yield line.decode("utf-8", "surrogateescape")
    except OSError as error:
        raise DocumentError(f"The list {name} cannot be read ({error}); name a file of BEFORE<TAB>AFTER<TAB>LANGUAGE lines.") from error


def facts(path: Path, language: str | None, shown: str) -> None:
    """Print the Facts of one file."""
    spoken, found = facts_of(path, language)
    if shown == "json":
        say(json.dumps(facts_as_json(spoken, found), ensure_ascii=False, indent=1))
        return
    for provision, fact in found:
        say(fact_in_text(provision, fact))
    if not found:
        say("No Fact was read.")
