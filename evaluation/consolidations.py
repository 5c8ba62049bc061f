"""Two readings of one act of the EU, compared article by article: which Changes, where, and some of them to judge by eye.

    python evaluation/consolidations.py BEFORE.xhtml AFTER.xhtml --sample 20

The same seed shows the same Changes. The act as published and its consolidation can be compared as well:
what no consolidated text repeats (recitals, formulas) is then left out.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import DocumentError
from core.values import Change, Doubt, Version
from differ.align import keep_keys
from differ.compare import compare
from differ.extract import read
from differ.extract.journal_consolidated import as_consolidated

CONTENT_TYPE = "application/xhtml+xml"
_PART = re.compile(r"^[^,(›]+")
_WIDEST = 300


def main() -> None:
    """Print the figures and the sample for the two files named on the command line."""
    asked = _arguments()
    before, after = _version(asked.before, asked.lang), _version(asked.after, asked.lang)
    before = as_consolidated(before, after)
    changes = compare(before, replace(after, provisions=keep_keys(before.provisions, after.provisions)), after.language)
    print("\n".join(_figures(before, after, changes)))
    for number, change in enumerate(_sample(changes, asked.sample, asked.seed), 1):
        print(f"\n{number}. {change.kind} · {change.path} · {change.significance}")
        print(f"   {_told(change)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--lang", choices=["fr", "nl", "en", "de"])
    parser.add_argument("--sample", type=int, default=20, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _version(path: Path, language: str | None) -> Version:
    reading = read(path.read_bytes(), CONTENT_TYPE, address=path.name, language=language)
    if isinstance(reading, Doubt):
        raise DocumentError(f"{path}: {reading.reason} ({reading.kind})")
    return reading


def _figures(before: Version, after: Version, changes: Sequence[Change]) -> Iterator[str]:
    yield f"{before.identity or before.title}: {len(before.provisions)} provisions before, {len(after.provisions)} after"
    kinds = Counter(change.kind.value for change in changes)
    yield f"{len(changes)} Changes: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common()) or 'none'}"
    parts = Counter(match[0].strip() for change in changes if (match := _PART.match(change.path)))
    yield f"{len(parts)} parts touched: {', '.join(f'{part} ({count})' for part, count in parts.items()) or 'none'}"
    significances = Counter(change.significance.value for change in changes)
    yield f"significance: {', '.join(f'{count} {name}' for name, count in significances.most_common()) or 'none'}"


def _sample(changes: Sequence[Change], size: int, seed: int) -> list[Change]:
    """That many Changes chosen by ``seed``, in the order of the text."""
    chosen = set(random.Random(seed).sample(range(len(changes)), min(size, len(changes))))
    return [change for position, change in enumerate(changes) if position in chosen]


def _told(change: Change) -> str:
    """What the redline takes away and adds, in its order; of a long piece both ends."""
    return " ".join(f"{sign}[{_short(words)}]" for sign, words in change.redline if sign != "=") or f"(was {change.key_before})"


def _short(words: str) -> str:
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST // 2]} … {words[-_WIDEST // 2 :]}"


if __name__ == "__main__":
    main()
