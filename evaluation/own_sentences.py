"""Score the editor's desk on tiny pages of one or two sentences: every known official value told as an organisation would tell it.

    .venv/bin/python evaluation/own_sentences.py              # figures of both parts
    .venv/bin/python evaluation/own_sentences.py --details    # every miss and false alarm of the open part, and only of that

Written by people who knew the official facts and not the desk: of each fact, former values told as today's, and what looks like them
and is right. Of the second writer's rows (`t…`) those are kept aside where the SHA-256 of their `id` ends in an even hexadecimal digit.
A row is named where the desk names words of its sentence that share a number, or a word of four letters, with `text`.
Whatever the desk names in a right row, or elsewhere than in the sentence of a wrong one, is a false alarm.
"""

import argparse
import csv
import hashlib
import html
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from own_pages import figure, same_words, words

from alerts.desk.audit import audit
from alerts.desk.doubts import Doubtful
from alerts.desk.official import bundled
from core.values import Version
from differ.extract import read

TABLE = Path(__file__).with_name("own_sentences.tsv")
TODAY = date(2026, 11, 22)
LATER = "t"


class Row(NamedTuple):
    """One tiny page."""

    id: str
    lang: str
    title: str
    heading: str
    before: str
    sentence: str
    verdict: str
    text: str
    problem: str
    row: str
    note: str


class Judged(NamedTuple):
    """A row and what the desk said of it."""

    row: Row
    hits: list[Doubtful]
    alarms: list[Doubtful]


def is_aside(row: Row) -> bool:
    """Whether nobody who works on the desk looks at this row."""
    return row.id.startswith(LATER) and int(hashlib.sha256(row.id.encode()).hexdigest()[-1], 16) % 2 == 0


def rows() -> list[Row]:
    """All rows, in the order of the file."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return [Row(**row) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


def page(row: Row) -> Version:
    """The row as the page of an organisation."""
    title, *texts = (html.escape(text) for text in (row.title, row.heading, row.before, row.sentence))
    body = "".join(f"<{tag}>{text}</{tag}>" for tag, text in zip(("h2", "p", "p"), texts, strict=True) if text)
    source = f'<html lang="{row.lang}"><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>'
    version = read(source.encode(), "text/html; charset=utf-8")
    if not isinstance(version, Version):
        sys.exit(f"{row.id}: {version}")
    return version


def is_said(one: Doubtful, row: Row) -> bool:
    """Whether the desk means the words of the row."""
    return words(one.sentence) <= words(row.sentence) and same_words(one.text, row.text)


def judged(row: Row) -> Judged:
    """What the desk says of one row."""
    version = page(row)
    named = list(audit(version.provisions, row.lang, bundled(), TODAY, row.title))
    hits = [one for one in named if row.verdict == "wrong" and is_said(one, row)]
    return Judged(row, hits, [one for one in named if one not in hits])


def line(name: str, found: list[Judged]) -> str:
    """One row of figures."""
    wrong = [one for one in found if one.row.verdict == "wrong"]
    named, alarms = sum(bool(one.hits) for one in wrong), sum(bool(one.alarms) for one in found)
    recall, precision = figure(named, len(wrong)), figure(named, named + alarms)
    return f"{name:28}{len(found):6}{len(wrong):7}{named:7}{recall:>8}{alarms:7}{precision:>11}"


def report(name: str, found: list[Judged]) -> None:
    """Print the figures of one part: all, per language, per problem."""
    print(f"\n{name:28}{'rows':>6}{'wrong':>7}{'found':>7}{'recall':>8}{'false':>7}{'precision':>11}")
    print(line("all", found))
    for language in sorted({one.row.lang for one in found}):
        print(line(language, [one for one in found if one.row.lang == language]))
    for problem in sorted({one.row.problem.split("|")[0] for one in found} - {""}):
        print(line(problem, [one for one in found if one.row.problem.split("|")[0] == problem]))
    print(line("of an official fact", [one for one in found if one.row.row]))


def details(found: list[Judged]) -> None:
    """Print the misses and the false alarms."""
    for one in found:
        row = one.row
        place = " / ".join(filter(None, (row.title, row.heading, row.before)))
        if row.verdict == "wrong" and not one.hits:
            print(f"missed {row.id} [{row.problem}] {row.text!r} in {row.sentence!r} ({place}; {row.row}; {row.note})")
        for alarm in one.alarms:
            print(f"false alarm {row.id} [{alarm.problem}] {alarm.text!r} in {alarm.sentence!r} ({place}; {row.note})")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="every miss and false alarm of the open part, and only of that")
    options = parser.parse_args()
    for aside in (False,) if options.details else (False, True):
        found = [judged(row) for row in rows() if is_aside(row) is aside]
        report("aside" if aside else "open", found)
        if options.details:
            details(found)


if __name__ == "__main__":
    main()
