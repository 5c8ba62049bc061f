"""Score `veille audit` on 256 hand-written pages with planted errors and correct statements that look similar.

    .venv/bin/python evaluation/own_pages.py              # figures of both parts
    .venv/bin/python evaluation/own_pages.py --details    # every miss and false alarm of the open part, and only of that
    .venv/bin/python evaluation/own_pages.py --list       # which page is in which part

Twelve people wrote them, who knew the official facts and not the audit: thirty pages without a prefix, twenty each of `a-` and `b-`,
eighteen of `c-` (spoken style, by people who are no jurists), thirty each of `d-` and `e-` (as organisations usually write), thirty-six
each of `f-`, `g-` and `h-` (`g-` with more errors and twice as many contradictions and plans). Each set was measured before anybody
read it; what was read since is open, and what it showed was mended. Of `f-` a page is kept aside where the SHA-256 of its file name ends in
an even hexadecimal digit: nobody chooses, and nobody who works on the audit opens it.
`own_pages/labels.tsv` says of each page what is wrong (`error`), what looks wrong and is right (`correct`), and what may be named
or not (`either`: the first half of a contradiction, an arguable case). Whatever else an audit names is a false alarm.

An item and a label are the same where both speak of the same words in the same sentence. The words: the numbers of one are all
among those of the other, or without numbers they share a word of four letters. The sentence: four fifths of its words are in the
item's path and sentence, or the other way round, since tables and lists are cut into sentences in many ways.
Several items for one error count as right; the error counts once. Which problem an item names is told apart.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

FOLDER = Path(__file__).resolve().parent / "own_pages"
NOW = "2026-11-22T10:00Z"
VEILLE = shlex.split(os.environ.get("VEILLE_COMMAND") or shlex.quote(str(Path(sys.executable).with_name("veille"))))
KINDS = ("error", "either", "correct")
"""What a label may be; where an item fits several equally well, the kind named first here is taken."""
LATER = ("f-",)
PROBLEMS = ("superseded", "expired", "contradiction", "announced")
HIDDEN = ["script", "style", "template", "head"]
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"}
SAME_SENTENCE = 0.8


class Label(NamedTuple):
    """What is known about some words of a page."""

    page: str
    kind: str
    text: str
    sentence: str
    problem: str
    note: str


class Item(NamedTuple):
    """What an audit named."""

    page: str
    text: str
    sentence: str
    problem: str
    path: str


class Verdict(NamedTuple):
    """An item and the label it speaks of."""

    item: Item
    label: Label | None


def is_aside(page: str) -> bool:
    """Whether nobody who works on the audit looks at this page."""
    return page.startswith(LATER) and int(hashlib.sha256(page.encode()).hexdigest()[-1], 16) % 2 == 0


def parse(page: str) -> BeautifulSoup:
    """One page, parsed."""
    return BeautifulSoup((FOLDER / page).read_text(encoding="utf-8"), "lxml")


@cache
def language(page: str) -> str:
    """The language a page says it is in."""
    root = parse(page).html
    return str(root["lang"]) if root else ""


@cache
def visible(page: str) -> str:
    """The text a reader sees, in one line; only block elements part words."""
    parsed = parse(page)
    for hidden in parsed(HIDDEN):
        hidden.decompose()
    for block in parsed(lambda tag: tag.name not in INLINE):
        block.insert_before(" ")
        block.insert_after(" ")
    return " ".join(parsed.get_text().split())


@cache
def labels() -> tuple[Label, ...]:
    """All labels, in the order of the file."""
    with (FOLDER / "labels.tsv").open(encoding="utf-8", newline="") as rows:
        return tuple(Label(**row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def mistakes(label: Label) -> Iterator[str]:
    """What is wrong with a label."""
    if label.kind not in KINDS:
        yield "unknown kind"
    if not set(label.problem.split("|")) <= (set(PROBLEMS) if label.kind != "correct" else {""}):
        yield "unknown, missing or needless problem"
    if label.text not in visible(label.page):
        yield "text not on the page"
    if label.sentence not in visible(label.page) or label.text not in label.sentence:
        yield "sentence not on the page, or without the text"


def check(pages: Iterable[str]) -> None:
    """Stop where a label does not fit its page."""
    wrong = [f"{label.page}: {label.text!r}: {mistake}" for label in labels() for mistake in mistakes(label)]
    wrong += [f"{label.page}: {label.text!r}: labelled twice" for label in {one for one in labels() if labels().count(one) > 1}]
    wrong += [f"{page}: no label" for page in pages if page not in {label.page for label in labels()}]
    if wrong:
        sys.exit("\n".join(wrong))


@cache
def words(text: str) -> frozenset[str]:
    """The different words and numbers of a text, in small letters."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def same_words(one: str, other: str) -> bool:
    """Whether two pieces of a sentence overlap, as far as their words tell."""
    first, second = words(one), words(other)
    numbers = [{word for word in side if word[0].isdigit()} for side in (first, second)]
    if all(numbers):
        return numbers[0] <= numbers[1] or numbers[1] <= numbers[0]
    return first <= second or second <= first or any(len(word) >= 4 for word in first & second)


