"""The places of an act of the EU: what an article, a point or a quotation looks like, and how deep it stands."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

ARTICLE = re.compile(
    r"^\W*(?:articles?|artikels?)\s+(premier|\d+(?:[a-z]{1,2}\b|\s?(?:bis|ter|quater|[a-z]{4,12}ies)\b(?=\W*$|\s(?-i:[A-ZÀ-Ý])))?)[\s.:–—-]*",
    re.IGNORECASE,
)
DASH = re.compile(r"^[—–•·-]$")
QUOTES = ("‘", "“", "„", "«", '"')
_CLOSES = {"‘": "’", "“": "”", "„": "”“", "«": "»"}
_CLOSED = re.compile(r"[’”“»\"]\W{0,2}$")


@dataclass(frozen=True)
class Place:
    """Where we stand in the act: the key, the words from the article down, and how many passages the place has had."""

    key: str = "act"
    path: tuple[str, ...] = ()
    firm: bool = False
    passage: int = 0

    def after(self) -> "Place":
        """The same place once something has been said there: what follows is its next passage."""
        return replace(self, passage=max(self.passage, 1))


def article_of(title: str) -> tuple[str, str]:
    """The number of an article as keys hold it (``1``, ``62bis``), and the words of its heading where they share its line."""
    found = ARTICLE.match(title)
    if found is None:
        return (title.rsplit(maxsplit=1) or [""])[-1], ""
    number = re.sub(r"\s", "", found[1]).lower()
    return "1" if number in ("premier", "1er") else number, title[found.end() :]


def sort_of(name: str, place: Place, above: Collection[str]) -> str:
    """What sort of label ``name`` is, among points of the sorts ``above``: ``i`` after ``h`` is a letter, elsewhere a Roman number."""
    if not name.isalnum():
        return "dash"
    if name.isdecimal():
        return "number"
    follows = "letter" in above and place.key.rstrip(")").endswith("/h")
    roman = re.fullmatch("[ivx]+", name) is not None and not follows and ("roman" in above or name in ("i", "ii"))
    return "roman" if roman else "letter"


def leaves_open(text: str) -> bool:
    """Whether a passage begins with a quotation mark that nothing in it closes; straight ones are counted."""
    mark = text[0]
    if mark == '"':
        return text.count(mark) % 2 == 1
    return mark in _CLOSES and text.count(mark) > sum(text.count(end) for end in _CLOSES[mark])


def closes(text: str) -> bool:
    """Whether a passage ends with a quotation mark, and perhaps the punctuation of the sentence around it."""
    return _CLOSED.search(text) is not None
