"""Measure the readers of values on the frozen phrases of `evaluation/phrases.tsv`, which were written without looking at them.

    .venv/bin/python evaluation/phrases.py              # recall and precision by type and by language
    .venv/bin/python evaluation/phrases.py --details    # every Fact that was missed or read wrongly
    .venv/bin/python evaluation/phrases.py --later      # the same of `phrases-tables.tsv`: price tables, terms of service, opening hours

The label of en-089 was changed once, after its reading was seen: since "is free" is read as 0 EUR, the phrase states an amount.

The later phrases are no blind measure: whoever wrote them had read the readers, most of them in part, the last 58 in full, and five
labels were corrected once the output was seen, and one (en-t10) once ages without a unit were read. The readers were then mended on them.
Before that 119 of the 146 were read whole (recall 193/222, precision 193/219, against the corrected labels). They are kept so that it
stays so, and say nothing about others.

A Fact is right where its type, value, unit and role are. The date that stands within a reference counts like any other.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from differ.facts import facts

PHRASES, LATER = Path(__file__).with_name("phrases.tsv"), Path(__file__).with_name("phrases-tables.tsv")
Read = tuple[str, str, str | None, str | None]


def expected(row: dict[str, str]) -> list[Read]:
    """The Facts that a phrase states."""
    return [(fact["type"], fact["value"], fact["unit"], fact["role"]) for fact in json.loads(row["facts"])]


def found(row: dict[str, str]) -> list[Read]:
    """The Facts that are read in it."""
    return [(fact.type.value, fact.value, fact.unit, fact.role) for fact in facts(row["phrase"], row["language"])]


def ratio(part: int, whole: int) -> str:
    """A share with the numbers it is made of."""
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "-"


def groups(row: dict[str, str], fact: Read) -> Iterator[str]:
    """Under which headings a Fact counts."""
    yield from ("all", f"language {row['language']}", f"type {fact[0]}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="every Fact that was missed or read wrongly")
    parser.add_argument("--later", action="store_true", help="the phrases of price tables, terms of service and opening hours")
    options = parser.parse_args()
    with (LATER if options.later else PHRASES).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    hits, wanted, read, silent = Counter[str](), Counter[str](), Counter[str](), 0
    for row in rows:
        ours, theirs = Counter(found(row)), Counter(expected(row))
        silent += not theirs and not ours
        for counted, facts_of in ((hits, ours & theirs), (wanted, theirs), (read, ours)):
            counted.update(group for fact in facts_of.elements() for group in groups(row, fact))
        if options.details and ours != theirs:
            print(
                row["id"],
                row["phrase"],
                f"  missed {sorted((theirs - ours).elements(), key=str)}",
                f"  extra  {sorted((ours - theirs).elements(), key=str)}",
                sep="\n",
            )
    for group in sorted(wanted | read):
        print(f"{group:<20} recall {ratio(hits[group], wanted[group]):<18} precision {ratio(hits[group], read[group])}")
    print(f"phrases without a Fact in which none is read: {ratio(silent, sum(not expected(row) for row in rows))}")


if __name__ == "__main__":
    main()