def likeness(item: Item, label: Label) -> tuple[bool, float, float, int]:
    """Whether the sentences are the same, how much of one is in the other, how much both share of all their words, the rank of the kind."""
    wanted, place, sentence = words(label.sentence), words(f"{item.path} {item.sentence}"), words(item.sentence)
    inside = max(len(wanted & place) / len(wanted), len(wanted & sentence) / max(1, len(sentence)))
    return sentence == wanted, inside, len(wanted & place) / len(wanted | place), -KINDS.index(label.kind)


def verdict(item: Item) -> Verdict:
    """The label an item speaks of, if any."""
    fitting = [label for label in labels() if label.page == item.page and same_words(item.text, label.text)]
    near = [label for label in fitting if likeness(item, label)[1] >= SAME_SENTENCE]
    return Verdict(item, max(near, key=lambda label: likeness(item, label), default=None))


def audit(page: str) -> list[Verdict]:
    """What the audit names on one page."""
    command = [*VEILLE, "audit", str(FOLDER / page), "--format", "json", "--now", NOW]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or not run.stdout.strip():
        sys.exit(f"{shlex.join(command)} ended with {run.returncode}:\n{run.stderr}")
    items = json.loads(run.stdout)["items"]
    return [verdict(Item(page, *(str(item[key] or "") for key in Item._fields[1:]))) for item in items]


def problem_fits(one: Verdict) -> bool:
    """Whether an item names an acceptable problem; a fact that changed is as good as a former value."""
    problem = "superseded" if one.item.problem == "stale" else one.item.problem
    return one.label is not None and problem in one.label.problem.split("|")


def figure(part: int, whole: int) -> str:
    """A share, or nothing to share."""
    return f"{part / whole:.3f}" if whole else "-"


def line(name: str, errors: list[Label], verdicts: list[Verdict]) -> str:
    """One row of figures."""
    hits = [one for one in verdicts if one.label is not None and one.label.kind == "error"]
    found = {one.label for one in verdicts} & set(errors)
    alarms = [one for one in verdicts if is_alarm(one)]
    recall, precision = figure(len(found), len(errors)), figure(len(hits), len(hits) + len(alarms))
    return f"{name:24}{len(errors):7}{len(found):7}{recall:>8}{len(hits):7}{len(alarms):7}{precision:>11}{sum(map(problem_fits, hits)):9}"


def is_alarm(one: Verdict) -> bool:
    """Whether an item names something that is not wrong."""
    return one.label is None or one.label.kind == "correct"


def report(name: str, pages: list[str], verdicts: list[Verdict]) -> None:
    """Print the figures of one half: all, per language, per problem (of a label its first, of a false alarm the one named)."""
    errors = [label for label in labels() if label.kind == "error" and label.page in pages]
    print(f"\n{name + f' ({len(pages)} pages)':24} errors  found  recall  right  false  precision  problem")
    print(line("all", errors, verdicts))
    for code in sorted({language(page) for page in pages}):
        print(line(code, [e for e in errors if language(e.page) == code], [v for v in verdicts if language(v.item.page) == code]))
    for problem in PROBLEMS:
        print(line(problem, [e for e in errors if first_problem(e) == problem], [v for v in verdicts if problem_of(v) == problem]))


def first_problem(label: Label) -> str:
    """The problem a label is counted under."""
    return label.problem.split("|", maxsplit=1)[0]


def problem_of(one: Verdict) -> str:
    """The problem an item is counted under."""
    if one.label is None or is_alarm(one):
        return "superseded" if one.item.problem == "stale" else one.item.problem
    return first_problem(one.label)


def details(pages: list[str], verdicts: list[Verdict]) -> None:
    """Print the misses and the false alarms."""
    found = {one.label for one in verdicts}
    print("\nMissed")
    for label in labels():
        if label.kind == "error" and label.page in pages and label not in found:
            print(f"  {label.page}: [{label.problem}] {label.text!r} in {label.sentence!r} ({label.note})")
    print("\nFalse alarms")
    for one in filter(is_alarm, verdicts):
        why = f" ({one.label.note})" if one.label else ""
        print(f"  {one.item.page}: [{one.item.problem}] {one.item.text!r} in {one.item.sentence!r}{why}")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", action="store_true", help="every miss and false alarm of the open half, and only of that")
    parser.add_argument("--list", action="store_true", help="which page is in which half")
    options = parser.parse_args()
    pages = sorted(path.name for path in FOLDER.glob("*.html"))
    check(pages)
    if options.list:
        print("\n".join(f"{'aside' if is_aside(page) else 'open'}\t{language(page)}\t{page}" for page in pages))
        return
    for aside in (False,) if options.details else (False, True):
        half = [page for page in pages if is_aside(page) is aside]
        verdicts = [one for page in half for one in audit(page)]
        report("aside" if aside else "open", half, verdicts)
        if options.details:
            details(half, verdicts)


if __name__ == "__main__":
    main()
