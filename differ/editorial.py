"""Why a difference of words is none of substance: spelling, typography, ways of writing, forms of address, a page's own date."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile

from core.folding import fold
from core.values import FactType, Redline
from differ.cues import sides_of
from differ.facts import facts
from differ.furniture import without_figures, without_stamps
from differ.language import Language, any_of
from differ.language import language as data_of
from differ.surroundings import meaning
from differ.thresholds import threshold

INCLUSIVE = re.compile(
    r"(?<=\w)(?:[·•⋅∙.](?:e|ne|le|ve|se|te|ère|euse|[td]?rice)[·•⋅∙.]?(s?)|[*:_·/](?:in(?:nen)?)|"
    r"\((?:e|ne|le|ve|se|te|euse|[td]?rice|s|es|n|in|innen)\)(s?))(?!\w)"
)
MARKS = re.compile(r"\[\.{3}\]|\[…\]|(?<!\w)§+ ?\d+(?:er|bis|ter)?\.?(?= [A-ZÀ-Ý])|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
FOOTNOTE = re.compile(r"(?P<word>[^\W\d]+\.?) \(\d{1,2}\)")
ADDRESS = re.compile(r"https?://\S+")

Form = Callable[[str, Language | None], str]


def editorial(redline: Redline, language: str | None) -> str | None:
    """Why ``redline`` changes nothing of substance, or ``None`` where it may."""
    before, after = sides_of(redline)
    data = data_of(language)
    for reason, form in FORMS.items():
        if form(before, data) == form(after, data):
            return reason
    removed, added = ([word for sign, text in redline if sign == side for word in plain(text).split()] for side in "-+")
    if len(removed) == len(added):
        pairs = list(zip(removed, added, strict=True))
        if all(_misspelt(old, new, data) for old, new in pairs):
            return "only spelling changed"
        if data and _addressed(pairs, data):
            return "only the form of address changed"
    return "only inclusive writing changed" if data and _inclusive(before, after, data) else None


def plain(text: str) -> str:
    """The words of a text, folded, without punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _unspaced(text: str, _: Language | None) -> str:
    """The words without the spaces between letters, by which editors part and join them: "van Hulst", "vanHulst"."""
    return re.sub(r"(?<=[^\W\d]) (?=[^\W\d])", "", plain(text))


def _in_values(text: str, data: Language | None) -> str:
    """The words with each value in canonical writing, so that "trois mois" and "3 mois", "12 mois" and "un an" read the same."""
    pieces, position = [], 0
    for fact in facts(text, data.code if data else None):
        if fact.start >= position and fact.type is not FactType.STATUS:
            _, value, unit = meaning(fact)
            pieces += [text[position : fact.start], f"{value} {unit or ''}"]
            position = fact.end
    return plain("".join([*pieces, text[position:]]))


def _without_stamps(text: str, data: Language | None) -> str:
    """The words without the dates that a page gives of itself."""
    return _in_values(without_stamps(text, data) if data else text, data)


def _without_figures(text: str, data: Language | None) -> str:
    """The words without what a page counts of itself."""
    return plain(without_figures(text, data)) if data else plain(text)


def _without_number(text: str, data: Language | None) -> str:
    """The words without the number that the provision itself bears and without the calls of footnotes."""
    return plain(_own_number(data).sub("", _without_calls(MARKS.sub("", text), data), count=1)) if data else plain(text)


def _without_calls(text: str, data: Language) -> str:
    """The text without "(1)", but behind a word that says what is numbered so: "paragraphe (1)"."""
    places = {word for heading in ("article_words", "paragraph_words", "point_words") for word in data.words[heading]}
    return FOOTNOTE.sub(lambda found: found[0] if found["word"].lower() in places else found["word"], text)


@cache
def _own_number(data: Language) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{any_of(data.words['article_words'])} ?\d[\w/.-]*\*?|\d+[.)°]|[a-z]\))(?:\W+|$)", re.IGNORECASE)


def _written_out(text: str, data: Language | None) -> str:
    """The words with abbreviations and contractions in full: "n°" is "numéro", "don't" is "do not"."""
    if data is None:
        return plain(text)
    full = {fold(short): long for short, long in data.words["written_out"].items()}
    return plain(_shortened(data).sub(lambda found: str(full[found[0]]), fold(text)))


