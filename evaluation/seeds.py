"""Find the typed values of the quotes in `../shared/reference/rule-facts.csv` in the documents of `../shared/seeds`.

    .venv/bin/python evaluation/seeds.py              # how many numbers of the quotes lie within a Fact that `veille facts` reads
    .venv/bin/python evaluation/seeds.py --details    # each one that does not, with its quote

A quote counts where it holds a digit. Each run of digits in it must lie within a Fact of the Provision that holds the quote.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.values import Fact, Provision, Version
from differ.extract import read
from differ.facts import facts
from differ.normalise import normalise

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NUMBER = re.compile(r"\d+(?:[., ]\d{3})*")


@cache
def provisions(name: str) -> tuple[Provision, ...]:
    """What one document says."""
    version = read((SHARED / "seeds" / name).read_bytes(), "text/plain", language="fr")
    return version.provisions if isinstance(version, Version) else ()


def looked_for(name: str, quote: str) -> Iterator[tuple[str, Fact | None]]:
    """The numbers of a quote, each with the Fact that holds it; nothing where the document does not hold the quote."""
    wanted = normalise(quote).replace("’", "'")
    for provision in provisions(name):
        start = provision.text.replace("’", "'").find(wanted)
        if start >= 0:
            found = facts(provision.text, "fr")
            for number in NUMBER.finditer(wanted):
                first, last = start + number.start(), start + number.end()
                yield number.group(), next((fact for fact in found if fact.start <= first and last <= fact.end), None)
            return


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("There is no ../shared beside this checkout; nothing can be looked for.")
    with (SHARED / "reference" / "rule-facts.csv").open(encoding="utf-8") as rows:
        quotes = [row for row in csv.DictReader(rows) if NUMBER.search(row["exact_quote"])]
    total = hits = 0
    lost = []
    for row in quotes:
        numbers = list(looked_for(row["file"], row["exact_quote"]))
        if not numbers:
            lost.append(row["id"])
        for number, fact in numbers:
            total, hits = total + 1, hits + (fact is not None)
            if options.details and fact is None:
                print(f"{row['id']}: {number} in “{row['exact_quote']}”")
    print(f"{len(quotes)} quotes with numbers; not in the documents as they stand: {', '.join(lost) or 'none'}.")
    print(f"{hits} of their {total} numbers lie within a Fact.")


if __name__ == "__main__":
    main()
