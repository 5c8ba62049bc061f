"""What a page says of itself and not of any rule: "Lire plus", a consent banner, the time it takes to read, today's date."""

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_day_names

from core.folding import fold
from core.values import Redline
from differ.cues import sides_of
from differ.facts.dates import dates, is_stamp
from differ.language import Language, any_of, cue
from differ.thresholds import threshold

FIGURE = r"\d+(?:[.,  ]\d+)*"
PARTED = r"(?:^\W*|(?<=[|·•/.;–—-]) ?)"
"""The beginning of a text or of a part of its own: within a sentence, "140 visiteurs" may be a rule's."""
COPYRIGHT = re.compile(r"\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def is_furniture(redline: Redline, data: Language) -> bool:
    """Whether what differs is none of a page's content on either side."""
    return all(_furnishes(text, data) for text in sides_of(redline) if text)


def _furnishes(text: str, data: Language) -> bool:
    words = len(text.split())
    if words > threshold("longest_banner"):
        return False
    if cue(data, "consent_words", text) or (words <= threshold("longest_copyright") and COPYRIGHT.match(text)):
        return True
    undated = without_stamps(text, data)
    rest = _phrases(data, undated != text).sub(" ", fold(without_figures(undated, data)))
    return re.search(r"\w", rest) is None


def without_figures(text: str, data: Language) -> str:
    """The text without what a page counts of itself: "Temps de lecture : 4 min", "Page 2 sur 5"."""
    return _figures(data).sub(" ", text)


def figures(text: str, data: Language) -> Iterator[tuple[int, int]]:
    """Where ``text`` says what a page counts of itself: start and end of each place."""
    return (found.span() for found in _figures(data).finditer(text))


def without_stamps(text: str, data: Language) -> str:
    """The text without the dates that a page gives of itself, their days of the week included."""
    for fact in reversed(list(dates(text, data))):
        if is_stamp(fact, text, data):
            text = _day(data).sub("", text[: fact.start]) + text[fact.end :]
    return text


@cache
def _phrases(data: Language, stamped: bool) -> re.Pattern[str]:
    """The phrases of a page's furniture, folded; in a text that is ``stamped`` the words before its date among them."""
    headings = ("page_furniture", "stamp_words", "stamp_links") if stamped else ("page_furniture",)
    return re.compile(any_of(fold(phrase) for heading in headings for phrase in data.words[heading]))


@cache
def _figures(data: Language) -> re.Pattern[str]:
    """The phrases that count something of a page; in the data a 0 stands for any number."""
    return re.compile("|".join(_figure(phrase) for phrase in sorted(data.words["page_figures"], key=len, reverse=True)), re.IGNORECASE)


def _figure(phrase: str) -> str:
    words = r"\s*".join(FIGURE if word == "0" else re.escape(word) for word in re.findall(r"\w+|[^\w\s]", phrase))
    return rf"{PARTED}{words}(?=\W*$| *[|·•/.;–—-])"


@cache
def _day(data: Language) -> re.Pattern[str]:
    return re.compile(
        rf"{any_of(get_day_names('wide', 'format', data.code).values())},?(?: {any_of(data.words['stamp_links'])})? *$", re.IGNORECASE
    )
