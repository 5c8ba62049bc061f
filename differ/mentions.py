"""Whether a text names an act of law that people follow: "la loi du 12 janvier 2007", "directive 2001/55/CE"."""

import re

from core.folding import fold
from differ.wording.values import date_in_words
from differ.wording.words import LOCALES

CELEX = re.compile(r"celex:3(?P<year>\d{4})[A-Z](?P<number>\d{4})")
BELGIAN = re.compile(r"be:[a-z-]+:(?P<date>\d{4}-\d\d-\d\d)")


def mentions(reference: str, text: str, language: str) -> bool:
    """Whether ``text`` names the act that the canonical ``reference`` stands for.

    An EU act is named by its number either way round (2001/55, 910/2014), a Belgian one by its date in words,
    as acts cite each other.
    """
    folded = fold(text)
    if found := CELEX.match(reference):
        year, number = found["year"], str(int(found["number"]))
        return re.search(rf"(?<!\d)(?:{year}/0*{number}|{number}/{year})(?!\d)", folded) is not None
    if found := BELGIAN.match(reference):
        return language in LOCALES and fold(date_in_words(found["date"], language)) in folded
    return False
