"""Whether a text names an act of law that people follow: "la loi du 12 janvier 2007", "directive 2001/55/CE"."""

import re

from core.folding import fold
from differ.language import language as data_of
from differ.wording.values import date_in_words
from differ.wording.words import LOCALES

CELEX = re.compile(r"celex:3(?P<year>\d{4})[A-Z](?P<number>\d{4})")
BELGIAN = re.compile(r"be:(?P<type>[a-z-]+):(?P<date>\d{4}-\d\d-\d\d)")
ARTICLE = re.compile(r"#art:(?P<number>[^/#]+(?:/\d+)?)")


def mentions(reference: str, text: str, language: str) -> bool:
    """Whether ``text`` names the act that the canonical ``reference`` stands for, and its article where it has one.

    An EU act is named by its number either way round (2001/55, 910/2014), a Belgian one by its type and its date
    in words, as acts cite each other.
    """
    folded = fold(text)
    article = ARTICLE.search(reference)
    if article and not re.search(rf"(?<![\w/]){re.escape(fold(article['number']))}(?![\w/])", folded):
        return False
    if found := CELEX.match(reference):
        year, number = found["year"], str(int(found["number"]))
        return re.search(rf"(?<!\d)(?:{year}/0*{number}|{number}/{year})(?!\d)", folded) is not None
    if found := BELGIAN.match(reference):
        return _names(found["type"], folded, language) and fold(date_in_words(found["date"], language)) in folded
    return False


def _names(kind: str, folded: str, language: str) -> bool:
    data = data_of(language)
    words = data.words["act_types"].get(kind, []) if data and language in LOCALES else []
    # "loi" is no word of "loi-programme".
    return any(re.search(rf"(?<![\w-]){re.escape(fold(word))}(?![\w-])", folded) for word in words)
