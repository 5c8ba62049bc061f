"""Why a difference of words is none of substance: spelling, typography, ways of writing, forms of address, a page's own date."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile

from core.folding import fold
from core.values import Redline
from differ.facts import with_values
from differ.facts.dates import dates, is_stamp
from differ.language import Language, any_of
from differ.language import language as data_of

SHORTEST = 4
"""Letters from which a word that differs in one letter may be the same word spelt otherwise."""
STEM = 2
"""Letters that the forms of one verb share at least, where the form of address changed beside it."""
INCLUSIVE = re.compile(
    r"(?<=\w)(?:[·•⋅∙.](?:e|ne|le|ve|se|te|trice|rice|ère|euse)(?:[·•⋅∙.]?s)?|[*:_]in(?:nen)?|\((?:e|ne|s|es|e?s|en|n|in|innen)\))(?!\w)"
)
MARKS = re.compile(r"\[\.{3}\]|\[…\]|(?<!\w)§+ ?\d+(?:er|bis|ter)?\.?(?= [A-ZÀ-Ý])|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
ADDRESS = re.compile(r"https?://\S+")


def editorial(redline: Redline, language: str | None) -> str | None:
    """Why ``redline`` changes nothing of substance, or ``None`` where it may."""
    before, after = ("".join(text for sign, text in redline if sign in wanted) for wanted in ("=-", "=+"))
    data = data_of(language)
    for reason, form in FORMS.items():
        if form(before, data) == form(after, data):
            return reason
    removed, added = ([word for sign, text in redline if sign == side for word in plain(text).split()] for side in "-+")
    if len(removed) != len(added):
        return None
    pairs = list(zip(removed, added, strict=True))
    if all(_misspelt(old, new, data) for old, new in pairs):
        return "only spelling changed"
    return "only the form of address changed" if data and _addressed(pairs, data) else None


def plain(text: str) -> str:
    """The words of a text, folded, without punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _in_values(text: str, data: Language | None) -> str:
    return plain(with_values(text, data.code if data else None))


def _without_stamps(text: str, data: Language | None) -> str:
    """The words without the dates that a page gives of itself."""
    for fact in reversed(list(dates(text, data)) if data else []):
        if data and is_stamp(fact, text, data):
            text = text[: fact.start] + text[fact.end :]
    return _in_values(text, data)


def _without_number(text: str, data: Language | None) -> str:
    """The words without the number that the provision itself bears."""
    return plain(_own_number(data).sub("", MARKS.sub("", text), count=1)) if data else plain(text)


@cache
def _own_number(data: Language) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{any_of(data.words['article_words'])} ?\d[\w/.-]*\*?|\d+[.)°]|[a-z]\))(?:\W+|$)", re.IGNORECASE)


FORMS: dict[str, Callable[[str, Language | None], str]] = {
    "only punctuation, case, accents or spacing changed": lambda text, _: plain(text),
    "only the way of writing a value changed": _in_values,
    "only the page's own date changed": _without_stamps,
    "only inclusive writing changed": lambda text, _: plain(INCLUSIVE.sub("", text)),
    "only numbering or editorial marks changed": _without_number,
    "only the target of a link changed": lambda text, _: plain(ADDRESS.sub("", text)) or text,
}
"""By reason, the form in which two texts are equal that differ in nothing else."""


def _misspelt(old: str, new: str, data: Language | None) -> bool:
    """Whether one word is the other with a letter wrong; a prefix makes another word of it: "recevable", "irrecevable"."""
    if {old, new} & (_meaningful(data) if data else frozenset()) or any(map(str.isdigit, old + new)):
        return False
    if old == new or min(len(old), len(new)) < SHORTEST:
        return old == new
    return old[0] == new[0] and not old.endswith(new) and not new.endswith(old) and _one_letter_apart(old, new)


@cache
def _meaningful(data: Language) -> frozenset[str]:
    """Words whose exchange for one another changes a condition, however alike they look."""
    return frozenset(fold(word) for word in data.words["condition_words"])


def _one_letter_apart(old: str, new: str) -> bool:
    """Whether one letter was put in, dropped or replaced, or two neighbours were swapped."""
    start = _common_start(old, new)
    end = _common_start(old[start:][::-1], new[start:][::-1])
    removed, added = old[start : len(old) - end], new[start : len(new) - end]
    return max(len(removed), len(added)) <= 1 or (len(removed) == 2 and removed == added[::-1])


def _common_start(old: str, new: str) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def _addressed(pairs: Sequence[tuple[str, str]], data: Language) -> bool:
    """Whether a polite form became a familiar one or the other way round, and only verbs changed with it."""
    forms = _forms(data)
    by_form = [forms.get(old) is not None and forms.get(old) == forms.get(new) for old, new in pairs]
    by_verb = [old[:STEM] == new[:STEM] and abs(len(old) - len(new)) <= STEM for old, new in pairs]
    return any(by_form) and all(map(any, zip(by_form, by_verb, strict=True)))


@cache
def _forms(data: Language) -> dict[str, int]:
    """Each word of address, folded, with the number of the group of words that say the same."""
    return {fold(word): number for number, group in enumerate(data.words["address_forms"]) for word in group}
