"""Measure rule, significance and FactChanges on the pairs of `changes.tsv`, by category and by language.

    .venv/bin/python evaluation/changes.py              # figures
    .venv/bin/python evaluation/changes.py --details    # every miss as well

Each row is a text before and after (`¶` parts paragraphs; no text before stands for a new item of a listing), the place
it stands at (`Art. …` is law), and what an honest reader expects: rule and significance (`|` where readers differ,
`*` where anything goes) and the FactChanges as `type before > after` (`-` for none). `written` says whether the pair stood
before the cue words were chosen (`first`) or was written when they had been (`later`). The pairs are invented, in the
manner of Belgian administrations and laws.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.values import Change, Provision, Significance, Version
from differ.compare import compare

PAIRS = Path(__file__).with_suffix(".tsv")
ANY = "*"
FIRST, LAST = "Bruxelles · Brussel · Brussels · Brüssel", "Europa · Europe"
"""What stands before and behind every text, as something always does."""


@dataclass(frozen=True)
class Measured:
    """What was expected of one pair and what was found, by aspect."""

    row: Mapping[str, str]
    expected: Mapping[str, str]
    found: Mapping[str, str]

    def misses(self) -> Iterator[str]:
        """The aspects that are not as expected."""
        for aspect, wanted in self.expected.items():
            fits = self.found[aspect] == wanted if aspect == "facts" else self.found[aspect] in wanted.split("|")
            if wanted != ANY and not fits:
                yield aspect


def measured(row: Mapping[str, str]) -> Measured:
    """One pair, compared."""
    changes = compare(_version(row, "before"), _version(row, "after"), row["language"], listing=row["place"] == "listing")
    highest = Significance.highest([change.significance for change in changes])
    telling = next((change for change in changes if change.significance is highest), None)
    wanted = "; ".join(sorted(filter(None, row["facts"].split("; "))))
    return Measured(
        row,
        {"rule": row["rule"], "significance": row["significance"], "facts": wanted},
        {"rule": telling.rule if telling else "none", "significance": highest, "facts": "; ".join(sorted(_facts(changes)))},
    )


def _version(row: Mapping[str, str], side: str) -> Version:
    place = row["place"]
    firm = place.startswith("Art. ") or place == "listing"
    key = "art:" + place.removeprefix("Art. ") if firm else place
    texts = [text for text in row[side].split(" ¶ ") if text]
    around = Provision("first", "", FIRST), Provision("last", "", LAST)
    provisions = [Provision(f"{key}/{number}", place, text, firm) for number, text in enumerate(texts)]
    return Version("evaluation", tuple(provisions if place == "listing" else (around[0], *provisions, around[1])))


def _facts(changes: list[Change]) -> Iterator[str]:
    for fact in (fact for change in changes for fact in change.facts):
        before, after = (side.value if side else "-" for side in (fact.before, fact.after))
        yield f"{fact.type} {before} > {after}"


def _print_table(results: list[Measured], heading: str) -> None:
    total, wrong = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for each in results:
        total[each.row[heading]] += 1
        wrong[each.row[heading]].update(each.misses())
    print(f"\n{heading:<20} {'pairs':>5} {'rule':>7} {'signif.':>8} {'facts':>7}")
    for name, count in total.items():
        shares = [1 - wrong[name][aspect] / count for aspect in ("rule", "significance", "facts")]
        print(f"{name:<20} {count:>5} {shares[0]:>7.3f} {shares[1]:>8.3f} {shares[2]:>7.3f}")


def _print_confusion(results: list[Measured]) -> None:
    """How often each significance was found where another was expected; of several expected the first."""
    pairs = Counter((each.row["significance"], each.found["significance"]) for each in results if "significance" in each.misses())
    print("\nexpected → found")
    for (expected, found), count in pairs.most_common():
        print(f"{expected:<20} → {found:<10} {count}")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="every miss with its texts and reasons")
    options = parser.parse_args()
    with PAIRS.open(encoding="utf-8") as file:
        results = [measured(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for each in results if options.details else []:
        for aspect in each.misses():
            print(f"{each.row['id']} {each.row['category']}: {aspect} {each.found[aspect]!r}, expected {each.expected[aspect]!r}")
            print(f"    {each.row['before']}\n    {each.row['after']}")
    for heading in ("category", "language", "written"):
        _print_table(results, heading)
    _print_confusion(results)


if __name__ == "__main__":
    main()