@cache
def _shortened(data: Language) -> re.Pattern[str]:
    return re.compile(any_of(fold(short) for short in data.words["written_out"]))


def _masculine(text: str, data: Language | None) -> str:
    """The words without inclusive endings and without the second of two pronouns or articles."""
    for found, word in data.words["inclusive_pairs"].items() if data else ():
        text = re.sub(any_of([found]), word, text, flags=re.IGNORECASE)
    return plain(INCLUSIVE.sub(lambda found: found[1] or found[2] or "", text))


def _with_one_article(text: str, data: Language | None) -> str:
    """The words with one form for all of an article: "le covid", "la covid"."""
    if data is None:
        return plain(text)
    forms = _article_forms(data)
    return plain(_articles(data).sub(lambda found: f"{forms[found[0]]} ", fold(text).replace("’", "'")))


@cache
def _article_forms(data: Language) -> dict[str, str]:
    return {fold(form): fold(forms[0]) for forms in data.words["article_forms"] for form in forms}


@cache
def _articles(data: Language) -> re.Pattern[str]:
    return re.compile(any_of(_article_forms(data)))


def _without_badge(text: str, data: Language | None) -> str:
    """The words without the label that says that a text is new: "nouveau Un couvre-feu s'applique"."""
    return plain(_badge(data).sub("", text, count=1)) if data else plain(text)


@cache
def _badge(data: Language) -> re.Pattern[str]:
    """A label in small letters before a sentence, or with a sign behind it."""
    words = any_of(data.words["badges"])
    return re.compile(rf"^\W*(?:{words} (?=[A-ZÀ-Þ])|(?i:{words}) ?[:!–-] )")


FORMS: dict[str, Form] = {
    "only punctuation, case, accents or spacing changed": _unspaced,
    "only the way of writing a value changed": _in_values,
    "only the page's own date changed": _without_stamps,
    "only what the page counts of itself changed": _without_figures,
    "only inclusive writing changed": _masculine,
    "only numbering or editorial marks changed": _without_number,
    "only an abbreviation changed": _written_out,
    "only the form of an article changed": _with_one_article,
    "only a label of what is new changed": _without_badge,
    "only the target of a link changed": lambda text, _: plain(ADDRESS.sub("", text)) or text,
}
"""By reason, the form in which two texts are equal that differ in nothing else."""


def _misspelt(old: str, new: str, data: Language | None) -> bool:
    """Whether one word is the other with a letter wrong; a prefix makes another word of it: "recevable", "irrecevable"."""
    if {old, new} & (_meaningful(data) if data else frozenset()) or any(map(str.isdigit, old + new)):
        return False
    if old == new or min(len(old), len(new)) < threshold("shortest_word"):
        return old == new
    return old[0] == new[0] and not old.endswith(new) and not new.endswith(old) and _one_letter_apart(old, new)


@cache
def _meaningful(data: Language) -> frozenset[str]:
    """Words whose exchange for one another changes a condition, however alike they look."""
    return frozenset(fold(word) for heading in ("condition_words", "deciding_words") for word in data.words[heading])


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
    forms, stem = _forms(data), threshold("stem")
    by_form = [forms.get(old) is not None and forms.get(old) == forms.get(new) for old, new in pairs]
    by_verb = [old[:stem] == new[:stem] and abs(len(old) - len(new)) <= stem for old, new in pairs]
    return any(by_form) and all(map(any, zip(by_form, by_verb, strict=True)))


@cache
def _forms(data: Language) -> dict[str, int]:
    """Each word of address, folded, with the number of the group of words that say the same."""
    return {fold(word): number for number, group in enumerate(data.words["address_forms"]) for word in group}


def _inclusive(before: str, after: str, data: Language) -> bool:
    """Whether inclusive endings were put to words whose own ending makes room for them: "Studenten", "Student:innen"."""
    old, new = before.split(), after.split()
    return len(old) == len(new) and all(_same_person(one, other, data) for one, other in zip(old, new, strict=True))


def _same_person(one: str, other: str, data: Language) -> bool:
    if plain(one) == plain(other):
        return True
    if not (INCLUSIVE.search(one) or INCLUSIVE.search(other)):
        return False
    short, long = sorted((_masculine(one, data), _masculine(other, data)), key=len)
    return long.startswith(short) and len(long) - len(short) <= threshold("inclusive_ending")
